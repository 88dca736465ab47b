//! The undo button.

use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::decision;
use super::desk::Reception;
use super::failure::Failure;
use super::notice::{self, Message};
use super::sign_in::QUEUE;
use super::signed::Signed;
use crate::model::InquiryId;
use crate::settle::{self, Undone};

/// `Fortryd`
#[derive(serde::Deserialize)]
pub(super) struct TakeBack {
    version: i64,
}

/// `POST /ko/{id}/fortryd`
pub(super) async fn take_back(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    form: Result<Form<TakeBack>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(form) = form.map_err(|_| Failure::Malformed)?;
    let (desk, id) = (&reception.desk, InquiryId::from_text(id));
    let (owner, by, now) = (&signed.organisation.id, signed.by(), desk.clock.now());
    let undone = settle::undo(&desk.db, &desk.vault, owner, &id, form.version, &by, now).await?;
    let words = signed.words;
    let key = match undone {
        Undone::Done => {
            let path = format!("{QUEUE}/{id}");
            let to = notice::address(&path, Message::Fortrudt, id.as_str());
            return Ok(Redirect::to(&to).into_response());
        }
        Undone::Gone => return Err(Failure::Missing),
        Undone::TooLate => "undo-late",
        Undone::Stale => "undo-stale",
    };
    let (title, sentence) = (words.say(&format!("{key}-title")), words.say(&format!("{key}-sentence")));
    decision::conflict(&reception, &signed, &id, title, sentence).await
}
