//! Who has access, looked at every three months: each person is kept or loses it, by somebody else than
//! themselves. It is a security measure that nobody thinks of, so the page of the operation says when it
//! is late.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::rights::Action;
use super::signed::Signed;
use super::when::Moment;
use super::{forbidden, moderators, people};
use crate::model::{ModeratorId, OrganisationId, Role, Stamp};
use crate::store::access_review::{self, Look};
use crate::store::moderator::{self, Moderator};
use crate::store::{self, Db, Tx, role};

/// Where it stands.
pub(super) const ACCESS: &str = "/adgang";
/// Three months.
const EVERY: Duration = Duration::from_hours(24 * 92);

/// One person with access, and the last look at it.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Who.
    pub person: Moderator,
    /// What they may be.
    pub roles: Vec<Role>,
    /// The pages that they look after; empty = all.
    pub pages: Vec<String>,
    /// The last look.
    pub look: Option<Look>,
    /// It is three months ago, or more.
    pub is_due: bool,
}

/// Everybody who has access to an organisation.
///
/// # Errors
/// As the database.
pub async fn holders(
    db: &Db,
    organisation: &OrganisationId,
    now: Stamp,
) -> Result<Vec<Holder>, store::Error> {
    let mut tx = db.read().await?;
    read(&mut tx, organisation, now).await
}

async fn read(tx: &mut Tx, owner: &OrganisationId, now: Stamp) -> Result<Vec<Holder>, store::Error> {
    let looks = access_review::newest(tx, owner).await?;
    let mut holders = Vec::new();
    for person in moderator::list(tx, owner).await?.into_iter().filter(|one| one.disabled_at.is_none()) {
        let roles = role::of(tx, owner, &person.id).await?;
        if roles.is_empty() {
            continue;
        }
        let pages = role::pages(tx, owner, &person.id).await?.iter().map(ToString::to_string).collect();
        let look = looks.iter().find(|look| look.moderator == person.id).cloned();
        let since = look.as_ref().map_or(person.made_at, |look| look.at);
        holders.push(Holder { is_due: now.since(since) >= EVERY, person, roles, pages, look });
    }
    Ok(holders)
}

/// How many looks are late.
pub(super) async fn late(tx: &mut Tx, owner: &OrganisationId, now: Stamp) -> Result<usize, store::Error> {
    Ok(read(tx, owner, now).await?.iter().filter(|holder| holder.is_due).count())
}

#[derive(Template)]
#[template(path = "access.html")]
struct Page {
    frame: Frame,
    /// Whether this person may say who keeps it.
    decides: bool,
    lines: Vec<Line>,
}

struct Line {
    id: String,
    name: String,
    roles: String,
    pages: String,
    last_in: String,
    looked: String,
    is_due: bool,
    /// Nobody looks at their own.
    is_own: bool,
}

/// `GET /adgang`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let now = desk.clock.now();
    let mut tx = desk.db.read().await?;
    let holders = read(&mut tx, owner, now).await?;
    let names = moderator::list(&mut tx, owner).await?;
    drop(tx);
    let shown = |at: Stamp| Moment::of(words, at, now).shown;
    let line = |holder: Holder| Line {
        id: holder.person.id.to_string(),
        roles: forbidden::named(words, &holder.roles),
        pages: if holder.pages.is_empty() { words.say("access-all") } else { holder.pages.join(", ") },
        last_in: holder.person.last_in.map_or_else(|| words.say("access-never"), shown),
        looked: holder.look.map_or_else(
            || words.say("access-not-yet"),
            |look| words.about_both("access-looked", people::name(words, &names, &look.by), shown(look.at)),
        ),
        is_due: holder.is_due,
        is_own: holder.person.id == signed.moderator,
        name: holder.person.name,
    };
    let page_of_it = Page {
        frame: frame::around(&reception, &signed, ACCESS, now).await?,
        decides: signed.may(Action::ReviewAccess),
        lines: holders.into_iter().map(line).collect(),
    };
    page(StatusCode::OK, &page_of_it)
}

/// Whether they keep it.
#[derive(serde::Deserialize)]
pub(super) struct Answer {
    svar: Keeps,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Keeps {
    Beholder,
    Mister,
}

/// `POST /adgang/{id}`
pub(super) async fn decide(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    answer: Result<Form<Answer>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(answer) = answer.map_err(|_| Failure::Malformed)?;
    let (desk, owner, id) = (&reception.desk, &signed.organisation.id, ModeratorId::from_text(id));
    if id == signed.moderator {
        // Four eyes: the page offers nobody themselves.
        return Err(Failure::Malformed);
    }
    let is_kept = matches!(answer.svar, Keeps::Beholder);
    let look = Look { moderator: id, at: desk.clock.now(), by: signed.moderator.to_string(), is_kept };
    if moderators::review(&desk.db, &desk.vault, owner, &look, &signed.by()).await? {
        Ok(Redirect::to(ACCESS).into_response())
    } else {
        Err(Failure::Missing)
    }
}
