//! Keep, remove, redirect. The form says which version of the inquiry the moderator saw; who comes
//! second sees what the first decided, and nothing happens twice.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::list;
use super::notice::{self, Message};
use super::offer;
use super::people;
use super::sign_in::QUEUE;
use super::signed::Signed;
use super::view::View;
use crate::model::{InquiryId, Kept, State as Standing};
use crate::settle::{self, Choice, Decided, Seen};
use crate::store::inquiry::Row;
use crate::store::{claim, inquiry, moderator, preference, queue, referral};

/// How far ahead the next one is looked for.
const AHEAD: i64 = 200;

#[derive(Template)]
#[template(path = "decided.html")]
struct Page {
    frame: Frame,
    id: String,
    title: String,
    sentence: String,
}

/// `Behold`
#[derive(serde::Deserialize)]
pub(super) struct Keep {
    version: i64,
}

/// `Fjern`
#[derive(serde::Deserialize)]
pub(super) struct Remove {
    version: i64,
    regel: String,
}

/// `Henvis`
#[derive(serde::Deserialize)]
pub(super) struct Point {
    version: i64,
    mailbox: String,
}

/// `POST /ko/{id}/behold`
pub(super) async fn keep(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    view: Result<Query<View>, QueryRejection>,
    form: Result<Form<Keep>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(form) = form.map_err(|_| Failure::Malformed)?;
    carry_out(&reception, &signed, &InquiryId::from_text(id), form.version, Choice::Keep, &seen_in(view))
        .await
}

/// `POST /ko/{id}/fjern`
pub(super) async fn remove(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    view: Result<Query<View>, QueryRejection>,
    form: Result<Form<Remove>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(form) = form.map_err(|_| Failure::Malformed)?;
    let guideline = reception.desk.policy.guideline(&form.regel).filter(|line| line.ground.is_some());
    let rule = guideline.ok_or(Failure::Malformed)?.id.clone();
    carry_out(
        &reception,
        &signed,
        &InquiryId::from_text(id),
        form.version,
        Choice::Remove { rule },
        &seen_in(view),
    )
    .await
}

/// `POST /ko/{id}/henvis`
pub(super) async fn redirect(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    view: Result<Query<View>, QueryRejection>,
    form: Result<Form<Point>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(form) = form.map_err(|_| Failure::Malformed)?;
    let (desk, id) = (&reception.desk, InquiryId::from_text(id));
    let (row, kept) = read(&reception, &signed, &id).await?;
    let passed = offer::pass(desk, &signed, &row, &kept, &form.mailbox).ok_or(Failure::Malformed)?;
    let reply = match passed {
        Ok(reply) => reply,
        Err(refusals) => {
            let words = signed.words;
            let told = refusals.into_iter().map(|refusal| offer::objection(words, refusal));
            let sentence =
                told.map(|told| format!("{} {}", told.why, told.mend)).collect::<Vec<_>>().join(" ");
            return conflict(&reception, &signed, &id, words.say("refused-title"), sentence).await;
        }
    };
    let now = desk.clock.now();
    let ranking = offer::rank(desk, &signed, &row, &kept, now);
    let proposed = ranking.proposal().map(|first| first.mailbox.id.clone()).unwrap_or_default();
    let choice = Choice::Redirect { proposed, mailbox: form.mailbox, reply };
    carry_out(&reception, &signed, &id, form.version, choice, &seen_in(view)).await
}

/// The part of the queue that the form was sent from.
pub(super) fn seen_in(view: Result<Query<View>, QueryRejection>) -> View {
    view.map(|Query(view)| view).unwrap_or_default()
}

/// An inquiry of this organisation with what it holds.
pub(super) async fn read(
    reception: &Reception,
    signed: &Signed,
    id: &InquiryId,
) -> Result<(Row, Kept), Failure> {
    let desk = &reception.desk;
    let mut tx = desk.db.read().await?;
    let row = inquiry::get(&mut tx, &signed.organisation.id, id).await?.ok_or(Failure::Missing)?;
    drop(tx);
    let mut keys = desk.vault.keys.read().await?;
    let kept = list::opened(reception, &mut keys, signed, &row).await.ok_or(Failure::Missing)?;
    Ok((row, kept))
}

