//! Who sits at the desk. Asked anew on every request, so that somebody who is shut out, or whose
//! password was changed, is out at once.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use tower_sessions::Session;

use super::desk::{Organisation, Reception};
use super::failure::Failure;
use super::secret;
use super::theme::Theme;
use super::words::{Tongue, Words};
use crate::model::{By, InquiryId, ModeratorId, OrganisationId, Stamp};
use crate::store::moderator::{self, Moderator};

/// The session's one key.
pub(super) const SIGNATURE: &str = "signature";
/// More than anybody should meet in one shift; the meter stops there.
const MOST_HARD: usize = 99;
/// A session is written again so often at most: a page that is only read should write nothing.
const TOUCH: Duration = Duration::from_mins(5);

/// What a session holds. Nothing about a citizen.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Signature {
    pub(super) organisation: OrganisationId,
    pub(super) moderator: ModeratorId,
    pub(super) began: Stamp,
    pub(super) seen: Stamp,
    /// Which password was in force: a new one ends the sessions of the old one.
    pub(super) password: String,
    /// Came in by a single-use link and may choose a password without knowing the old one.
    pub(super) by_link: bool,
    pub(super) tongue: Tongue,
    /// Hard ones that were opened since: the shift's own meter, which nobody else sees and which ends
    /// with the session.
    #[serde(default)]
    pub(super) hard: Vec<InquiryId>,
}

/// The person at the desk. Everything a handler reads or writes is inside `organisation`.
#[derive(Clone, Debug)]
pub(super) struct Signed {
    pub(super) organisation: Organisation,
    pub(super) moderator: ModeratorId,
    pub(super) name: String,
    pub(super) by_link: bool,
    pub(super) words: Words,
    pub(super) theme: Theme,
    pub(super) began: Stamp,
    /// How many hard ones were opened in this session.
    pub(super) hard: usize,
}

impl Signed {
    /// For the audit trail: the pseudonym, never the name.
    pub(super) fn by(&self) -> By {
        By::Moderator(self.moderator.clone())
    }
}

/// Begins a session under a new token: one that an attacker planted before is worth nothing.
pub(super) async fn begin(
    session: &Session,
    organisation: &OrganisationId,
    moderator: &Moderator,
    by_link: bool,
    tongue: Tongue,
    now: Stamp,
) -> anyhow::Result<()> {
    session.clear().await;
    session.cycle_id().await.context("renewing the session's token")?;
    let signature = Signature {
        organisation: organisation.clone(),
        moderator: moderator.id.clone(),
        began: now,
        seen: now,
        password: in_force(moderator.password_hash.as_deref()),
        by_link,
        tongue,
        hard: Vec::new(),
    };
    session.insert(SIGNATURE, signature).await.context("beginning a session")
}

/// Changes what the session holds.
pub(super) async fn amend(session: &Session, change: impl FnOnce(&mut Signature)) -> anyhow::Result<()> {
    let mut signature: Signature =
        session.get(SIGNATURE).await.context("reading a session")?.context("the session is over")?;
    change(&mut signature);
    session.insert(SIGNATURE, signature).await.context("writing a session")
}

/// Notes that a hard one was opened, once each. Returns how many in this session.
pub(super) async fn met_a_hard_one(session: &Session, id: &InquiryId) -> anyhow::Result<usize> {
    let mut count = 0;
    amend(session, |signature| {
        if !signature.hard.contains(id) && signature.hard.len() < MOST_HARD {
            signature.hard.push(id.clone());
        }
        count = signature.hard.len();
    })
    .await?;
    Ok(count)
}

/// A mark of the password in force; the session keeps no hash that could be attacked.
pub(super) fn in_force(password_hash: Option<&str>) -> String {
    secret::digest(password_hash.unwrap_or("").as_bytes())
}

/// Who it is, if anybody.
pub(super) async fn current(reception: &Reception, session: &Session) -> anyhow::Result<Option<Signed>> {
    let Some(signature) = session.get::<Signature>(SIGNATURE).await.context("reading a session")? else {
        return Ok(None);
    };
    let desk = &reception.desk;
    let mut tx = desk.db.read().await?;
    let person = moderator::get(&mut tx, &signature.organisation, &signature.moderator).await?;
    drop(tx);
    let organisation = desk.settings.organisation(signature.organisation.as_str());
    let (Some(person), Some(organisation)) = (person, organisation) else {
        return Ok(None);
    };
    if person.disabled_at.is_some() || in_force(person.password_hash.as_deref()) != signature.password {
        return Ok(None);
    }
    let now = desk.clock.now();
    if now.since(signature.seen) >= TOUCH {
        amend(session, |signature| signature.seen = now).await?;
    }
    Ok(Some(Signed {
        organisation: organisation.clone(),
        moderator: person.id,
        name: person.name,
        by_link: signature.by_link,
        words: Words(signature.tongue),
        theme: Theme::default(),
        began: signature.began,
        hard: signature.hard.len(),
    }))
}

/// Stands before every page that is not open to all: a route added behind it cannot forget to ask.
pub(super) async fn guard(
    State(reception): State<Arc<Reception>>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    match current(&reception, &session).await {
        Ok(Some(mut signed)) => {
            let words = signed.words;
            signed.theme = Theme::of(request.headers());
            request.extensions_mut().insert(signed);
            let mut response = next.run(request).await;
            response.extensions_mut().insert(words);
            response
        }
        Ok(None) => {
            if session.id().is_some()
                && let Err(error) = session.flush().await
            {
                return Failure::Broken(error.into()).into_response();
            }
            let wanted = (request.method() == Method::GET).then(|| request.uri().path());
            Redirect::to(&super::sign_in::address(wanted)).into_response()
        }
        Err(error) => Failure::Broken(error).into_response(),
    }
}
