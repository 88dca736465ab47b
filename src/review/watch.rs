//! Who looks at an inquiry: opening one says so for a quarter of an hour, a colleague can take it over,
//! and a decision ends it. It keeps two from reading the same; the version keeps two from deciding.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::desk::Reception;
use super::failure::Failure;
use super::notice::{self, Message};
use super::people;
use super::sign_in::QUEUE;
use super::signed::Signed;
use super::view::View;
use super::when;
use super::words::Words;
use crate::model::{InquiryId, Stamp};
use crate::store::claim::{self, Claim};
use crate::store::moderator::Moderator;
use crate::store::{self, Tx, inquiry};

/// Long enough to read and decide, short enough that nobody's lunch stops a queue.
const LASTS: Duration = Duration::from_mins(15);

/// Who looks at an inquiry, as its page says it.
pub(super) struct Watch {
    pub(super) sentence: String,
    /// A colleague does.
    pub(super) is_other: bool,
}

/// Claims an inquiry that nobody else looks at, or says who does.
pub(super) async fn look(
    tx: &mut Tx,
    signed: &Signed,
    id: &InquiryId,
    now: Stamp,
) -> Result<Claim, store::Error> {
    let wanted =
        Claim { inquiry: id.clone(), moderator: signed.moderator.clone(), ends_at: now.later(LASTS) };
    claim::take(tx, &signed.organisation.id, &wanted, now).await
}

/// How the page says it.
pub(super) fn say(words: Words, signed: &Signed, people: &[Moderator], claim: &Claim) -> Watch {
    let until = when::time_of_day(claim.ends_at);
    let is_other = claim.moderator != signed.moderator;
    let sentence = if is_other {
        words.about_both("looks-until", people::name(words, people, claim.moderator.as_str()), until)
    } else {
        words.about("yours-until", until)
    };
    Watch { sentence, is_other }
}

/// `POST /ko/{id}/overtag`
pub(super) async fn take_over(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    view: Result<Query<View>, QueryRejection>,
) -> Result<Response, Failure> {
    let view = view.map(|Query(view)| view).unwrap_or_default();
    let (desk, owner, id) = (&reception.desk, &signed.organisation.id, InquiryId::from_text(id));
    let now = desk.clock.now();
    let mut tx = desk.db.write().await?;
    let row = inquiry::get(&mut tx, owner, &id).await?.filter(|row| row.state.is_open());
    row.ok_or(Failure::Missing)?;
    claim::end(&mut tx, owner, &id).await?;
    look(&mut tx, &signed, &id, now).await?;
    desk.vault.audit(&mut tx, owner, &signed.by(), "taken_over", Some(&id), now).await?;
    tx.commit().await?;
    let path = format!("{QUEUE}/{id}{}", view.query());
    Ok(Redirect::to(&notice::address(&path, Message::Overtaget, id.as_str())).into_response())
}
