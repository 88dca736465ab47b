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
use crate::model::{Kept, OrganisationId};
use crate::store::inquiry::Row;
use crate::store::{Db, Reach, inquiry, queue};
use crate::vault::Vault;

/// Where it stands.
pub(super) const SEARCH: &str = "/sog";
/// Rows that one press opens.
const STRETCH: usize = 2_000;
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

/// What one press read.
pub struct Stretch {
    /// What holds all the words.
    pub hits: Vec<(Row, Kept)>,
    /// The row that was read last.
    pub after: String,
    /// How many were read.
    pub read: usize,
    /// Nothing is left to read.
    pub is_over: bool,
}

/// Reads what waits on from the row `after`, a bounded number of rows, until a page is full of those that hold
/// every one of `terms`, which are in small letters. A row that does not open is passed over.
///
/// # Errors
/// As the databases.
pub async fn stretch(
    (db, vault): (&Db, &Vault),
    organisation: &OrganisationId,
    reach: &Reach,
    terms: &[String],
    mut after: String,
) -> anyhow::Result<Stretch> {
    let (mut read, mut hits, mut is_over) = (0, Vec::new(), false);
    while read < STRETCH && hits.len() < HITS && !is_over {
        let mut tx = db.read().await?;
        let rows = queue::after(&mut tx, organisation, reach, &after, BATCH).await?;
        drop(tx);
        is_over = i64::try_from(rows.len()).unwrap_or(i64::MAX) < BATCH;
        let mut keys = vault.keys.read().await?;
        let opened = vault.open_all(&mut keys, organisation, &rows).await?;
        drop(keys);
        for (row, opened) in rows.into_iter().zip(opened) {
            if hits.len() >= HITS {
                is_over = false;
                break;
            }
            read += 1;
            row.id.as_str().clone_into(&mut after);
            let kept = match opened {
                Ok(opened) => opened.kept,
                Err(error) => {
                    tracing::error!(inquiry = %row.id, %error, "a row could not be opened");
                    continue;
                }
            };
            let text = kept.text.as_ref().map_or_else(String::new, |text| text.expose().to_lowercase());
            if terms.iter().all(|term| text.contains(term)) {
                hits.push((row, kept));
            }
        }
    }
    Ok(Stretch { hits, after, read, is_over })
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

    let Stretch { hits, after, read, is_over } =
        stretch((&desk.db, &desk.vault), owner, &signed.reach, &terms, sought.efter.clone()).await?;
    let read = i64::try_from(read).unwrap_or(i64::MAX);
    let read = read + sought.laest.max(0);
    let mut tx = desk.db.read().await?;
    let (open, _) = inquiry::count_open(&mut tx, owner, &signed.reach).await?;
    drop(tx);
    let list = list::of_found(&reception, &signed, &hits, now).await?;
    let progress = words.about_both("search-progress", read.to_string(), open.max(read).to_string());
    let found = Found { list, progress, onward: (!is_over).then_some((after, read)) };
    page(StatusCode::OK, &Page { frame, sought: sought.ord, refusal: None, found: Some(found) })
}
