//! Several that say the same, decided at once: who is left out is said first, then how many it is, and
//! each goes through the same door as a single one.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::choices::Rule;
use super::decision;
use super::desk::Reception;
use super::failure::{Failure, page};
use super::fingerprints;
use super::frame::{self, Frame};
use super::history::named;
use super::list;
use super::marked::MOST;
use super::notice::{self, Message};
use super::sign_in::QUEUE;
use super::signed::Signed;
use super::untrusted::{Piece, Untrusted};
use super::when::{self, Moment};
use crate::model::{InquiryId, Kept};
use crate::settle::{self, Choice, Decided, Seen, Undone};
use crate::store::inquiry::Row;
use crate::store::{account, claim, inquiry};

/// So many at once: more would not be a decision that somebody looked at.
const AT_ONCE: usize = 200;

#[derive(Template)]
#[template(path = "alike.html")]
struct Page {
    frame: Frame,
    id: String,
    words: Untrusted,
    language: &'static str,
    lines: Vec<Line>,
    rules: Vec<Rule>,
    step: Step,
}

/// Which of the three pages it is.
enum Step {
    /// Who is left out?
    Choose,
    /// So many: is that right?
    Confirm { question: String, left_out: Option<String>, deed: String, rule: String },
    /// What came of it.
    Told { sentence: String, rest: Option<String>, undo: Option<TakeBack> },
}

/// The way back from what was just decided.
struct TakeBack {
    /// Each with the version that the decision made.
    values: Vec<String>,
    until: String,
}

struct Line {
    value: String,
    who: Option<Untrusted>,
    network: String,
    moment: Moment,
    is_left_out: bool,
}

/// What the forms send: which, in which version, and what is to be done.
#[derive(Default)]
struct Wish {
    chosen: Vec<(InquiryId, i64)>,
    deed: String,
    rule: String,
}

impl Wish {
    fn of(pairs: Vec<(String, String)>) -> Result<Self, Failure> {
        let mut wish = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "valgt" => {
                    let (id, version) = value.split_once('.').ok_or(Failure::Malformed)?;
                    let version = version.parse().map_err(|_| Failure::Malformed)?;
                    wish.chosen.push((InquiryId::from_text(id), version));
                }
                "gerning" => wish.deed = value,
                "regel" => wish.rule = value,
                _ => return Err(Failure::Malformed),
            }
        }
        if wish.chosen.is_empty() || wish.chosen.len() > AT_ONCE { Err(Failure::Malformed) } else { Ok(wish) }
    }

    fn choice(&self, reception: &Reception) -> Result<Choice, Failure> {
        match self.deed.as_str() {
            "behold" => Ok(Choice::Keep),
            "fjern" => {
                let line = reception.desk.policy.guideline(&self.rule).filter(|line| line.ground.is_some());
                Ok(Choice::Remove { rule: line.ok_or(Failure::Malformed)?.id.clone() })
            }
            _ => Err(Failure::Malformed),
        }
    }
}

/// The one that was opened, and the group around it.
struct Group {
    row: Row,
    kept: Kept,
    rows: Vec<Row>,
}

/// `GET /ko/{id}/ens`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let group = group(&reception, &signed, &InquiryId::from_text(id)).await?;
    draw(&reception, &signed, &group, &Wish::default(), Step::Choose).await
}

/// `POST /ko/{id}/ens/se`: the count, before anything is done.
pub(super) async fn preview(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(pairs) = form.map_err(|_| Failure::Malformed)?;
    let wish = Wish::of(pairs)?;
    let choice = wish.choice(&reception)?;
    let group = group(&reception, &signed, &InquiryId::from_text(id)).await?;
    let (words, count) = (signed.words, number(wish.chosen.len()));
    let left_out = number(group.rows.len()) - count;
    let step = Step::Confirm {
        question: match &choice {
            Choice::Remove { rule } => words.about_both("alike-remove", count.to_string(), rule),
            Choice::Keep | Choice::Redirect { .. } | Choice::Answer { .. } => {
                words.count("alike-keep", count)
            }
        },
        left_out: (left_out > 0).then(|| words.count("alike-left-out", left_out)),
        deed: wish.deed.clone(),
        rule: wish.rule.clone(),
    };
    draw(&reception, &signed, &group, &wish, step).await
}

