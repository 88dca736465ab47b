//! Whether somebody may come in. The same work whether or not anybody has the name.

use std::time::Duration;

use anyhow::Context;
use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

use super::desk::Reception;
use super::gate::Place;
use super::password::{self, Match};
use crate::model::{By, ModeratorId, OrganisationId, Stamp};
use crate::store::factor;
use crate::store::moderator::{self, Moderator};

/// How an attempt ended.
pub(super) enum Outcome {
    /// This is who it is.
    In(Moderator),
    /// Wrong name, wrong password, no password yet or shut out: nobody is told which.
    Refused,
    /// Too many failures: not even looked at before so long.
    Wait(Duration),
}

/// What somebody proves a password for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To come in.
    SignIn,
    /// Signed in already, to choose a new one.
    NewPassword,
}

/// How names compare: a phone writes the first letter large.
pub(super) fn folded(name: &str) -> String {
    name.trim().nfkc().flat_map(char::to_lowercase).collect()
}

/// For a sentence: a wait is over when the sentence says so, not a moment before.
pub(super) fn seconds(left: Duration) -> i64 {
    i64::try_from(left.as_secs()).unwrap_or(i64::MAX).saturating_add(1)
}

/// Judges an attempt and counts it.
pub(super) async fn judge(
    reception: &Reception,
    owner: &OrganisationId,
    name: &str,
    given: SecretString,
    purpose: Purpose,
    place: &Place,
    now: Stamp,
) -> anyhow::Result<Outcome> {
    let (desk, gate) = (&reception.desk, &reception.gate);
    let name = folded(name);
    let _turn = gate.turn(owner.as_str(), &name, place).await?;
    let mut tx = desk.db.read().await?;
    let people = match desk.settings.organisation(owner.as_str()) {
        Some(_) => moderator::list(&mut tx, owner).await?,
        None => Vec::new(),
    };
    drop(tx);
    let person = people.into_iter().find(|person| folded(&person.name) == name);
    if let Some(left) = gate.wait(owner.as_str(), &name, place, person.as_ref(), now) {
        return Ok(Outcome::Wait(left));
    }
    let stored = person
        .as_ref()
        .filter(|person| person.disabled_at.is_none())
        .and_then(|person| person.password_hash.clone());
    let (matches, given) =
        blocking(move || Ok((password::compare(given.expose_secret(), stored.as_deref())?, given))).await?;
    match (person, matches) {
        (Some(person), Match::Yes) => {
            Ok(Outcome::In(came_in(reception, owner, person, purpose, place, now).await?))
        }
        (Some(mut person), Match::YesRenew) => {
            let hash = blocking(move || password::hash(given.expose_secret())).await?;
            let mut tx = desk.db.write().await?;
            moderator::set_password(&mut tx, owner, &person.id, &hash).await?;
            tx.commit().await?;
            person.password_hash = Some(hash);
            Ok(Outcome::In(came_in(reception, owner, person, purpose, place, now).await?))
        }
        (person, _) => {
            gate.failed(owner.as_str(), &name, place, person.is_some(), now);
            let id = person.map(|person| person.id);
            refused(reception, owner, id.as_ref(), purpose, now).await?;
            Ok(Outcome::Refused)
        }
    }
}

async fn came_in(
    reception: &Reception,
    owner: &OrganisationId,
    person: Moderator,
    purpose: Purpose,
    place: &Place,
    now: Stamp,
) -> anyhow::Result<Moderator> {
    let mut tx = reception.desk.db.write().await?;
    // Half-way in is not in: whoever has the password alone could otherwise try codes without end.
    let is_whole =
        factor::get(&mut tx, owner, &person.id).await?.is_none_or(|one| one.confirmed_at.is_none());
    if is_whole {
        moderator::came_in(&mut tx, owner, &person.id, now).await?;
        reception.gate.came_in(owner.as_str(), &folded(&person.name), place, now);
    }
    if purpose == Purpose::SignIn {
        let by = By::Moderator(person.id.clone());
        // Where the municipality has a login of its own, a password is for when that does not answer.
        let has_login = reception.desk.settings.logins.contains_key(owner);
        let what = if has_login { "sign_in.emergency" } else { "sign_in" };
        reception.desk.vault.audit(&mut tx, owner, &by, what, None, now).await?;
    }
    tx.commit().await?;
    Ok(person)
}

/// A name that nobody has leaves no line: people type their password there, and anybody could make
/// the trail grow.
async fn refused(
    reception: &Reception,
    owner: &OrganisationId,
    id: Option<&ModeratorId>,
    purpose: Purpose,
    now: Stamp,
) -> anyhow::Result<()> {
    let mut tx = reception.desk.db.write().await?;
    moderator::failed(&mut tx, owner, id, now).await?;
    if let Some(id) = id {
        let by = By::Moderator(id.clone());
        let what = match purpose {
            Purpose::SignIn => "sign_in.refused",
            Purpose::NewPassword => "password.refused",
        };
        reception.desk.vault.audit(&mut tx, owner, &by, what, None, now).await?;
    }
    tx.commit().await?;
    tracing::info!("a password was refused");
    Ok(())
}

/// Argon2 would hold up every other request of this thread.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    tokio::task::spawn_blocking(work).await.context("a password could not be worked on")?
}
