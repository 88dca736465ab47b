//! Who sits at the desk, and whether they may do what they ask for. Asked anew on every request, so that
//! somebody who is shut out, who lost a role or whose password was changed, is out at once.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::desk::{Organisation, Reception};
use super::failure::Failure;
use super::rights::{self, Action};
use super::theme::Theme;
use super::words::{Tongue, Words};
use super::{cookie, device, forbidden, municipal, second_step, secret, staff_notice};
use crate::model::{By, InquiryId, ModeratorId, OrganisationId, Role, Stamp};
use crate::store::moderator::{self, Moderator};
use crate::store::session::{self, Session};
use crate::store::{Reach, factor, inquiry, notice_read, role};

/// Without a request for so long, a session is over.
const IDLE: Duration = Duration::from_hours(1);
/// However busy, it is over after so long.
const ABSOLUTE: Duration = Duration::from_hours(12);
/// More than anybody should meet in one shift; the meter stops there.
const MOST_HARD: usize = 99;
/// A session is written again so often at most: a page that is only read should write nothing.
const TOUCH: Duration = Duration::from_mins(5);

/// The person at the desk. Everything a handler reads or writes is inside `organisation`, and everything
/// about an inquiry inside `reach`.
#[derive(Clone, Debug)]
pub(super) struct Signed {
    pub(super) organisation: Organisation,
    pub(super) moderator: ModeratorId,
    pub(super) name: String,
    pub(super) roles: Vec<Role>,
    pub(super) reach: Reach,
    pub(super) words: Words,
    pub(super) theme: Theme,
    pub(super) began: Stamp,
    /// How many hard ones were opened in this session.
    pub(super) hard: usize,
    /// They have a second factor, or one of their roles asks for it.
    pub(super) needs_step: bool,
    /// They read what is noted about them, or nobody has to.
    pub(super) is_told: bool,
    /// They come in by the municipality's own login, which proves two steps: that is where they take it.
    pub(super) steps_elsewhere: bool,
    /// The session as it stands.
    pub(super) session: Session,
}

impl Signed {
    /// For the audit trail: the pseudonym, never the name.
    pub(super) fn by(&self) -> By {
        By::Moderator(self.moderator.clone())
    }

    /// Whether they may do this: what they may not, no page offers.
    pub(super) fn may(&self, action: Action) -> bool {
        rights::may(&self.roles, action)
    }
}

/// How somebody came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// With a password.
    Password,
    /// By the municipality's own login, which told that there were two steps or did not.
    Municipality {
        /// It told.
        is_proven: bool,
    },
    /// By a single-use link: they may choose a password without knowing the old one.
    Link,
}

/// Begins a session under a token of its own: one that an attacker planted before is worth nothing, and
/// the session that this browser had is over. Returns the cookie.
pub(super) async fn begin(
    reception: &Reception,
    headers: &HeaderMap,
    owner: &OrganisationId,
    person: &Moderator,
    way: Way,
    now: Stamp,
) -> anyhow::Result<HeaderValue> {
    let desk = &reception.desk;
    let token = secret::fresh()?;
    let new = Session {
        hash: secret::digest(token.as_bytes()),
        handle: secret::fresh()?,
        organisation: owner.clone(),
        moderator: person.id.clone(),
        began_at: now,
        seen_at: now,
        expires_at: now.later(IDLE),
        proven_at: (way == Way::Municipality { is_proven: true }).then_some(now),
        password: in_force(person.password_hash.as_deref()),
        by_link: way == Way::Link,
        tongue: Tongue::of(headers).code().to_owned(),
        device: device::of(headers),
        hard: String::new(),
    };
    let mut tx = desk.db.write().await?;
    if let Some(old) = cookie::read(headers, &desk.settings.public_url) {
        session::end(&mut tx, &secret::digest(old.as_bytes())).await?;
    }
    session::expire(&mut tx, owner, now).await?;
    session::insert(&mut tx, &new).await?;
    tx.commit().await?;
    cookie::set(&token, &desk.settings.public_url)
}

/// Changes what the session holds. One that was ended meanwhile stays ended.
pub(super) async fn amend(
    reception: &Reception,
    signed: &Signed,
    change: impl FnOnce(&mut Session),
) -> anyhow::Result<()> {
    let hash = &signed.session.hash;
    let mut tx = reception.desk.db.write().await?;
    let now = reception.desk.clock.now();
    let mut standing = session::get(&mut tx, hash, now).await?.context("the session is over")?;
    change(&mut standing);
    session::update(&mut tx, hash, &standing).await?;
    tx.commit().await?;
    Ok(())
}

/// The same under a new token, whose cookie is returned: whoever knew the old one is out.
pub(super) async fn renew(
    reception: &Reception,
    signed: &Signed,
    change: impl FnOnce(&mut Session),
) -> anyhow::Result<HeaderValue> {
    let token = secret::fresh()?;
    amend(reception, signed, |session| {
        change(session);
        session.hash = secret::digest(token.as_bytes());
    })
    .await?;
    cookie::set(&token, &reception.desk.settings.public_url)
}

/// Notes that a hard one was opened, once each. Returns how many in this session.
pub(super) async fn met_a_hard_one(
    reception: &Reception,
    signed: &Signed,
    id: &InquiryId,
) -> anyhow::Result<usize> {
    let mut met: Vec<&str> = signed.session.hard.split_whitespace().collect();
    if met.contains(&id.as_str()) || met.len() >= MOST_HARD {
        return Ok(met.len());
    }
    met.push(id.as_str());
    let (count, hard) = (met.len(), met.join(" "));
    amend(reception, signed, |session| session.hard = hard).await?;
    Ok(count)
}

