//! The second step: six digits from a phone, when somebody comes in and before what outlasts the session.
//! Who has no phone set up yet does that here first.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use secrecy::{ExposeSecret, SecretString};

use super::access::ACCESS;
use super::desk::Reception;
use super::entry;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::gate::Place;
use super::new_password::PASSWORD;
use super::sign_in::is_ours;
use super::signed::{self, Signed};
use super::totp;
use crate::store::factor::{self, Factor};
use crate::store::moderator;

/// Where it stands.
pub(super) const SECOND_STEP: &str = "/totrin";
/// How fresh it must be for what outlasts the session.
pub(super) const FRESH: Duration = Duration::from_mins(5);

#[derive(Template)]
#[template(path = "second_step.html")]
struct Page {
    frame: Frame,
    /// Where they wanted to go.
    back: String,
    /// Set up already: only the code is asked for.
    is_set_up: bool,
    /// The new secret, for the app.
    secret: Option<Secret>,
    refusal: Option<String>,
}

struct Secret {
    /// In fours, as it is typed.
    typed: String,
    address: String,
}

/// Where somebody wanted to go.
#[derive(Default, serde::Deserialize)]
pub(super) struct Wanted {
    til: Option<String>,
}

/// The page, with the way back to `wanted`.
pub(super) fn address(wanted: &str) -> String {
    // A form that was refused for it is filled in again on its page.
    let is_access = wanted.strip_prefix(ACCESS).is_some_and(|rest| rest.starts_with('/'));
    let wanted = if is_access { ACCESS } else { wanted };
    if is_ours(wanted) { format!("{SECOND_STEP}?til={wanted}") } else { SECOND_STEP.to_owned() }
}

/// `GET /totrin`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Failure> {
    let wanted = wanted.map(|Query(wanted)| wanted).unwrap_or_default();
    draw(&reception, &signed, wanted.til, None, StatusCode::OK).await
}

/// `POST /totrin/ny`: a new secret, for somebody who has none that counts.
pub(super) async fn propose(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (desk, owner) = (&reception.desk, &signed.organisation.id);
    let secret = totp::fresh()?;
    let sealed = desk.vault.seal_factor(owner, &signed.moderator, &secret).map_err(anyhow::Error::from)?;
    let mut tx = desk.db.write().await?;
    factor::propose(&mut tx, owner, &signed.moderator, &sealed).await?;
    tx.commit().await?;
    Ok(Redirect::to(SECOND_STEP).into_response())
}

/// What the form sends.
#[derive(serde::Deserialize)]
pub(super) struct Shown {
    kode: SecretString,
    til: Option<String>,
}

/// `POST /totrin`
pub(super) async fn prove(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    place: Place,
    shown: Result<Form<Shown>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(shown) = shown.map_err(|_| Failure::Malformed)?;
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let now = desk.clock.now();
    let name = entry::folded(&signed.name);
    let _turn = reception.gate.turn(owner.as_str(), &name, &place).await?;
    let mut tx = desk.db.read().await?;
    let person = moderator::get(&mut tx, owner, &signed.moderator).await?;
    let standing = factor::get(&mut tx, owner, &signed.moderator).await?;
    drop(tx);
    if let Some(left) = reception.gate.wait(owner.as_str(), &name, &place, person.as_ref(), now) {
        let wait = words.count("sign-in-wait", entry::seconds(left));
        return draw(&reception, &signed, shown.til, Some(wait), StatusCode::TOO_MANY_REQUESTS).await;
    }
    let Some(standing) = standing else {
        return Ok(Redirect::to(SECOND_STEP).into_response());
    };
    let secret = open(&reception, &signed, &standing)?;
    let step = totp::check(&secret, shown.kode.expose_secret(), standing.last_step, now);
    let mut tx = desk.db.write().await?;
    let is_right = match step {
        Some(step) => factor::spend(&mut tx, owner, &signed.moderator, step, now).await?,
        None => false,
    };
    if !is_right {
        reception.gate.failed(owner.as_str(), &name, &place, true, now);
        moderator::failed(&mut tx, owner, Some(&signed.moderator), now).await?;
        desk.vault.audit(&mut tx, owner, &signed.by(), "second_step.refused", None, now).await?;
        tx.commit().await?;
        let refusal = Some(words.say("second-step-refused"));
        return draw(&reception, &signed, shown.til, refusal, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let what = if standing.confirmed_at.is_some() { "second_step" } else { "second_step.set_up" };
    moderator::came_in(&mut tx, owner, &signed.moderator, now).await?;
    desk.vault.audit(&mut tx, owner, &signed.by(), what, None, now).await?;
    tx.commit().await?;
    reception.gate.came_in(owner.as_str(), &name, &place, now);
    let cookie = signed::renew(&reception, &signed, |session| session.proven_at = Some(now)).await?;
    let home = if signed.session.by_link { PASSWORD } else { frame::home(&signed.roles) };
    let to = shown.til.as_deref().filter(|path| is_ours(path)).unwrap_or(home);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(to)).into_response())
}

async fn draw(
    reception: &Reception,
    signed: &Signed,
    back: Option<String>,
    refusal: Option<String>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let (desk, owner) = (&reception.desk, &signed.organisation.id);
    let mut tx = desk.db.read().await?;
    let standing = factor::get(&mut tx, owner, &signed.moderator).await?;
    drop(tx);
    let is_set_up = standing.as_ref().is_some_and(|factor| factor.confirmed_at.is_some());
    let secret = match standing.filter(|_| !is_set_up) {
        Some(factor) => {
            let secret = open(reception, signed, &factor)?;
            let letters: Vec<char> = totp::typed(&secret).chars().collect();
            let fours: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
            let issuer = format!("Ordstyrer {}", signed.organisation.name);
            Some(Secret { typed: fours.join(" "), address: totp::address(&issuer, &signed.name, &secret) })
        }
        None => None,
    };
    // Nothing of the desk before the step is taken: not even how many wait.
    let frame = Frame::bare(signed.words, signed.theme);
    let back = back.filter(|path| is_ours(path)).unwrap_or_default();
    page(status, &Page { frame, back, is_set_up, secret, refusal })
}

fn open(
    reception: &Reception,
    signed: &Signed,
    factor: &Factor,
) -> anyhow::Result<zeroize::Zeroizing<Vec<u8>>> {
    Ok(reception.desk.vault.open_factor(&signed.organisation.id, &signed.moderator, &factor.sealed)?)
}
