//! The audit trail as a person reads it: whether the chain holds, who did what, and one decision on
//! paper for whoever complains of it. No name of a citizen stands in the chain.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::history::{self, Event, Index, named};
use super::list;
use super::marked::MOST;
use super::people;
use super::rights::Action;
use super::sign_in::QUEUE;
use super::signed::Signed;
use super::untrusted::{Piece, Untrusted};
use super::when::Moment;
use super::words::Words;
use crate::model::{InquiryId, OrganisationId};
use crate::store::audit::{self, Chained};
use crate::store::{account, inquiry, moderator, task, verdict};
use crate::vault::Break;

/// Where it stands.
pub(super) const TRAIL: &str = "/revision";
/// Lines on one page.
const PAGE: i64 = 100;
/// The newest lines that are checked when somebody looks; the whole chain is checked by a command.
const CHECKED: i64 = 1_000;

#[derive(Template)]
#[template(path = "trail.html")]
struct Page {
    frame: Frame,
    holds: bool,
    state: String,
    lines: Vec<Line>,
    older: Option<i64>,
}

struct Line {
    seq: i64,
    moment: Moment,
    who: String,
    what: String,
    code: String,
    inquiry: Option<String>,
}

/// From where.
#[derive(Default, serde::Deserialize)]
pub(super) struct Wanted {
    foer: Option<i64>,
}

/// `GET /revision`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Failure> {
    let wanted = wanted.map(|Query(wanted)| wanted).unwrap_or_default();
    let (owner, words) = (&signed.organisation.id, signed.words);
    let now = reception.desk.clock.now();
    let frame = frame::around(&reception, &signed, TRAIL, now).await?;
    let (holds, state) = chain(&reception, &signed).await?;
    let mut tx = reception.desk.db.read().await?;
    let (last, _) = audit::head(&mut tx, owner).await?;
    let until = wanted.foer.unwrap_or(last + 1).clamp(1, last + 1);
    let from = (until - 1 - PAGE).max(0);
    let mut chained = audit::list(&mut tx, owner, from, PAGE).await?;
    chained.retain(|one| one.seq < until);
    chained.reverse();
    let names = moderator::list(&mut tx, owner).await?;
    drop(tx);
    let reads = signed.may(Action::ReadInquiries);
    let line = |one: Chained| Line {
        seq: one.seq,
        moment: Moment::of(words, one.line.at, now),
        who: people::name(words, &names, &one.line.who),
        what: what(words, &one.line.what),
        code: one.line.what,
        inquiry: one.line.inquiry.filter(|_| reads).map(|id| id.to_string()),
    };
    let lines = chained.into_iter().map(line).collect();
    page(StatusCode::OK, &Page { frame, holds, state, lines, older: (from > 0).then_some(from + 1) })
}

/// Whether the newest lines hold, in a sentence.
pub(super) async fn chain(reception: &Reception, signed: &Signed) -> Result<(bool, String), Failure> {
    let words = signed.words;
    let (last, checked, outcome) = verified(reception, &signed.organisation.id).await?;
    Ok(match outcome {
        Ok(()) => (true, words.about_both("chain-holds", last.to_string(), checked.to_string())),
        Err(Break::Changed(at) | Break::Gap(at) | Break::Cut(at)) => {
            (false, words.about("chain-broken", at.to_string()))
        }
    })
}

/// The number of the last line, how many of the newest were looked at, and whether they hold.
pub(super) async fn verified(
    reception: &Reception,
    owner: &OrganisationId,
) -> Result<(i64, usize, Result<(), Break>), Failure> {
    let mut tx = reception.desk.db.read().await?;
    let (last, head) = audit::head(&mut tx, owner).await?;
    let after = (last - CHECKED).max(0);
    let previous = audit::list(&mut tx, owner, after - 1, 1).await?.pop().filter(|line| line.seq == after);
    let lines = audit::list(&mut tx, owner, after, CHECKED + 1).await?;
    drop(tx);
    let before = previous.map_or_else(String::new, |line| line.mac);
    let outcome = reception
        .desk
        .vault
        .verify(owner, after, &before, &lines)
        .and_then(|mac| if mac == head { Ok(()) } else { Err(Break::Cut(last)) });
    Ok((last, lines.len(), outcome))
}

/// The sentence for a code of the trail, where the book has one.
fn what(words: Words, code: &str) -> String {
    let word = code.split(':').next().unwrap_or(code).replace(['.', '_'], "-");
    words.find(&format!("did-{word}")).unwrap_or_else(|| code.to_owned())
}

#[derive(Template)]
#[template(path = "paper.html")]
struct Paper {
    frame: Frame,
    id: String,
    organisation: String,
    network: String,
    written: Moment,
    standing: String,
    rule: Option<(String, String)>,
    words: Option<Untrusted>,
    language: &'static str,
    events: Vec<Event>,
    printed: Moment,
}

/// `GET /ko/{id}/papir`: one decision, to be printed for whoever complains of it.
pub(super) async fn paper(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let (id, now) = (InquiryId::from_text(id), desk.clock.now());
    let mut tx = desk.db.write().await?;
    let row = inquiry::get(&mut tx, owner, &id).await?.ok_or(Failure::Missing)?;
    let account = account::get(&mut tx, owner, &row.account).await?;
    let verdicts = verdict::of_inquiry(&mut tx, owner, &id).await?;
    let tasks = task::of_inquiry(&mut tx, owner, &id).await?;
    desk.vault.audit(&mut tx, owner, &signed.by(), "printed", Some(&id), now).await?;
    tx.commit().await?;
    let mut keys = desk.vault.keys.read().await?;
    let kept = list::opened(&reception, &mut keys, &signed, &row).await;
    drop(keys);
    let network = account.map_or_else(String::new, |account| account.network);
    // Nobody's name: on paper it is the municipality that decided.
    let index = Index { words, people: &[], mailboxes: &desk.mailboxes, network: &network };
    let rule = desk.policy.guideline(&row.rule);
    let page_of_it = Paper {
        frame: frame::around(&reception, &signed, QUEUE, now).await?,
        id: id.to_string(),
        organisation: signed.organisation.name.clone(),
        network: frame::network(words, &network),
        written: Moment::of(words, row.written_at, now),
        standing: words.say(&format!("state-{}", row.state.as_str())),
        rule: rule.map(|line| (line.id.clone(), named(words, &line.da, &line.en))),
        words: kept
            .as_ref()
            .and_then(|kept| kept.text.as_ref())
            .map(|text| Untrusted::lines(text.expose(), MOST)),
        language: kept.as_ref().map_or("", |kept| list::language(kept.language)),
        // Who asked whom is the house's own.
        events: history::of(index, &verdicts, &tasks, &[], now),
        printed: Moment::of(words, now, now),
    };
    page(StatusCode::OK, &page_of_it)
}
