//! The decision to block somebody, written and read here. The act itself is a person's, in the network's own
//! app; what the desk does is to ask for reasons, hearing and an end, and to remind of the end.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::choices::Rule;
use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::history::named;
use super::offer::{self, Objection};
use super::people;
use super::sign_in::QUEUE;
use super::signed::Signed;
use super::untrusted::{Piece, Untrusted};
use super::waiting::WAITING;
use super::when::{self, Moment};
use super::words::Words;
use super::{decision, marked};
use crate::decide::lint::Purpose;
use crate::model::{Hearing, InquiryId, Language, Stamp};
use crate::settle::{self, NewBlock};
use crate::store::block::{self, Block};
use crate::store::{account, inquiry, moderator};

/// Where the records stand.
const BLOCKS: &str = "/blokering";
/// Reasons that are shorter say nothing that a complaint could be held against.
const LEAST_LETTERS: usize = 20;
const MOST_LETTERS: usize = 2000;
/// What the lint says against reasons; the rest is about replies.
const PERSONAL: [&str; 2] = ["personal", "name"];

#[derive(Template)]
#[template(path = "block_new.html")]
struct New {
    frame: Frame,
    id: String,
    rules: Vec<Rule>,
    hearings: Vec<(&'static str, String, bool)>,
    reasons: String,
    last_day: String,
    first_day: String,
    final_day: String,
    wrong: Vec<String>,
    objections: Vec<Objection>,
}

/// `Skriv afgørelsen`
#[derive(Clone, Default, serde::Deserialize)]
pub(super) struct Wish {
    regel: String,
    hoering: String,
    slut: String,
    begrundelse: String,
}

/// `GET /ko/{id}/blokering`
pub(super) async fn ask(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = InquiryId::from_text(id);
    decision::read(&reception, &signed, &id).await?;
    draw(&reception, &signed, &id, &Wish::default(), Vec::new(), Vec::new()).await
}

/// `POST /ko/{id}/blokering`
pub(super) async fn write(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    form: Result<Form<Wish>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(wish) = form.map_err(|_| Failure::Malformed)?;
    let (desk, words, id) = (&reception.desk, signed.words, InquiryId::from_text(id));
    let now = desk.clock.now();
    let (_, kept) = decision::read(&reception, &signed, &id).await?;
    let rule = desk.policy.guideline(&wish.regel).filter(|line| line.ground.is_some());
    let rule = rule.ok_or(Failure::Malformed)?.id.clone();
    let hearing = Hearing::parse(&wish.hoering).ok_or(Failure::Malformed)?;
    let reasons = wish.begrundelse.replace("\r\n", "\n").trim().to_owned();
    let mut wrong = Vec::new();
    if !(LEAST_LETTERS..=MOST_LETTERS).contains(&reasons.chars().count()) {
        wrong.push(words.about_both("block-reasons", LEAST_LETTERS.to_string(), MOST_LETTERS.to_string()));
    }
    // The whole of its last day.
    let ends_at = Stamp::of_day(&wish.slut).map(|day| day.later(A_DAY));
    let ends_at = ends_at.filter(|end| *end > now && end.since(now) <= settle::LONGEST);
    if ends_at.is_none() {
        wrong.push(words.say("block-end"));
    }
    let draft = offer::draft(&reasons, &kept, Purpose::Answer, &[]);
    let refusals = desk.outgoing.look(&draft, now);
    let objections: Vec<_> = refusals
        .into_iter()
        .filter(|refusal| PERSONAL.contains(&refusal.group.as_str()))
        .map(|refusal| offer::objection(words, refusal))
        .collect();
    let Some(ends_at) = ends_at.filter(|_| wrong.is_empty() && objections.is_empty()) else {
        return draw(&reception, &signed, &id, &wish, wrong, objections).await;
    };
    let new = NewBlock { inquiry: &id, rule: &rule, reasons: &reasons, hearing, ends_at };
    let owner = &signed.organisation.id;
    let made = settle::block(&desk.db, &desk.vault, owner, new, &signed.by(), now).await?;
    let made = made.ok_or(Failure::Missing)?;
    Ok(Redirect::to(&format!("{BLOCKS}/{made}")).into_response())
}

const A_DAY: std::time::Duration = std::time::Duration::from_hours(24);

async fn draw(
    reception: &Reception,
    signed: &Signed,
    id: &InquiryId,
    wish: &Wish,
    wrong: Vec<String>,
    objections: Vec<Objection>,
) -> Result<Response, Failure> {
    let (desk, words) = (&reception.desk, signed.words);
    let now = desk.clock.now();
    let guidelines = desk.policy.guidelines().iter().filter(|line| line.ground.is_some());
    let hearings = Hearing::ALL.map(|one| {
        let sentence = words.say(&format!("hearing-{}", one.as_str().replace('_', "-")));
        (one.as_str(), sentence, wish.hoering == one.as_str())
    });
    let is_refused = !wrong.is_empty() || !objections.is_empty();
    let page_of_it = New {
        frame: frame::around(reception, signed, QUEUE, now).await?,
        id: id.to_string(),
        rules: guidelines
            .map(|line| Rule {
                id: line.id.clone(),
                sentence: named(words, &line.da, &line.en),
                is_suggested: line.id == wish.regel,
            })
            .collect(),
        hearings: hearings.into(),
        reasons: wish.begrundelse.clone(),
        last_day: wish.slut.clone(),
        first_day: now.day(),
        final_day: now.later(settle::LONGEST.saturating_sub(A_DAY)).day(),
        wrong,
        objections,
    };
    page(if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page_of_it)
}

#[derive(Template)]
#[template(path = "block.html")]
struct Record {
    frame: Frame,
    id: String,
    organisation: String,
    network: String,
    who: Option<Untrusted>,
    handle: Option<Untrusted>,
    decided: String,
    rule: (String, String),
    hearing: String,
    reasons: String,
    ends: String,
    remembered: String,
    guide: Option<String>,
    guide_language: &'static str,
    inquiry: Option<String>,
    lifted: Option<String>,
}

/// `GET /blokering/{id}`: the record, to be printed and journalised.
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let (id, now) = (InquiryId::from_text(id), desk.clock.now());
    let mut tx = desk.db.write().await?;
    let record = block::get(&mut tx, owner, &signed.reach, &id).await?.ok_or(Failure::Missing)?;
    let network = account::get(&mut tx, owner, &record.account).await?.map(|account| account.network);
    let people = moderator::list(&mut tx, owner).await?;
    let row = inquiry::get(&mut tx, owner, &record.inquiry).await?;
    desk.vault.audit(&mut tx, owner, &signed.by(), "block.opened", Some(&record.inquiry), now).await?;
    tx.commit().await?;
    let mut keys = desk.vault.keys.read().await?;
    let person = match desk.vault.open_blocked(&mut keys, owner, &id, &record.sealed).await {
        Ok(person) => Some(person),
        Err(error) => {
            tracing::error!(block = %id, %error, "a row could not be opened");
            None
        }
    };
    drop(keys);
    let shown = |text: Option<&crate::model::KeptText>| {
        text.map(|text| Untrusted::line(text.expose(), marked::MOST_NAME))
    };
    let line = desk.policy.guideline(&record.rule);
    let language = if words.is_danish() { Language::Danish } else { Language::English };
    let guide = desk.answers.all().iter().find(|answer| answer.is_complaint_guide);
    let forms = guide.map(|guide| if words.is_danish() { &guide.da } else { &guide.en });
    let page_of_it = Record {
        frame: frame::around(&reception, &signed, WAITING, now).await?,
        id: id.to_string(),
        organisation: signed.organisation.name.clone(),
        network: network.map_or_else(String::new, |network| frame::network(words, &network)),
        who: shown(person.as_ref().and_then(|person| person.name.as_ref())),
        handle: shown(person.as_ref().and_then(|person| person.handle.as_ref())),
        decided: words.about_both(
            "block-decided",
            people::name(words, &people, &record.by),
            Moment::of(words, record.decided_at, now).shown,
        ),
        rule: (record.rule.clone(), line.map_or_else(String::new, |line| named(words, &line.da, &line.en))),
        hearing: words.say(&format!("hearing-{}", record.hearing.as_str().replace('_', "-"))),
        ends: last_day(words, &record),
        remembered: when::date(words, record.delete_after),
        guide: forms.and_then(|forms| forms.first()).cloned(),
        guide_language: if language == Language::English { "en" } else { "da" },
        inquiry: row.map(|row| row.id.to_string()),
        lifted: record.lifted_at.map(|at| {
            let who = people::name(words, &people, record.lifted_by.as_deref().unwrap_or_default());
            words.about_both("block-lifted", who, Moment::of(words, at, now).shown)
        }),
        reasons: person.map_or_else(|| words.say("cannot-be-read"), |person| person.reasons),
    };
    page(StatusCode::OK, &page_of_it)
}

/// `POST /blokering/{id}/ophaevet`
pub(super) async fn lift(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (desk, owner, id) = (&reception.desk, &signed.organisation.id, InquiryId::from_text(id));
    settle::lift(&desk.db, &desk.vault, owner, (&signed.reach, &id), &signed.by(), desk.clock.now()).await?;
    Ok(Redirect::to(WAITING).into_response())
}

/// A block that stands, for the list of what waits: never whom it is about.
pub(super) struct Reminder {
    pub(super) address: String,
    pub(super) sentence: String,
    pub(super) is_over: bool,
}

/// The reminder of one.
pub(super) fn reminder(words: Words, record: &Block, network: &str, now: Stamp) -> Reminder {
    let is_over = now >= record.ends_at;
    let key = if is_over { "block-over" } else { "block-until" };
    Reminder {
        address: format!("{BLOCKS}/{}", record.id),
        sentence: words.about_both(key, frame::network(words, network), last_day(words, record)),
        is_over,
    }
}

fn last_day(words: Words, record: &Block) -> String {
    when::date(words, record.ends_at.earlier(A_DAY))
}
