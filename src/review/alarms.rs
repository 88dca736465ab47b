//! What rang, and who has it. A notification about a child is closed only with its reference.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::people;
use super::rights::Action;
use super::sign_in::QUEUE;
use super::signed::Signed;
use super::when::Moment;
use super::words::Words;
use crate::model::{AccountName, InquiryId, Stamp, State as Standing};
use crate::settle;
use crate::store::alarm::Alarm;
use crate::store::drift::Drift;
use crate::store::moderator::Moderator;
use crate::store::{account, alarm, drift, inquiry, moderator};

/// Where it stands.
pub(super) const ALARMS: &str = "/alarmer";
const MOST: i64 = 100;
const MOST_DRIFTS: i64 = 20;

#[derive(Template)]
#[template(path = "alarms.html")]
struct Page {
    frame: Frame,
    lines: Vec<Line>,
    drifts: Vec<Seen>,
    /// Whether this person may take one, and close a notification.
    takes: bool,
    closes: bool,
}

struct Line {
    id: String,
    kind: String,
    network: String,
    moment: Moment,
    due: String,
    is_late: bool,
    /// The inquiry, while it is here.
    inquiry: Option<String>,
    /// Who has it, and since when.
    taken: Option<String>,
    is_taken: bool,
    needs_reference: bool,
    closed: Option<String>,
    /// Whether it went out.
    sent: String,
}

struct Seen {
    sentence: String,
    account: String,
    inquiry: Option<String>,
}

/// `GET /alarmer`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let now = desk.clock.now();
    let mut tx = desk.db.read().await?;
    let alarms = alarm::list(&mut tx, owner, &signed.reach, MOST).await?;
    let drifts = drift::list(&mut tx, owner, MOST_DRIFTS).await?;
    let people = moderator::list(&mut tx, owner).await?;
    let known = account::list(&mut tx, owner).await?;
    let mut here = BTreeMap::new();
    let asked = alarms.iter().filter_map(|alarm| alarm.inquiry.clone());
    for id in asked.chain(drifts.iter().map(|drift| drift.inquiry.clone())) {
        let row = inquiry::get(&mut tx, owner, &id).await?;
        let is_within = inquiry::is_within(&mut tx, owner, &signed.reach, &id).await?;
        here.insert(id, is_within && row.is_some_and(|row| row.state != Standing::Going));
    }
    drop(tx);
    let networks: BTreeMap<_, _> = known.into_iter().map(|one| (one.account, one.network)).collect();
    let reads = signed.may(Action::ReadInquiries);
    let link = |id: &InquiryId| (reads && here.get(id).copied().unwrap_or(false)).then(|| id.to_string());
    let lines = alarms
        .iter()
        .map(|alarm| line(words, alarm, &people, &networks, alarm.inquiry.as_ref().and_then(link), now));
    let page_of_it = Page {
        takes: signed.may(Action::TakeAlarm),
        closes: signed.may(Action::CloseNotification),
        lines: lines.collect(),
        drifts: drifts.iter().map(|drift| seen(words, drift, link(&drift.inquiry), now)).collect(),
        frame: frame::around(&reception, &signed, ALARMS, now).await?,
    };
    page(StatusCode::OK, &page_of_it)
}

fn line(
    words: Words,
    alarm: &Alarm,
    people: &[Moderator],
    networks: &BTreeMap<AccountName, String>,
    inquiry: Option<String>,
    now: Stamp,
) -> Line {
    let shown = |at: Stamp| Moment::of(words, at, now).shown;
    let name = |by: &Option<String>| people::name(words, people, by.as_deref().unwrap_or_default());
    let network = alarm.account.as_ref().and_then(|account| networks.get(account));
    Line {
        id: alarm.id.clone(),
        kind: words.say(&format!("alarm-{}", alarm.kind.as_str().replace('_', "-"))),
        network: network.map_or_else(String::new, |network| frame::network(words, network)),
        moment: Moment::of(words, alarm.raised_at, now),
        due: shown(alarm.due),
        is_late: alarm.acknowledged_at.is_none() && alarm.due < now,
        inquiry,
        taken: alarm
            .acknowledged_at
            .map(|at| words.about_both("alarm-taken", name(&alarm.acknowledged_by), shown(at))),
        is_taken: alarm.acknowledged_at.is_some(),
        needs_reference: alarm.kind.needs_reference() && alarm.closed_at.is_none(),
        closed: alarm.closed_at.map(|at| {
            words.about_both("alarm-closed", alarm.reference.clone().unwrap_or_default(), shown(at))
        }),
        sent: match (alarm.sent_at, &alarm.trouble) {
            (_, Some(_)) => words.say("alarm-not-sent"),
            (Some(at), None) => words.about_both("alarm-sent", shown(at), alarm.rounds.to_string()),
            (None, None) => words.say("alarm-desk-only"),
        },
    }
}

fn seen(words: Words, drift: &Drift, inquiry: Option<String>, now: Stamp) -> Seen {
    let at = Moment::of(words, drift.seen_at, now).shown;
    let sentence = words.about(&format!("drift-{}", drift.kind.replace('_', "-")), at);
    Seen { sentence, account: drift.account.to_string(), inquiry }
}

/// `GET /alarmer/{id}`: where a message leads. To the inquiry while it is here, and to the list once it is
/// destroyed.
pub(super) async fn lead(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let owner = &signed.organisation.id;
    let mut tx = reception.desk.db.read().await?;
    let about = alarm::inquiry(&mut tx, owner, &id).await?;
    let row = match &about {
        Some(inquiry) => inquiry::get(&mut tx, owner, inquiry).await?,
        None => None,
    };
    drop(tx);
    let row = row.filter(|row| row.state != Standing::Going);
    let to = row.map_or_else(|| ALARMS.to_owned(), |row| format!("{QUEUE}/{}", row.id));
    Ok(Redirect::to(&to).into_response())
}

/// `POST /alarmer/{id}/kvitter`
pub(super) async fn acknowledge(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (desk, owner) = (&reception.desk, &signed.organisation.id);
    within(&reception, &signed, &id).await?;
    settle::acknowledge(&desk.db, &desk.vault, owner, &id, &signed.by(), desk.clock.now()).await?;
    Ok(Redirect::to(ALARMS).into_response())
}

/// `Luk underretningen`
#[derive(serde::Deserialize)]
pub(super) struct Close {
    reference: String,
}

/// `POST /alarmer/{id}/luk`
pub(super) async fn close(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    form: Result<Form<Close>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(form) = form.map_err(|_| Failure::Malformed)?;
    let reference = settle::Reference::parse(&form.reference).ok_or(Failure::Malformed)?;
    let (desk, owner) = (&reception.desk, &signed.organisation.id);
    let now = desk.clock.now();
    within(&reception, &signed, &id).await?;
    settle::close_notification(&desk.db, &desk.vault, owner, &id, &reference, &signed.by(), now).await?;
    Ok(Redirect::to(ALARMS).into_response())
}

/// An alarm of a page that this person does not look after does not exist for them.
async fn within(reception: &Reception, signed: &Signed, id: &str) -> Result<(), Failure> {
    let mut tx = reception.desk.db.read().await?;
    let is_within = alarm::is_within(&mut tx, &signed.organisation.id, &signed.reach, id).await?;
    if is_within { Ok(()) } else { Err(Failure::Missing) }
}
