//! An answer in public, from the list or in a moderator's own words. What the lint refuses comes back with
//! why and how to mend it, and with the words, so that nothing typed is lost; a hint is shown once.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::{Extension, Form};

use super::decision::{self, carry_out};
use super::desk::{Desk, Reception};
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::history::named;
use super::offer::{self, Objection};
use super::sign_in::QUEUE;
use super::signed::Signed;
use super::view::View;
use crate::decide::fits;
use crate::decide::lint::{Purpose, Refusal};
use crate::model::{InquiryId, Kept, KeptText, Label};
use crate::settle::Choice;
use crate::store::inquiry::Row;

/// A standard answer, ready to be changed and sent.
pub(super) struct Suggested {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) words: String,
}

/// The answers whose words stand in the comment, and an empty one for a moderator's own; none where the
/// network takes no reply.
pub(super) fn suggested(desk: &Desk, signed: &Signed, row: &Row, kept: &Kept) -> Vec<Suggested> {
    let Some(can) = desk.settings.can.get(&row.account).filter(|can| can.reply) else { return Vec::new() };
    let asked = kept.text.as_ref().map_or("", KeptText::expose);
    let needs_help = kept.labels.contains(&Label::SelfHarm);
    let from_list = desk.answers.suggest(asked, needs_help).into_iter().filter_map(|answer| {
        Some(Suggested {
            id: answer.id.clone(),
            title: named(signed.words, &answer.title_da, &answer.title_en),
            words: answer.words(offer::language(kept), can.reply_limit)?.to_owned(),
        })
    });
    let own = Suggested { id: "own".to_owned(), title: signed.words.say("own-answer"), words: String::new() };
    from_list.chain([own]).collect()
}

#[derive(Template)]
#[template(path = "refused.html")]
struct Page {
    frame: Frame,
    id: String,
    version: i64,
    words: String,
    language: &'static str,
    is_too_long: bool,
    objections: Vec<Objection>,
}

/// `Svar`
#[derive(serde::Deserialize)]
pub(super) struct Say {
    version: i64,
    words: String,
    /// The hints on these words were shown.
    #[serde(default)]
    seen: Option<String>,
}

/// `POST /ko/{id}/svar`
pub(super) async fn say(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    view: Result<Query<View>, QueryRejection>,
    form: Result<Form<Say>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(form) = form.map_err(|_| Failure::Malformed)?;
    let (desk, id) = (&reception.desk, InquiryId::from_text(id));
    let (row, kept) = decision::read(&reception, &signed, &id).await?;
    let limit =
        desk.settings.can.get(&row.account).filter(|can| can.reply).ok_or(Failure::Malformed)?.reply_limit;
    // A form sends a line's end as two signs.
    let words = form.words.replace("\r\n", "\n");
    let words = words.trim();
    if words.is_empty() {
        return Err(Failure::Malformed);
    }
    let ours = [signed.organisation.unit.as_str(), signed.organisation.name.as_str()];
    let draft = offer::draft(words, &kept, Purpose::Answer, &ours);
    let is_too_long = !fits(words, limit);
    let refusals = match desk.outgoing.pass(&draft, desk.clock.now()) {
        Ok((reply, hints)) if !is_too_long && (hints.is_empty() || form.seen.is_some()) => {
            let (choice, view) = (Choice::Answer { reply }, decision::seen_in(view));
            return carry_out(&reception, &signed, &id, form.version, choice, &view).await;
        }
        Ok((_, refusals)) | Err(refusals) => refusals,
    };
    let given = (words.to_owned(), if kept_is_english(&kept) { "en" } else { "da" });
    refused(&reception, &signed, &id, form.version, given, is_too_long, refusals).await
}

fn kept_is_english(kept: &Kept) -> bool {
    offer::language(kept) == crate::model::Language::English
}

/// The words back, with what speaks against them.
async fn refused(
    reception: &Reception,
    signed: &Signed,
    id: &InquiryId,
    version: i64,
    (words, language): (String, &'static str),
    is_too_long: bool,
    refusals: Vec<Refusal>,
) -> Result<Response, Failure> {
    let frame = frame::around(reception, signed, QUEUE, reception.desk.clock.now()).await?;
    let objections: Vec<_> =
        refusals.into_iter().map(|refusal| offer::objection(signed.words, refusal)).collect();
    let is_refused = is_too_long || objections.iter().any(|objection| objection.blocks);
    let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let id = id.to_string();
    page(status, &Page { frame, id, version, words, language, is_too_long, objections })
}
