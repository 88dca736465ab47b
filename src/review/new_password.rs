//! Choosing a password: offered after a single-use link, and open to everybody who knows the old
//! one. The other sessions of the same person end with it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use secrecy::{ExposeSecret, SecretString};

use super::desk::Reception;
use super::entry::{self, Outcome, Purpose};
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::gate::Place;
use super::notice::{self, Message};
use super::password::{self, Weak};
use super::signed::{self, Signed};
use crate::store::moderator;

/// The page.
pub(super) const PASSWORD: &str = "/adgangskode";

#[derive(Template)]
#[template(path = "password.html")]
struct Page {
    frame: Frame,
    by_link: bool,
    refusal: Option<String>,
}

/// What the form sends.
#[derive(serde::Deserialize)]
pub(super) struct Choice {
    nuvaerende: Option<SecretString>,
    ny: SecretString,
    igen: SecretString,
}

/// `GET /adgangskode`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let now = reception.desk.clock.now();
    let frame = frame::around(&reception, &signed, PASSWORD, now).await?;
    page(StatusCode::OK, &Page { frame, by_link: signed.session.by_link, refusal: None })
}

/// `POST /adgangskode`
pub(super) async fn choose(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    place: Place,
    choice: Result<Form<Choice>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(choice) = choice.map_err(|_| Failure::Malformed)?;
    if let Some(refusal) = refusal(&reception, &signed, &place, &choice).await? {
        let now = reception.desk.clock.now();
        let frame = frame::around(&reception, &signed, PASSWORD, now).await?;
        let again = Page { frame, by_link: signed.session.by_link, refusal: Some(refusal) };
        return page(StatusCode::UNPROCESSABLE_ENTITY, &again);
    }
    let hash = entry::blocking(move || password::hash(choice.ny.expose_secret())).await?;
    let (desk, owner) = (&reception.desk, &signed.organisation.id);
    let mut tx = desk.db.write().await?;
    moderator::set_password(&mut tx, owner, &signed.moderator, &hash).await?;
    desk.vault.audit(&mut tx, owner, &signed.by(), "password", None, desk.clock.now()).await?;
    tx.commit().await?;
    let cookie = signed::renew(&reception, &signed, |session| {
        session.password = signed::in_force(Some(&hash));
        session.by_link = false;
    })
    .await?;
    let home = notice::address(frame::home(&signed.roles), Message::Adgangskode, "");
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&home)).into_response())
}

async fn refusal(
    reception: &Reception,
    signed: &Signed,
    place: &Place,
    choice: &Choice,
) -> anyhow::Result<Option<String>> {
    let words = signed.words;
    if !signed.session.by_link {
        let given = choice.nuvaerende.clone().unwrap_or_default();
        let now = reception.desk.clock.now();
        let owner = &signed.organisation.id;
        let purpose = Purpose::NewPassword;
        match entry::judge(reception, owner, &signed.name, given, purpose, place, now).await? {
            Outcome::In(_) => {}
            Outcome::Refused => return Ok(Some(words.say("password-wrong"))),
            Outcome::Wait(left) => {
                return Ok(Some(words.count("sign-in-wait", entry::seconds(left))));
            }
        }
    }
    let guessable = [signed.organisation.name.as_str(), signed.name.as_str()];
    let judged = password::judge(choice.ny.expose_secret(), choice.igen.expose_secret(), &guessable);
    Ok(judged.err().map(|weak| {
        words.say(match weak {
            Weak::Short => "password-short",
            Weak::Long => "password-long",
            Weak::Guessable => "password-guessable",
            Weak::NotTwice => "password-not-twice",
        })
    }))
}