/// A mark of the password in force; the session keeps no hash that could be attacked.
pub(super) fn in_force(password_hash: Option<&str>) -> String {
    secret::digest(password_hash.unwrap_or("").as_bytes())
}

/// Who it is, if anybody.
pub(super) async fn current(reception: &Reception, headers: &HeaderMap) -> anyhow::Result<Option<Signed>> {
    let desk = &reception.desk;
    let Some(token) = cookie::read(headers, &desk.settings.public_url) else {
        return Ok(None);
    };
    let (hash, now) = (secret::digest(token.as_bytes()), desk.clock.now());
    let mut tx = desk.db.read().await?;
    let Some(mut session) = session::get(&mut tx, &hash, now).await? else {
        return Ok(None);
    };
    let owner = &session.organisation;
    let person = moderator::get(&mut tx, owner, &session.moderator).await?;
    let roles = role::of(&mut tx, owner, &session.moderator).await?;
    let reach = role::reach(&mut tx, owner, &session.moderator).await?;
    let factor = factor::get(&mut tx, owner, &session.moderator).await?;
    let is_told = notice_read::is_read(&mut tx, owner, &session.moderator, staff_notice::VERSION).await?;
    let by_login = moderator::has_subject(&mut tx, owner, &session.moderator).await?;
    drop(tx);
    let organisation = desk.settings.organisation(owner.as_str());
    let (Some(person), Some(organisation)) = (person, organisation) else {
        return Ok(None);
    };
    if person.disabled_at.is_some() || in_force(person.password_hash.as_deref()) != session.password {
        return Ok(None);
    }
    if now.since(session.seen_at) >= TOUCH {
        session.seen_at = now;
        session.expires_at = now.later(IDLE).min(session.began_at.later(ABSOLUTE));
        let mut tx = desk.db.write().await?;
        session::update(&mut tx, &hash, &session).await?;
        tx.commit().await?;
    }
    Ok(Some(Signed {
        organisation: organisation.clone(),
        moderator: person.id,
        name: person.name,
        reach,
        needs_step: factor.is_some_and(|factor| factor.confirmed_at.is_some())
            || roles.iter().any(|role| desk.settings.second_step.contains(role)),
        is_told: is_told || !desk.settings.staff_notice,
        steps_elsewhere: by_login
            && desk.settings.logins.get(owner).is_some_and(|login| login.proves_two_steps()),
        words: Words(Tongue::named(&session.tongue)),
        theme: Theme::of(headers),
        began: session.began_at,
        hard: session.hard.split_whitespace().count(),
        roles,
        session,
    }))
}

/// What stands behind an address, as its list says it.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) reception: Arc<Reception>,
    pub(super) action: Action,
    /// Its `{id}` is an inquiry.
    pub(super) is_inquiry: bool,
}

/// Stands before every page that is not open to all.
pub(super) async fn guard(
    State(asked): State<Asked>,
    params: RawPathParams,
    mut request: Request,
    next: Next,
) -> Response {
    let reception = &asked.reception;
    let signed = match current(reception, request.headers()).await {
        Ok(Some(signed)) => signed,
        Ok(None) => return away(reception, &request),
        Err(error) => return Failure::Broken(error).into_response(),
    };
    let words = signed.words;
    let mut response = match refusal(&asked, &params, request.uri().path(), &signed).await {
        Ok(Some(refusal)) => refusal,
        Ok(None) => {
            request.extensions_mut().insert(signed);
            next.run(request).await
        }
        Err(failure) => failure.into_response(),
    };
    response.extensions_mut().insert(words);
    response
}

/// What is answered in place of the page, if anything.
async fn refusal(
    asked: &Asked,
    params: &RawPathParams,
    path: &str,
    signed: &Signed,
) -> Result<Option<Response>, Failure> {
    if let Some(first) = unfinished(asked, path, signed) {
        return Ok(Some(Redirect::to(&first).into_response()));
    }
    if !signed.may(asked.action) {
        return forbidden::page(&asked.reception, signed, asked.action).await.map(Some);
    }
    if asked.is_inquiry && signed.reach != Reach::ALL {
        let id = params.iter().find(|(name, _)| *name == "id").map_or("", |(_, value)| value);
        let (id, owner) = (InquiryId::from_text(id), &signed.organisation.id);
        let mut tx = asked.reception.desk.db.read().await?;
        if !inquiry::is_within(&mut tx, owner, &signed.reach, &id).await? {
            return Err(Failure::Missing);
        }
    }
    Ok(None)
}

/// What somebody has to do before anything else.
fn unfinished(asked: &Asked, path: &str, signed: &Signed) -> Option<String> {
    if asked.action == Action::Enter {
        return None;
    }
    let told = (!signed.is_told).then(|| staff_notice::NOTICE.to_owned());
    if !signed.needs_step {
        return told;
    }
    let now = asked.reception.desk.clock.now();
    let is_fresh = |at| !asked.action.is_grave() || now.since(at) < second_step::FRESH;
    match signed.session.proven_at {
        Some(at) if is_fresh(at) => told,
        _ if signed.steps_elsewhere => Some(municipal::again(&signed.organisation.id, path)),
        _ => Some(second_step::address(path)),
    }
}

/// To the sign-in page, without the cookie of a session that is over.
fn away(reception: &Reception, request: &Request) -> Response {
    let wanted = (request.method() == Method::GET).then(|| request.uri().path());
    let mut response = Redirect::to(&super::sign_in::address(wanted)).into_response();
    let address = &reception.desk.settings.public_url;
    if cookie::read(request.headers(), address).is_some() {
        match cookie::clear(address) {
            Ok(cleared) => response.headers_mut().append(header::SET_COOKIE, cleared),
            Err(error) => return Failure::Broken(error).into_response(),
        };
    }
    response
}
