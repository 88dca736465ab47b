//! Tokens that end: exchanged for fresh ones in time where the network has that, and a warning in time
//! where nothing else helps.

use std::time::Duration;

use anyhow::Context;
use tracing::{info, warn};

use super::connected::{Connected, Line};
use super::turn::Worker;
use crate::model::{By, OrganisationId, Stamp};
use crate::store::{self, warning::Warning};
use crate::vault::Renewal;

const DAY: Duration = Duration::from_hours(24);
/// A person needs so long to get a new token, so by then we must know whether we need one.
const NEAR: Duration = Duration::from_hours(14 * 24);
/// Instagram exchanges no token that is younger [O].
const AGED: Duration = DAY;
/// An exchange that did not work is tried again after so long.
const AGAIN: Duration = Duration::from_hours(6);
/// So many days before an end that nothing moves, a person is warned.
const WARNED: [u32; 4] = [1, 3, 7, 14];

/// Whether it is time to exchange what the line was made from: when a third of its life is left, and
/// two weeks before its end at the latest.
fn is_due(line: &Line, now: Stamp) -> bool {
    let age = now.since(line.set_at);
    // Where nobody says when it ends, only an exchange tells.
    let Some(ends) = line.ends_at else { return age >= AGED };
    let left = ends.since(now);
    left <= ends.since(line.set_at) / 3 || (left <= NEAR && age >= AGED)
}

impl Worker {
    /// The line to work with: `line`, or a fresh one when its secrets were exchanged now.
    ///
    /// A crash between the network's answer and our database loses the fresh token and not the account:
    /// the one that stands is still good, and the next round exchanges it again. It is so on every
    /// network: Instagram's old token lives on to its own end [O]; Facebook's Page tokens, Mastodon's
    /// tokens, Bluesky's app passwords and Google's refresh tokens are never exchanged (what these give for an
    /// hour or two lives in memory only). A network whose exchange ended the old token at once must not
    /// have `renew`.
    ///
    /// # Errors
    /// Only our own: what the network says is logged, and what stands is used on.
    pub(super) async fn renewed(
        &self,
        organisation: &OrganisationId,
        connected: &Connected,
        fence: i64,
        line: Line,
        now: Stamp,
    ) -> anyhow::Result<Line> {
        if !is_due(&line, now) {
            return Ok(line);
        }
        if line.renew_after.is_none_or(|at| at <= now) {
            connected.renew_after(line.version, now.later(AGAIN));
            match line.platform.renew(now).await {
                Ok(Some(renewed)) => {
                    let name = &connected.name;
                    let mut tx = self.db.write().await.context("storing a renewed token")?;
                    let version = if store::account::hold(&mut tx, organisation, name, fence).await? {
                        let (secrets, ends) = (renewed.secrets.iter(), renewed.ends);
                        self.vault
                            .store_secrets(
                                &mut tx,
                                organisation,
                                name,
                                line.version,
                                secrets,
                                ends,
                                Renewal::Renewed,
                                now,
                            )
                            .await?
                    } else {
                        None
                    };
                    tx.commit().await.context("storing a renewed token")?;
                    // Otherwise a person or another worker was quicker, and theirs stands.
                    if let Some(version) = version {
                        info!(account = %name, version, "a token was renewed");
                    }
                    return connected.line(&self.db, &self.vault, organisation).await;
                }
                Ok(None) => {}
                Err(cause) => {
                    warn!(account = %connected.name, %cause, "a token could not be renewed, and is used on");
                }
            }
        }
        if let Some(ends) = line.ends_at {
            self.warn_of_end(organisation, connected, line.version, ends, now).await?;
        }
        Ok(line)
    }

    /// One warning for each step to the end of one token.
    async fn warn_of_end(
        &self,
        organisation: &OrganisationId,
        connected: &Connected,
        version: i64,
        ends: Stamp,
        now: Stamp,
    ) -> anyhow::Result<()> {
        let left = ends.since(now);
        let Some(days) = WARNED.into_iter().find(|days| left <= DAY * *days) else { return Ok(()) };
        let name = &connected.name;
        let warning =
            Warning { account: name.clone(), kind: "token_ends".to_owned(), remote: None, raised_at: now };
        let mut tx = self.db.write().await.context("warning of a token that ends")?;
        let id = format!("token_ends/{name}/{version}/{days}");
        if store::warning::raise(&mut tx, organisation, &id, &warning).await? {
            warn!(account = %name, days, "a token ends and nothing renews it");
            let what = format!("token_ends:{name}");
            self.vault.audit(&mut tx, organisation, &By::Machine, what, None, now).await?;
        }
        tx.commit().await.context("warning of a token that ends")
    }

    /// Notes that the network says that our token is dead. `false` when that is about one that was
    /// replaced meanwhile, or the account is another worker's by now: then nothing is wrong.
    ///
    /// # Errors
    /// As the database.
    pub(super) async fn died(
        &self,
        organisation: &OrganisationId,
        connected: &Connected,
        fence: i64,
        now: Stamp,
    ) -> anyhow::Result<bool> {
        let name = &connected.name;
        let mut tx = self.db.write().await.context("noting a dead token")?;
        // The account's row is held first: whoever replaces the token meanwhile waits for us, and then
        // forgets what we noted.
        let is_ours = store::account::hold(&mut tx, organisation, name, fence).await?;
        let version = store::credential::version(&mut tx, organisation, name).await?;
        if !is_ours || version != connected.version() {
            return Ok(false);
        }
        if store::account::dead(&mut tx, organisation, name, Some(now)).await? {
            let warning = Warning {
                account: name.clone(),
                kind: "token_dead".to_owned(),
                remote: None,
                raised_at: now,
            };
            let id = format!("token_dead/{name}/{}", now.ms());
            store::warning::raise(&mut tx, organisation, &id, &warning).await?;
            let what = format!("token_dead:{name}");
            self.vault.audit(&mut tx, organisation, &By::Machine, what, None, now).await?;
        }
        tx.commit().await.context("noting a dead token")?;
        Ok(true)
    }
}
