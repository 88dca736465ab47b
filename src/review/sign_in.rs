//! Signing in and out. One answer for a wrong name and a wrong password, in the same time.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use secrecy::SecretString;

use super::cookie;
use super::desk::{Organisation, Reception};
use super::entry::{self, Outcome, Purpose};
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::gate::Place;
use super::municipal;
use super::signed::{self, Signed, Way};
use super::theme::Theme;
use super::words::{Tongue, Words};
use crate::model::OrganisationId;
use crate::store::{role, session};

/// Where everybody begins.
pub(super) const QUEUE: &str = "/ko";

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page<'a> {
    frame: Frame,
    organisations: &'a [Organisation],
    organisation: String,
    name: String,
    back: String,
    refusal: Option<String>,
    /// The municipalities' own logins: name and address.
    logins: Vec<(&'a str, String)>,
}

/// Where a visitor wanted to go.
#[derive(serde::Deserialize)]
pub(super) struct Wanted {
    til: Option<String>,
}

/// What the form sends.
#[derive(serde::Deserialize)]
pub(super) struct Attempt {
    organisation: String,
    navn: String,
    adgangskode: SecretString,
    til: Option<String>,
}

/// The sign-in page, with the way back to `wanted`.
pub(super) fn address(wanted: Option<&str>) -> String {
    match wanted.filter(|path| is_ours(path) && *path != QUEUE) {
        Some(path) => format!("/log-ind?til={path}"),
        None => "/log-ind".to_owned(),
    }
}

/// The pages that stand in the frame of every page.
pub(super) const PAGES: [&str; 14] = [
    QUEUE,
    "/venter",
    "/afgjort",
    "/sog",
    "/statistik",
    "/sletning",
    "/revision",
    "/afstemning",
    "/drift",
    "/indstillinger",
    "/genveje",
    "/sessioner",
    "/adgang",
    "/hjaelp",
];

/// A page of the desk, so that nobody is sent elsewhere by a crafted link.
pub(super) fn is_ours(path: &str) -> bool {
    PAGES.contains(&path)
        || path
            .strip_prefix("/ko/")
            .is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

/// `GET /log-ind`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    headers: HeaderMap,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Failure> {
    let back = wanted.ok().and_then(|Query(wanted)| wanted.til).filter(|path| is_ours(path));
    if let Some(signed) = signed::current(&reception, &headers).await? {
        return Ok(Redirect::to(back.as_deref().unwrap_or(frame::home(&signed.roles))).into_response());
    }
    let frame = Frame::bare(Words(Tongue::of(&headers)), Theme::of(&headers));
    page(StatusCode::OK, &form(&reception, frame, back))
}

fn form(reception: &Reception, frame: Frame, back: Option<String>) -> Page<'_> {
    let settings = &reception.desk.settings;
    let with_login = settings.organisations.iter().filter(|one| settings.logins.contains_key(&one.id));
    let address = |one: &Organisation| municipal::again(&one.id, back.as_deref().unwrap_or(QUEUE));
    Page {
        frame,
        logins: with_login.map(|one| (one.name.as_str(), address(one))).collect(),
        organisations: &reception.desk.settings.organisations,
        organisation: String::new(),
        name: String::new(),
        back: back.unwrap_or_default(),
        refusal: None,
    }
}

/// `POST /log-ind`
pub(super) async fn enter(
    State(reception): State<Arc<Reception>>,
    headers: HeaderMap,
    place: Place,
    attempt: Result<Form<Attempt>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(attempt) = attempt.map_err(|_| Failure::Malformed)?;
    let words = Words(Tongue::of(&headers));
    let back = attempt.til.clone().filter(|path| is_ours(path));
    let owner = OrganisationId::from_text(attempt.organisation.clone());
    let now = reception.desk.clock.now();
    let (status, refusal) = match entry::judge(
        &reception,
        &owner,
        &attempt.navn,
        attempt.adgangskode,
        Purpose::SignIn,
        &place,
        now,
    )
    .await?
    {
        Outcome::In(person) => {
            let cookie = signed::begin(&reception, &headers, &owner, &person, Way::Password, now).await?;
            let mut tx = reception.desk.db.read().await?;
            let roles = role::of(&mut tx, &owner, &person.id).await?;
            drop(tx);
            let to = Redirect::to(back.as_deref().unwrap_or(frame::home(&roles)));
            return Ok(([(header::SET_COOKIE, cookie)], to).into_response());
        }
        Outcome::Refused => (StatusCode::UNAUTHORIZED, words.say("sign-in-refused")),
        Outcome::Wait(left) => {
            (StatusCode::TOO_MANY_REQUESTS, words.count("sign-in-wait", entry::seconds(left)))
        }
    };
    let again = Page {
        organisation: attempt.organisation,
        name: attempt.navn,
        refusal: Some(refusal),
        ..form(&reception, Frame::bare(words, Theme::of(&headers)), back)
    };
    page(status, &again)
}

/// `POST /log-ud`
pub(super) async fn leave(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let desk = &reception.desk;
    let mut tx = desk.db.write().await?;
    let owner = &signed.organisation.id;
    desk.vault.audit(&mut tx, owner, &signed.by(), "sign_out", None, desk.clock.now()).await?;
    session::end(&mut tx, &signed.session.hash).await?;
    tx.commit().await?;
    let cookie = cookie::clear(&desk.settings.public_url)?;
    // Not "cookies": that empties the whole registrable domain, the municipality's other systems and the
    // chosen theme among it. Ours is taken back by name.
    let clear = HeaderValue::from_static("\"cache\", \"storage\"");
    let clear = (HeaderName::from_static("clear-site-data"), clear);
    let to = (header::LOCATION, HeaderValue::from_static("/log-ind"));
    Ok((StatusCode::SEE_OTHER, [clear, (header::SET_COOKIE, cookie), to]).into_response())
}
