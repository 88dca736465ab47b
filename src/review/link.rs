//! The single-use link: how the first moderator gets in, and one who forgot the password. Opening
//! it does nothing, because mail scanners open links; the button on the page uses it up.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::Frame;
use super::new_password::PASSWORD;
use super::secret;
use super::signed::{self, Way};
use super::theme::Theme;
use super::words::{Tongue, Words};
use crate::model::{By, OrganisationId, Stamp};
use crate::store::moderator::{self, Moderator};

#[derive(Template)]
#[template(path = "link.html")]
struct Page {
    frame: Frame,
    is_spent: bool,
}

/// `GET /engang/{organisation}/{code}`: the same page for a good code and a bad one.
pub(super) async fn show(headers: HeaderMap) -> Result<Response, Failure> {
    let frame = Frame::bare(Words(Tongue::of(&headers)), Theme::of(&headers));
    page(StatusCode::OK, &Page { frame, is_spent: false })
}

/// `POST /engang/{organisation}/{code}`
pub(super) async fn enter(
    State(reception): State<Arc<Reception>>,
    headers: HeaderMap,
    Path((organisation, code)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let words = Words(Tongue::of(&headers));
    let now = reception.desk.clock.now();
    let Some((owner, person)) = spend(&reception, &organisation, &code, now).await? else {
        return page(
            StatusCode::GONE,
            &Page { frame: Frame::bare(words, Theme::of(&headers)), is_spent: true },
        );
    };
    let cookie = signed::begin(&reception, &headers, &owner, &person, Way::Link, now).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(PASSWORD)).into_response())
}

async fn spend(
    reception: &Reception,
    organisation: &str,
    code: &str,
    now: Stamp,
) -> anyhow::Result<Option<(OrganisationId, Moderator)>> {
    let desk = &reception.desk;
    let Some(organisation) = desk.settings.organisation(organisation) else {
        return Ok(None);
    };
    let owner = &organisation.id;
    let mut tx = desk.db.write().await?;
    let used = moderator::use_link(&mut tx, owner, &secret::digest(code.as_bytes()), now).await?;
    let person = match used {
        Some(id) => moderator::get(&mut tx, owner, &id).await?,
        None => None,
    };
    let person = person.filter(|person| person.disabled_at.is_none());
    if let Some(person) = &person {
        moderator::came_in(&mut tx, owner, &person.id, now).await?;
        let by = By::Moderator(person.id.clone());
        desk.vault.audit(&mut tx, owner, &by, "sign_in.link", None, now).await?;
    }
    tx.commit().await?;
    Ok(person.map(|person| (owner.clone(), person)))
}