/// `POST /ko/{id}/ens`
pub(super) async fn decide(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(pairs) = form.map_err(|_| Failure::Malformed)?;
    let wish = Wish::of(pairs)?;
    let choice = wish.choice(&reception)?;
    let group = group(&reception, &signed, &InquiryId::from_text(id)).await?;
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let now = desk.clock.now();
    let mut taken = Vec::new();
    for (id, version) in &wish.chosen {
        // Only what still says the same: an edit takes it out of the group.
        let Some(row) = group.rows.iter().find(|row| row.id == *id) else { continue };
        let seen = Seen { inquiry: id, version: *version, can_hide: desk.settings.can_hide(&row.account) };
        let (by, undo) = (signed.by(), desk.settings.undo);
        let decided =
            settle::decision(&desk.db, &desk.vault, &desk.policy, owner, seen, &choice, &by, undo, now)
                .await?;
        if decided == Decided::Done {
            taken.push(format!("{id}.{}", version + 1));
            let mut tx = desk.db.write().await?;
            claim::end(&mut tx, owner, id).await?;
            tx.commit().await?;
        }
    }
    let done = number(taken.len());
    let rest = number(wish.chosen.len()) - done;
    let until = now.later(desk.settings.undo);
    let undo = (done > 0 && until > now).then(|| TakeBack {
        values: taken,
        until: words.about("undo-until", when::time_with_seconds(until)),
    });
    let step = Step::Told {
        sentence: words.count(if choice == Choice::Keep { "alike-kept" } else { "alike-removed" }, done),
        rest: (rest > 0).then(|| words.count("alike-untouched", rest)),
        undo,
    };
    draw(&reception, &signed, &group, &wish, step).await
}

/// `POST /ko/{id}/ens/fortryd`: each goes back by itself, while it can.
pub(super) async fn take_back(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(pairs) = form.map_err(|_| Failure::Malformed)?;
    let wish = Wish::of(pairs)?;
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let (by, now) = (signed.by(), desk.clock.now());
    let mut back = 0;
    for (id, version) in &wish.chosen {
        let undone = settle::undo(&desk.db, &desk.vault, owner, id, *version, &by, now).await?;
        back += i64::from(undone == Undone::Done);
    }
    let late = number(wish.chosen.len()) - back;
    if late == 0 {
        return Ok(Redirect::to(&notice::address(QUEUE, Message::Fortrudt, &id)).into_response());
    }
    let sentence = format!("{} {}", words.count("alike-back", back), words.count("alike-late", late));
    let id = InquiryId::from_text(id);
    decision::conflict(&reception, &signed, &id, words.say("undo-late-title"), sentence).await
}

async fn group(reception: &Reception, signed: &Signed, id: &InquiryId) -> Result<Group, Failure> {
    let (desk, owner) = (&reception.desk, &signed.organisation.id);
    let mut tx = desk.db.read().await?;
    let row = inquiry::get(&mut tx, owner, id).await?.filter(|row| row.state.is_open());
    let row = row.ok_or(Failure::Missing)?;
    drop(tx);
    let mut keys = desk.vault.keys.read().await?;
    let kept = list::opened(reception, &mut keys, signed, &row).await.ok_or(Failure::Missing)?;
    drop(keys);
    let ids = fingerprints::alike(reception, signed, &row, &kept).await?;
    let mut tx = desk.db.read().await?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids.iter().take(AT_ONCE) {
        rows.extend(inquiry::get(&mut tx, owner, id).await?);
    }
    Ok(Group { row, kept, rows })
}

async fn draw(
    reception: &Reception,
    signed: &Signed,
    group: &Group,
    wish: &Wish,
    step: Step,
) -> Result<Response, Failure> {
    let (desk, words) = (&reception.desk, signed.words);
    let now = desk.clock.now();
    let frame = frame::around(reception, signed, QUEUE, now).await?;
    let mut tx = desk.db.read().await?;
    let accounts = account::list(&mut tx, &signed.organisation.id).await?;
    drop(tx);
    let mut keys = desk.vault.keys.read().await?;
    let mut lines = Vec::with_capacity(group.rows.len());
    for row in &group.rows {
        let kept = list::opened(reception, &mut keys, signed, row).await;
        let network = accounts.iter().find(|account| account.account == row.account);
        lines.push(Line {
            value: format!("{}.{}", row.id, row.version),
            who: kept.as_ref().and_then(list::who),
            network: network.map_or_else(String::new, |account| frame::network(words, &account.network)),
            moment: Moment::of(words, row.written_at, now),
            is_left_out: !wish.chosen.is_empty() && !wish.chosen.iter().any(|(id, _)| *id == row.id),
        });
    }
    drop(keys);
    let grounds = desk.policy.guidelines().iter().filter(|line| line.ground.is_some());
    let page_of_it = Page {
        frame,
        id: group.row.id.to_string(),
        words: Untrusted::lines(group.kept.text.as_ref().map_or("", |text| text.expose()), MOST),
        language: list::language(group.kept.language),
        lines,
        rules: grounds
            .map(|line| Rule {
                id: line.id.clone(),
                sentence: named(words, &line.da, &line.en),
                is_suggested: line.id == group.row.rule,
            })
            .collect(),
        step,
    };
    page(StatusCode::OK, &page_of_it)
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
