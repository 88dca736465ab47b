//! Not alone: asking a colleague for a second opinion, handing an inquiry over, and taking that back. The
//! reason comes from a closed list, because free words could say something about a citizen outside the seal.

use std::sync::Arc;

use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::decision::{self, next_after};
use super::desk::Reception;
use super::failure::Failure;
use super::notice::{self, Message};
use super::people;
use super::sign_in::QUEUE;
use super::signed::Signed;
use super::view::View;
use super::words::Words;
use crate::model::{InquiryId, Reason, Recipient, Referral};
use crate::settle::{self, Decided, Referred, Seen, Wish};
use crate::store::moderator::Moderator;

/// A referral that stands, as the page of its inquiry says it.
pub(super) struct Standing {
    pub(super) sentence: String,
    pub(super) reason: String,
    /// This moderator asked, and can take it back.
    pub(super) is_own: bool,
    /// This moderator asked for a second opinion: the decision is a colleague's.
    pub(super) is_barred: bool,
}

/// What the form offers.
pub(super) struct Offer {
    /// Colleagues, by pseudonym and name.
    pub(super) people: Vec<(String, String)>,
    /// Reasons, by id and sentence.
    pub(super) reasons: Vec<(&'static str, String)>,
}

/// The form.
#[derive(serde::Deserialize)]
pub(super) struct Asked {
    version: i64,
    #[serde(default)]
    til: String,
    grund: String,
}

/// The referral that stands, said.
pub(super) fn standing(
    words: Words,
    signed: &Signed,
    people: &[Moderator],
    referrals: &[Referral],
) -> Option<Standing> {
    let standing = referrals.iter().find(|one| one.ended.is_none())?;
    let is_own = standing.asked_by == signed.moderator;
    Some(Standing {
        sentence: sentence(words, people, standing),
        reason: words.say(&format!("reason-{}", standing.reason.as_str())),
        is_own,
        is_barred: is_own && standing.is_opinion,
    })
}

/// `Mette beder om et andet syn fra teamlederen`.
pub(super) fn sentence(words: Words, people: &[Moderator], referral: &Referral) -> String {
    let who = people::name(words, people, referral.asked_by.as_str());
    let to = recipient(words, people, &referral.to);
    words.about_both(if referral.is_opinion { "opinion-asked" } else { "handed-over" }, who, to)
}

fn recipient(words: Words, people: &[Moderator], to: &Recipient) -> String {
    match to {
        Recipient::Anybody => words.say("to-anybody"),
        Recipient::Lead => words.say("to-lead"),
        Recipient::Dpo => words.say("to-dpo"),
        Recipient::Moderator(id) => people::name(words, people, id.as_str()),
    }
}

/// What the form offers; `None` where a second opinion stands, or where nobody else is there.
pub(super) fn offer(
    words: Words,
    signed: &Signed,
    people: &[Moderator],
    referrals: &[Referral],
) -> Option<Offer> {
    let others = people.iter().filter(|one| one.disabled_at.is_none() && one.id != signed.moderator);
    let people: Vec<_> = others.map(|one| (one.id.to_string(), one.name.clone())).collect();
    let is_asked = referrals.iter().any(|one| one.ended.is_none() && one.is_opinion);
    (!people.is_empty() && !is_asked).then(|| Offer {
        people,
        reasons: Reason::ALL
            .map(|reason| (reason.as_str(), words.say(&format!("reason-{}", reason.as_str()))))
            .to_vec(),
    })
}

/// `POST /ko/{id}/andet-syn`
pub(super) async fn ask(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    view: Result<Query<View>, QueryRejection>,
    form: Result<Form<Asked>, FormRejection>,
) -> Result<Response, Failure> {
    refer(&reception, &signed, &InquiryId::from_text(id), &decision::seen_in(view), form, true).await
}

/// `POST /ko/{id}/giv-videre`
pub(super) async fn hand_over(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    view: Result<Query<View>, QueryRejection>,
    form: Result<Form<Asked>, FormRejection>,
) -> Result<Response, Failure> {
    refer(&reception, &signed, &InquiryId::from_text(id), &decision::seen_in(view), form, false).await
}

async fn refer(
    reception: &Reception,
    signed: &Signed,
    id: &InquiryId,
    view: &View,
    form: Result<Form<Asked>, FormRejection>,
    is_opinion: bool,
) -> Result<Response, Failure> {
    let Form(form) = form.map_err(|_| Failure::Malformed)?;
    let reason = Reason::parse(&form.grund).ok_or(Failure::Malformed)?;
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let next = next_after(reception, signed, id, view).await?;
    let wish = Wish { is_opinion, to: Recipient::of(&form.til), reason };
    let seen = Seen { inquiry: id, version: form.version, can_hide: true };
    let (me, now) = (&signed.moderator, desk.clock.now());
    let key = match settle::refer(&desk.db, &desk.vault, owner, seen, wish, me, now).await? {
        Referred::Done => {
            let path = next.map_or_else(|| QUEUE.to_owned(), |next| format!("{QUEUE}/{next}"));
            let path = format!("{path}{}", view.query());
            let message = if is_opinion { Message::Andetsyn } else { Message::Givetvidere };
            return Ok(Redirect::to(&notice::address(&path, message, id.as_str())).into_response());
        }
        Referred::Not(Decided::Stale { state, by }) => {
            return decision::stale(reception, signed, id, state, by).await;
        }
        Referred::Not(_) => return Err(Failure::Missing),
        Referred::Asked => "asked",
        Referred::Nobody => "nobody",
    };
    let (title, sentence) = (words.say(&format!("{key}-title")), words.say(&format!("{key}-sentence")));
    decision::conflict(reception, signed, id, title, sentence).await
}

/// `POST /ko/{id}/traek-tilbage`
pub(super) async fn withdraw(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    view: Result<Query<View>, QueryRejection>,
) -> Result<Response, Failure> {
    let (desk, owner, id) = (&reception.desk, &signed.organisation.id, InquiryId::from_text(id));
    let now = desk.clock.now();
    if !settle::withdraw(&desk.db, &desk.vault, owner, &id, &signed.moderator, now).await? {
        return Err(Failure::Missing);
    }
    let path = format!("{QUEUE}/{id}{}", decision::seen_in(view).query());
    Ok(Redirect::to(&notice::address(&path, Message::Trukket, id.as_str())).into_response())
}
