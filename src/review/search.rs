//! Words in what waits. The rows stand sealed, so they are opened in memory, a bounded number at a time,
//! with the way on; the words looked for travel in a form, never in an address, and are stored nowhere.
//! Names are not searched: that needs a rights or complaint case.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::Response;
use axum::{Extension, Form};

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::list::{self, List};
use super::signed::Signed;
use super::untrusted::Piece;
use crate::store::{inquiry, queue};

/// Where it stands.
pub(super) const SEARCH: &str = "/sog";
/// Rows that one press opens.
const STRETCH: i64 = 2_000;
/// Rows between two looks at the databases: a reader is closed within seconds.
const BATCH: i64 = 250;
/// Hits on one page.
const HITS: usize = 50;
/// Shorter words are in everything.
const SHORTEST: usize = 2;
const LONGEST: usize = 100;

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    frame: Frame,
    sought: String,
    refusal: Option<String>,
    found: Option<Found>,
}

struct Found {
    list: List,
    progress: String,
    /// The way on: after which row, and how many were read.
    onward: Option<(String, i64)>,
}

/// What the form sends.
#[derive(serde::Deserialize)]
pub(super) struct Sought {
    ord: String,
    #[serde(default)]
    efter: String,
    #[serde(default)]
    laest: i64,
}

/// `GET /sog`
pub(super) async fn ask(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let frame = frame::around(&reception, &signed, SEARCH, reception.desk.clock.now()).await?;
    page(StatusCode::OK, &Page { frame, sought: String::new(), refusal: None, found: None })
}

/// `POST /sog`
pub(super) async fn find(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    form: Result<Form<Sought>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(sought) = form.map_err(|_| Failure::Malformed)?;
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let now = desk.clock.now();
    let frame = frame::around(&reception, &signed, SEARCH, now).await?;
    let terms: Vec<String> = sought.ord.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let length = sought.ord.chars().count();
    if length > LONGEST || !terms.iter().any(|term| term.chars().count() >= SHORTEST) {
        let refusal = Some(words.say("search-refused"));
        let sought = sought.ord.chars().take(LONGEST).collect();
        return page(StatusCode::UNPROCESSABLE_ENTITY, &Page { frame, sought, refusal, found: None });
    }
    let mut tx = desk.db.write().await?;
    desk.vault.audit(&mut tx, owner, &signed.by(), "searched", None, now).await?;
    tx.commit().await?;

    let (mut after, mut read, mut hits, mut is_over) = (sought.efter.clone(), 0, Vec::new(), false);
    while read < STRETCH && hits.len() < HITS && !is_over {
        let mut tx = desk.db.read().await?;
        let rows = queue::after(&mut tx, owner, &signed.reach, &after, BATCH).await?;
        drop(tx);
        is_over = i64::try_from(rows.len()).unwrap_or(i64::MAX) < BATCH;
        let mut keys = desk.vault.keys.read().await?;
        for row in rows {
            if hits.len() >= HITS {
                is_over = false;
                break;
            }
            read += 1;
            after = row.id.to_string();
            let Some(kept) = list::opened(&reception, &mut keys, &signed, &row).await else { continue };
            let text = kept.text.as_ref().map_or_else(String::new, |text| text.expose().to_lowercase());
            if terms.iter().all(|term| text.contains(term)) {
                hits.push((row, kept));
            }
        }
    }
    let read = read + sought.laest.max(0);
    let mut tx = desk.db.read().await?;
    let (open, _) = inquiry::count_open(&mut tx, owner, &signed.reach).await?;
    drop(tx);
    let list = list::of_found(&reception, &signed, &hits, now).await?;
    let progress = words.about_both("search-progress", read.to_string(), open.max(read).to_string());
    let found = Found { list, progress, onward: (!is_over).then_some((after, read)) };
    page(StatusCode::OK, &Page { frame, sought: sought.ord, refusal: None, found: Some(found) })
}
