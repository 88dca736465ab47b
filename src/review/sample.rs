//! Equal treatment: the same rule, the same outcome? Each week some decisions under each rule are picked by
//! chance from what is still stored, and somebody looks at them side by side. Nothing on the page says who
//! decided, and nothing is counted by person.

use std::sync::Arc;
use std::time::Duration;

use anyhow::anyhow;
use askama::Template;
use aws_lc_rs::rand;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::desk::Reception;
use super::failure::{Failure, page};
use super::flag;
use super::frame::{self, Frame};
use super::history::named;
use super::list;
use super::signed::Signed;
use super::statistics::STATISTICS;
use super::untrusted::{Piece, Untrusted};
use super::when;
use crate::model::{InquiryId, Stamp, Unlike};
use crate::store::inquiry;
use crate::store::sample::{self, Candidate, Judged};

/// Where it stands.
pub(super) const SAMPLE: &str = "/statistik/stikproeve";
/// Decisions under one rule that are picked.
const EACH: usize = 5;
/// More than a week of a large town.
const MOST: i64 = 10_000;
const LETTERS: usize = 300;
const A_WEEK: Duration = Duration::from_hours(24 * 7);
const NEARLY_A_WEEK: Duration = Duration::from_hours(24 * 7 - 12);
/// Over which the answers are added up.
const WEEKS: u32 = 12;

#[derive(Template)]
#[template(path = "sample.html")]
struct Page {
    frame: Frame,
    /// The Monday of the week, for the forms.
    week: String,
    shown: String,
    is_drawn: bool,
    rules: Vec<Rule>,
    notes: Vec<(&'static str, String)>,
    counts: Vec<(String, Judged)>,
}

/// The sample under one rule.
struct Rule {
    name: String,
    picked: Vec<Line>,
}

struct Line {
    id: String,
    outcome: String,
    /// `None` where it is hard to read, or does not open: it has its own page.
    words: Option<Untrusted>,
    language: &'static str,
    /// What was said of it.
    judged: Option<String>,
}

/// `Ens` or `Forskellig`
#[derive(serde::Deserialize)]
pub(super) struct Said {
    uge: String,
    dom: String,
    #[serde(default)]
    hvorfor: String,
}

/// The last week that is over, by its Monday.
fn last_week(now: Stamp) -> (Stamp, Stamp) {
    let until = now.monday();
    // Twelve hours short of a week, so that a clock change does not reach the week before.
    (until.earlier(NEARLY_A_WEEK).monday(), until)
}

/// `GET /statistik/stikproeve`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let now = desk.clock.now();
    let frame = frame::around(&reception, &signed, STATISTICS, now).await?;
    let week = last_week(now).0.day();
    let mut tx = desk.db.write().await?;
    let is_drawn = sample::is_drawn(&mut tx, owner, &week).await?;
    let picked = sample::list(&mut tx, owner, &week).await?;
    let since = now.earlier(A_WEEK * WEEKS).monday().day();
    let counts = sample::count(&mut tx, owner, &since).await?;
    let mut rows = Vec::with_capacity(picked.len());
    for one in &picked {
        rows.push(inquiry::get(&mut tx, owner, &one.candidate.inquiry).await?);
    }
    if !picked.is_empty() {
        desk.vault.audit(&mut tx, owner, &signed.by(), format!("sample_read:{week}"), None, now).await?;
    }
    tx.commit().await?;
    let name = |id: &str| {
        let sentence = desk.policy.guideline(id).map(|line| named(words, &line.da, &line.en));
        sentence.map_or_else(|| id.to_owned(), |sentence| format!("{id} {sentence}"))
    };
    let mut keys = desk.vault.keys.read().await?;
    let mut rules: Vec<Rule> = Vec::new();
    for (one, row) in picked.iter().zip(rows) {
        let kept = match &row {
            Some(row) => list::opened(&reception, &mut keys, &signed, row).await,
            None => None,
        };
        let readable = kept.as_ref().filter(|kept| !kept.labels.iter().any(|label| flag::is_hard(*label)));
        let text = readable.and_then(|kept| kept.text.as_ref());
        let line = Line {
            id: one.candidate.inquiry.to_string(),
            outcome: words.say(&format!("outcome-{}", one.candidate.outcome)),
            words: text.map(|text| Untrusted::lines(text.expose(), LETTERS)),
            language: kept.as_ref().map_or("", |kept| list::language(kept.language)),
            judged: one.judged.map(|judged| match judged {
                Ok(()) => words.say("sample-is-same"),
                Err(unlike) => {
                    words.about("sample-is-different", words.say(&format!("unlike-{}", unlike.as_str())))
                }
            }),
        };
        let rule = name(&one.candidate.rule);
        match rules.last_mut().filter(|last| last.name == rule) {
            Some(last) => last.picked.push(line),
            None => rules.push(Rule { name: rule, picked: vec![line] }),
        }
    }
    drop(keys);
    let page_of_it = Page {
        frame,
        shown: when::day(words, &week),
        week,
        is_drawn,
        rules,
        notes: Unlike::ALL.map(|one| (one.as_str(), words.say(&format!("unlike-{}", one.as_str())))).to_vec(),
        counts: counts.into_iter().map(|one| (name(&one.rule), one)).collect(),
    };
    page(StatusCode::OK, &page_of_it)
}

