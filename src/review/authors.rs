//! Somebody stops waiting for a comment's author to delete it, and says why.

use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::desk::Reception;
use super::failure::Failure;
use super::sign_in::QUEUE;
use super::signed::Signed;
use crate::model::InquiryId;
use crate::settle::{self, Closed};

/// `Luk`
#[derive(serde::Deserialize)]
pub(super) struct Close {
    grund: String,
}

/// `POST /ko/{id}/luk`
pub(super) async fn close(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    form: Result<Form<Close>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(form) = form.map_err(|_| Failure::Malformed)?;
    let reason = Closed::parse(&form.grund).ok_or(Failure::Malformed)?;
    let (desk, owner, id) = (&reception.desk, &signed.organisation.id, InquiryId::from_text(id));
    let (by, now) = (signed.by(), desk.clock.now());
    let (db, vault, policy) = (&desk.db, &desk.vault, &desk.policy);
    if settle::close_authors(db, vault, policy, owner, &id, reason, &by, now).await? {
        Ok(Redirect::to(&format!("{QUEUE}/{id}")).into_response())
    } else {
        Err(Failure::Missing)
    }
}
