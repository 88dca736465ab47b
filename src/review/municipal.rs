//! Signing in by the municipality's own login: there with a secret of this browser, and back with a code
//! that is worth something once. Who is in no group of ours stays outside, and who left one loses what it
//! gave them.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::sign_in::{QUEUE, is_ours};
use super::signed::{self, Way};
use super::theme::Theme;
use super::words::{Tongue, Words};
use super::{cookie, moderators, secret};
use crate::identity::{self, Provider, Refused};
use crate::model::OrganisationId;
use crate::store::sign_in_way::{self, SignInWay};

/// The way there.
pub(super) const THERE: &str = "/log-ind/kommune";
/// The way back, which the provider knows.
pub(super) const BACK: &str = "/log-ind/svar";
/// A person types a password and takes out a phone in the time.
const LASTS: Duration = Duration::from_mins(10);
/// So many under way in one organisation: more is somebody filling the table.
const MOST: i64 = 1_000;

#[derive(Template)]
#[template(path = "not_in.html")]
struct NotIn {
    frame: Frame,
    sentence: String,
}

/// Which organisation's, and where the person wanted to go.
#[derive(serde::Deserialize)]
pub(super) struct Wanted {
    organisation: String,
    til: Option<String>,
}

/// `GET /log-ind/kommune`
pub(super) async fn there(
    State(reception): State<Arc<Reception>>,
    headers: HeaderMap,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Failure> {
    let Query(wanted) = wanted.map_err(|_| Failure::Malformed)?;
    let owner = OrganisationId::from_text(wanted.organisation);
    let provider = provider(&reception, &owner)?;
    let (desk, now) = (&reception.desk, reception.desk.clock.now());
    let (state, browser, nonce, verifier) =
        (secret::fresh()?, secret::fresh()?, secret::fresh()?, secret::fresh()?);
    // Somebody who is here already comes for a fresh sign-in, for what outlasts the session.
    let is_again = signed::current(&reception, &headers).await?.is_some();
    let way = SignInWay {
        state: secret::digest(state.as_bytes()),
        browser: secret::digest(browser.as_bytes()),
        nonce,
        verifier,
        back: wanted.til.filter(|path| is_ours(path)).unwrap_or_default(),
        since: is_again.then_some(now),
    };
    // S256 is the hash that our own codes are stored as.
    let challenge = secret::digest(way.verifier.as_bytes());
    let asked = identity::Way { state: &state, nonce: &way.nonce, verifier: &way.verifier, since: way.since };
    let door = match provider.door(asked, &challenge, now).await {
        Ok(door) => door,
        Err(refused) => return not_in(&headers, refused),
    };
    let mut tx = desk.db.write().await?;
    let has_room = sign_in_way::insert(&mut tx, &owner, &way, MOST, now.later(LASTS), now).await?;
    tx.commit().await?;
    if !has_room {
        return Ok(StatusCode::SERVICE_UNAVAILABLE.into_response());
    }
    // The id of an organisation may hold letters that a header may not.
    let value = format!("{browser}.{}", URL_SAFE_NO_PAD.encode(owner.as_str()));
    let cookie = cookie::set_way(&value, &desk.settings.public_url)?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(door.as_str())).into_response())
}

/// What comes back.
#[derive(Default, serde::Deserialize)]
pub(super) struct Returned {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
}

/// `GET /log-ind/svar`
pub(super) async fn back(
    State(reception): State<Arc<Reception>>,
    headers: HeaderMap,
    returned: Result<Query<Returned>, QueryRejection>,
) -> Result<Response, Failure> {
    let returned = returned.map(|Query(returned)| returned).unwrap_or_default();
    let (desk, now) = (&reception.desk, reception.desk.clock.now());
    let address = &desk.settings.public_url;
    let strange = Refused::Token("it was not asked for here");
    let sent = cookie::read_way(&headers, address).and_then(|way| way.split_once('.'));
    let Some((browser, owner)) = sent else { return not_in(&headers, strange) };
    let owner = URL_SAFE_NO_PAD.decode(owner).ok().and_then(|owner| String::from_utf8(owner).ok());
    let owner = OrganisationId::from_text(owner.unwrap_or_default());
    let provider = provider(&reception, &owner)?;
    let mut tx = desk.db.write().await?;
    let (state, browser) = (secret::digest(returned.state.as_bytes()), secret::digest(browser.as_bytes()));
    let way = sign_in_way::take(&mut tx, &owner, &state, &browser, now).await?;
    tx.commit().await?;
    let Some(way) = way else { return not_in(&headers, strange) };
    if returned.code.is_empty() {
        return not_in(&headers, Refused::Token("the provider gave no code"));
    }
    let asked = identity::Way {
        state: &returned.state,
        nonce: &way.nonce,
        verifier: &way.verifier,
        since: way.since,
    };
    let said = match provider.person(&returned.code, asked, now).await {
        Ok(said) => said,
        Err(refused) => return not_in(&headers, refused),
    };
    let subject = secret::digest(format!("{owner}\n{}", said.subject).as_bytes());
    let person = moderators::from_login(
        &desk.db,
        &desk.vault,
        &owner,
        &subject,
        said.name.as_deref(),
        &said.roles,
        now,
    )
    .await?;
    let Some(person) = person else {
        return not_in(&headers, Refused::Token("they are in no group that may come in"));
    };
    let is_proven = provider.proves_two_steps();
    let session =
        signed::begin(&reception, &headers, &owner, &person, Way::Municipality { is_proven }, now).await?;
    let to = if way.back.is_empty() { frame::home(&said.roles) } else { &way.back };
    let mut response = Redirect::to(to).into_response();
    for cookie in [cookie::clear_way(address)?, session] {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// To the login again, where somebody who came in by it takes a fresh step.
pub(super) fn again(owner: &OrganisationId, wanted: &str) -> String {
    let til = if is_ours(wanted) { wanted } else { QUEUE };
    format!(
        "{THERE}?{}",
        url::form_urlencoded::Serializer::new(String::new())
            .append_pair("organisation", owner.as_str())
            .append_pair("til", til)
            .finish()
    )
}

fn provider<'a>(reception: &'a Reception, owner: &OrganisationId) -> Result<&'a Provider, Failure> {
    reception.desk.settings.logins.get(owner).map(AsRef::as_ref).ok_or(Failure::Missing)
}

/// One page for whatever was wrong: what it was stands in the log, without anything of a token.
fn not_in(headers: &HeaderMap, why: Refused) -> Result<Response, Failure> {
    tracing::warn!(%why, "nobody came in by the municipality's login");
    let words = Words(Tongue::of(headers));
    let (status, sentence) = match why {
        Refused::Provider(_) => (StatusCode::BAD_GATEWAY, "login-unreachable"),
        Refused::Token(_) => (StatusCode::FORBIDDEN, "login-refused"),
    };
    let frame = Frame::bare(words, Theme::of(headers));
    page(status, &NotIn { frame, sentence: words.say(sentence) })
}