/// Settles a choice, and says how it ended.
pub(super) async fn carry_out(
    reception: &Reception,
    signed: &Signed,
    id: &InquiryId,
    version: i64,
    choice: Choice,
    view: &View,
) -> Result<Response, Failure> {
    let (desk, owner) = (&reception.desk, &signed.organisation.id);
    let now = desk.clock.now();
    let next = next_after(reception, signed, id, view).await?;
    let mut tx = desk.db.read().await?;
    let row = inquiry::get(&mut tx, owner, id).await?.ok_or(Failure::Missing)?;
    drop(tx);
    let seen = Seen { inquiry: id, version, can_hide: desk.settings.can_hide(&row.account) };
    let decided = settle::decision(
        &desk.db,
        &desk.vault,
        &desk.policy,
        owner,
        seen,
        &choice,
        &signed.by(),
        desk.settings.undo,
        now,
    )
    .await?;
    match decided {
        Decided::Done => {
            let message = match choice {
                Choice::Keep => Message::Beholdt,
                Choice::Remove { .. } => Message::Fjernet,
                Choice::Redirect { .. } => Message::Henvist,
                Choice::Answer { .. } => Message::Besvaret,
            };
            let mut tx = desk.db.write().await?;
            claim::end(&mut tx, owner, id).await?;
            tx.commit().await?;
            let path = next.map_or_else(|| QUEUE.to_owned(), |next| format!("{QUEUE}/{next}"));
            let path = format!("{path}{}", view.query());
            Ok(Redirect::to(&notice::address(&path, message, id.as_str())).into_response())
        }
        Decided::Gone => Err(Failure::Missing),
        Decided::Stale { state, by } => stale(reception, signed, id, state, by).await,
        Decided::Observing => {
            let words = signed.words;
            let (title, sentence) = (words.say("observing-title"), words.say("observing-sentence"));
            conflict(reception, signed, id, title, sentence).await
        }
        Decided::Unable => {
            let words = signed.words;
            let (title, sentence) = (words.say("cannot-remove-title"), words.say("cannot-remove"));
            conflict(reception, signed, id, title, sentence).await
        }
        Decided::Asked => {
            let words = signed.words;
            let (title, sentence) = (words.say("barred-title"), words.say("barred-sentence"));
            conflict(reception, signed, id, title, sentence).await
        }
    }
}

/// The one that comes after this in the part of the queue that is worked in, so that who passed over
/// some is not sent back to them; the first one after the last. What a colleague looks at, and what was
/// given to somebody else, is left to them.
pub(super) async fn next_after(
    reception: &Reception,
    signed: &Signed,
    id: &InquiryId,
    view: &View,
) -> Result<Option<InquiryId>, Failure> {
    let (desk, owner) = (&reception.desk, &signed.organisation.id);
    let now = desk.clock.now();
    let mut tx = desk.db.read().await?;
    let claims = claim::list(&mut tx, owner, now).await?;
    let referrals = referral::standing(&mut tx, owner).await?;
    let spared = preference::spared(&mut tx, owner, &signed.moderator).await?;
    let part = view.part(&desk.policy, &signed.moderator, &spared);
    let mut rows = queue::list(&mut tx, owner, &signed.reach, part, now, 0, AHEAD).await?;
    rows.retain(|row| {
        let by = claims.iter().find(|claim| claim.inquiry == row.id).map(|claim| &claim.moderator);
        let referral = referrals.iter().find(|referral| referral.inquiry == row.id);
        let is_ours = referral.is_none_or(|referral| referral.waits_for(&signed.moderator));
        row.id == *id || (is_ours && by.is_none_or(|by| *by == signed.moderator))
    });
    let after = rows.iter().skip_while(|row| row.id != *id).nth(1);
    Ok(after.or(rows.first()).filter(|row| row.id != *id).map(|row| row.id.clone()))
}

pub(super) async fn stale(
    reception: &Reception,
    signed: &Signed,
    id: &InquiryId,
    state: Standing,
    by: Option<String>,
) -> Result<Response, Failure> {
    let words = signed.words;
    let mut tx = reception.desk.db.read().await?;
    let people = moderator::list(&mut tx, &signed.organisation.id).await?;
    drop(tx);
    let now = words.say(&format!("state-{}", state.as_str()));
    let (title, sentence) = match by {
        // Edited, taken over by the machine, or put back: the words are no longer what was read.
        _ if state.is_open() => (words.say("changed-title"), words.say("changed-sentence")),
        Some(by) => {
            let who = people::name(words, &people, &by);
            (words.about("first-title", &who), words.about_both("first-sentence", who, now))
        }
        None => (words.say("changed-title"), words.about("changed-to", now)),
    };
    conflict(reception, signed, id, title, sentence).await
}

pub(super) async fn conflict(
    reception: &Reception,
    signed: &Signed,
    id: &InquiryId,
    title: String,
    sentence: String,
) -> Result<Response, Failure> {
    let now = reception.desk.clock.now();
    let frame = frame::around(reception, signed, QUEUE, now).await?;
    page(StatusCode::CONFLICT, &Page { frame, id: id.to_string(), title, sentence })
}
