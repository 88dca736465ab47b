//! What is noted about the people who work here, told before it is: somebody who comes in for the first
//! time, or after it changed, reads it and says so (GDPR art. 13; a control measure is told in advance).

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::signed::Signed;
use crate::store::notice_read;

/// Where it stands.
pub(super) const NOTICE: &str = "/oplysning";
/// Goes up with every change of what it says: everybody reads it again.
pub(super) const VERSION: i64 = 1;
/// What it says.
const POINTS: [&str; 6] = [
    "staff-notice-reads",
    "staff-notice-deeds",
    "staff-notice-sessions",
    "staff-notice-unusual",
    "staff-notice-pseudonym",
    "staff-notice-rights",
];

#[derive(Template)]
#[template(path = "staff_notice.html")]
struct Page {
    frame: Frame,
    points: [&'static str; 6],
    is_read: bool,
}

/// `GET /oplysning`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let frame = Frame::bare(signed.words, signed.theme);
    let mut tx = reception.desk.db.read().await?;
    let owner = &signed.organisation.id;
    let is_read = notice_read::is_read(&mut tx, owner, &signed.moderator, VERSION).await?;
    drop(tx);
    page(StatusCode::OK, &Page { frame, points: POINTS, is_read })
}

/// `POST /oplysning`
pub(super) async fn confirm(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (desk, owner) = (&reception.desk, &signed.organisation.id);
    let now = desk.clock.now();
    let mut tx = desk.db.write().await?;
    if notice_read::note(&mut tx, owner, &signed.moderator, VERSION, now).await? {
        let what = format!("notice.read:{VERSION}");
        desk.vault.audit(&mut tx, owner, &signed.by(), what, None, now).await?;
    }
    tx.commit().await?;
    let to = if signed.session.by_link { super::new_password::PASSWORD } else { frame::home(&signed.roles) };
    Ok(Redirect::to(to).into_response())
}
