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
use super::flag::Tone;
use super::frame::{self, Frame};
use super::hidden::{self, Deadline};
use super::marked::{self, MOST_NAME};
use super::notice::{self, Told};
use super::sign_in::QUEUE;
use super::signed::Signed;
use super::untrusted::{Piece, Untrusted};
use super::when::Moment;
use super::words::Words;
use crate::model::{Kept, KeptText, Language, Stamp, State as Standing};
use crate::store::inquiry::Row;
use crate::store::task::Task;
use crate::store::{account, inquiry, task};

/// Rows on one page.
const PAGE: i64 = 50;
/// Letters of the words in one row.
const MOST: usize = 280;

#[derive(Template)]
#[template(path = "queue.html")]
struct Page {
    frame: Frame,
    waiting: String,
    urgent: i64,
    lines: Vec<Line>,
    number: i64,
    last: i64,
}

struct Line {
    id: String,
    is_urgent: bool,
    tone: &'static str,
    badge: String,
    who: Option<Untrusted>,
    account: String,
    moment: Moment,
    words: Option<Untrusted>,
    language: &'static str,
    images: u32,
    deadline: Option<Deadline>,
    can_be_read: bool,
}

/// Which page.
#[derive(Default, serde::Deserialize)]
pub(super) struct Wanted {
    side: Option<i64>,
}

/// `GET /ko`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    wanted: Result<Query<Wanted>, QueryRejection>,
    told: Result<Query<Told>, QueryRejection>,
) -> Result<Response, Failure> {
    let wanted = wanted.map(|Query(wanted)| wanted).unwrap_or_default();
    let told = told.map(|Query(told)| told).unwrap_or_default();
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let now = desk.clock.now();
    let mut frame = frame::around(&reception, &signed, QUEUE, now).await?;
    frame.notice = notice::of(&told, &headers, words);

    let mut tx = desk.db.read().await?;
    let (open, urgent) = inquiry::count_open(&mut tx, owner).await?;
    let last = (open.max(1) - 1) / PAGE + 1;
    let number = wanted.side.unwrap_or(1).clamp(1, last);
    let rows = inquiry::open(&mut tx, owner, now, (number - 1) * PAGE, PAGE).await?;
    let accounts = account::list(&mut tx, owner).await?;
    let mut tasks = Vec::with_capacity(rows.len());
    for row in &rows {
        tasks.push(match row.state {
            Standing::Hidden => task::of_inquiry(&mut tx, owner, &row.id).await?,
            _ => Vec::new(),
        });
    }
    drop(tx);

    let mut keys = desk.vault.keys.read().await?;
    let mut lines = Vec::with_capacity(rows.len());
    for (row, tasks) in rows.iter().zip(&tasks) {
        let kept = opened(&reception, &mut keys, &signed, row).await;
        let network = accounts.iter().find(|account| account.account == row.account);
        let network = network.map_or_else(String::new, |account| frame::network(words, &account.network));
        lines.push(line(words, row, tasks, kept.as_ref(), network, now));
    }
    drop(keys);
    page(StatusCode::OK, &Page { frame, waiting: words.count("waiting", open), urgent, lines, number, last })
}

/// What a row holds; `None`, with a line in the log, when it does not open.
pub(super) async fn opened(
    reception: &Reception,
    keys: &mut crate::store::Tx,
    signed: &Signed,
    row: &Row,
) -> Option<Kept> {
    match reception.desk.vault.open(keys, &signed.organisation.id, row).await {
        Ok(opened) => Some(opened.kept),
        Err(error) => {
            tracing::error!(inquiry = %row.id, %error, "a row could not be opened");
            None
        }
    }
}

/// The name shown, or the handle where there is no name.
pub(super) fn who(kept: &Kept) -> Option<Untrusted> {
    [&kept.author_name, &kept.handle]
        .into_iter()
        .flatten()
        .map(KeptText::expose)
        .find(|name| !name.trim().is_empty())
        .map(|name| Untrusted::line(name, MOST_NAME))
}

/// For a `lang` attribute; empty where the language is not known, so that nobody reads it aloud as
/// Danish.
pub(super) fn language(language: Language) -> &'static str {
    match language {
        Language::Danish => "da",
        Language::English => "en",
        Language::Norwegian => "nb",
        Language::Swedish => "sv",
        Language::German => "de",
        Language::Other => "",
    }
}

fn line(words: Words, row: &Row, tasks: &[Task], kept: Option<&Kept>, network: String, now: Stamp) -> Line {
    let (tone, badge) = kept
        .map_or_else(|| (Tone::Plain, words.say("reason-to-review")), |kept| marked::foremost(kept, words));
    Line {
        id: row.id.to_string(),
        is_urgent: row.is_urgent,
        tone: tone.class(),
        badge,
        who: kept.and_then(who),
        account: network,
        moment: Moment::of(words, row.written_at, now),
        words: kept.and_then(|kept| kept.text.as_ref()).map(|text| Untrusted::line(text.expose(), MOST)),
        language: kept.map_or("", |kept| language(kept.language)),
        images: kept.map_or(0, |kept| kept.images),
        deadline: hidden::deadline(words, row, tasks, now),
        can_be_read: kept.is_some(),
    }
}
