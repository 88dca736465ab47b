//! The person who gives an account a new token when the old one has died: some hours after, through
//! the door of `ordstyrer account rotate`.

use std::time::Duration;

use crate::app::App;
use crate::cli::demo::account;
use crate::demo::Town;
use crate::model::Stamp;
use crate::store;
use crate::vault::Renewal;

/// How long it takes a person to see the warning and to get a new token.
const SLOW: Duration = Duration::from_hours(5);

/// The operator.
pub(super) struct Operator {
    renewed: u32,
}

impl Operator {
    pub(super) fn new() -> Self {
        Self { renewed: 0 }
    }

    pub(super) fn renewed(&self) -> u32 {
        self.renewed
    }

    /// Gives new tokens to those accounts that have said for some hours that theirs is dead.
    pub(super) async fn renew(&mut self, app: &App, town: &Town, now: Stamp) -> anyhow::Result<()> {
        let organisation = &app.config.organisations[0].id;
        for network in town.networks() {
            let account = account(network);
            let mut tx = app.db.read().await?;
            let known = store::account::get(&mut tx, organisation, &account).await?;
            let is_dead = |since: Stamp| now.since(since) >= SLOW;
            if !known.and_then(|known| known.dead_since).is_some_and(is_dead) {
                continue;
            }
            let after = store::credential::version(&mut tx, organisation, &account).await?;
            drop(tx);
            let secrets = town.secrets(network);
            app.store_secrets(organisation, &account, after, &secrets, None, Renewal::Rotated).await?;
            self.renewed += 1;
        }
        Ok(())
    }
}
