//! The queue: what waits for a person, the urgent first.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::list::{self, List};
use super::notice::{self, Told};
use super::side::Side;
use super::sign_in::QUEUE;
use super::signed::Signed;
use super::untrusted::Piece;
use super::view::View;

#[derive(Template)]
#[template(path = "queue.html")]
struct Page {
    frame: Frame,
    list: List,
    side: Side,
}

/// `GET /ko`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    view: Result<Query<View>, QueryRejection>,
    told: Result<Query<Told>, QueryRejection>,
) -> Result<Response, Failure> {
    let view = view.map(|Query(view)| view).unwrap_or_default();
    let told = told.map(|Query(told)| told).unwrap_or_default();
    let now = reception.desk.clock.now();
    let mut frame = frame::around(&reception, &signed, QUEUE, now).await?;
    frame.notice = notice::of(&told, &headers, signed.words);
    let (list, side) = list::of(&reception, &signed, &view, None, now).await?;
    page(StatusCode::OK, &Page { frame, list, side })
}