/// `POST /statistik/stikproeve`: draws the sample of the last week, once.
pub(super) async fn draw(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (desk, owner) = (&reception.desk, &signed.organisation.id);
    let now = desk.clock.now();
    let span = last_week(now);
    let week = span.0.day();
    let mut tx = desk.db.write().await?;
    if sample::draw(&mut tx, owner, &week, now).await? {
        let candidates = sample::candidates(&mut tx, owner, span, MOST).await?;
        for one in by_chance(candidates)? {
            sample::pick(&mut tx, owner, &week, &one).await?;
        }
        desk.vault.audit(&mut tx, owner, &signed.by(), format!("sample_drawn:{week}"), None, now).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to(SAMPLE).into_response())
}

/// At most so many under each rule, picked by the machine's random numbers: nobody chooses them. One alone
/// has nothing beside it.
fn by_chance(candidates: Vec<Candidate>) -> anyhow::Result<Vec<Candidate>> {
    let mut mixed = Vec::with_capacity(candidates.len());
    for one in candidates {
        let mut bits = [0; 8];
        rand::fill(&mut bits).map_err(|_| anyhow!("no random numbers"))?;
        mixed.push((u64::from_ne_bytes(bits), one));
    }
    mixed.sort_by(|one, other| (&one.1.rule, one.0).cmp(&(&other.1.rule, other.0)));
    let mixed: Vec<_> = mixed.into_iter().map(|(_, one)| one).collect();
    let groups = mixed.chunk_by(|one, other| one.rule == other.rule).filter(|group| group.len() > 1);
    Ok(groups.flat_map(|group| group.iter().take(EACH).cloned()).collect())
}

/// `POST /statistik/stikproeve/{id}`
pub(super) async fn judge(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    form: Result<Form<Said>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(said) = form.map_err(|_| Failure::Malformed)?;
    let judged = match said.dom.as_str() {
        "ens" => Ok(()),
        "forskellig" => Err(Unlike::parse(&said.hvorfor).ok_or(Failure::Malformed)?),
        _ => return Err(Failure::Malformed),
    };
    let (desk, owner, id) = (&reception.desk, &signed.organisation.id, InquiryId::from_text(id));
    let now = desk.clock.now();
    let mut tx = desk.db.write().await?;
    if !sample::judge(&mut tx, owner, &said.uge, &id, judged, now).await? {
        return Err(Failure::Missing);
    }
    let what = if judged.is_ok() { "sample_same" } else { "sample_different" };
    desk.vault.audit(&mut tx, owner, &signed.by(), what, Some(&id), now).await?;
    tx.commit().await?;
    Ok(Redirect::to(SAMPLE).into_response())
}
