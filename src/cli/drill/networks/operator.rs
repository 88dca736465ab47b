//! The person who gives an account a new token when the old one has died: some hours after, through
//! the door of `ordstyrer account rotate`.

use std::collections::BTreeMap;
use std::time::Duration;

use secrecy::ExposeSecret;

use crate::app::App;
use crate::cli::demo::account;
use crate::demo::{Network, Town};
use crate::model::Stamp;
use crate::store;
use crate::vault::Renewal;

/// How long it takes a person to see the warning and to get a new token.
const SLOW: Duration = Duration::from_hours(5);

/// The operator.
pub(super) struct Operator {
    /// What each account was given, and since when the network wants something else.
    given: BTreeMap<Network, (String, Option<Stamp>)>,
    renewed: u32,
}

impl Operator {
    pub(super) fn new(town: &Town) -> Self {
        let given = town.networks().into_iter().map(|network| (network, (token(town, network), None)));
        Self { given: given.collect(), renewed: 0 }
    }

    pub(super) fn renewed(&self) -> u32 {
        self.renewed
    }

    /// Gives new tokens to those accounts whose token has been dead for some hours.
    pub(super) async fn renew(&mut self, app: &App, town: &Town, now: Stamp) -> anyhow::Result<()> {
        let organisation = &app.config.organisations[0].id;
        for (network, (given, dead_since)) in &mut self.given {
            let wanted = token(town, *network);
            if wanted == *given {
                continue;
            }
            // The network's own exchange may have been quicker.
            let known =
                store::account::get(&mut app.db.read().await?, organisation, &account(*network)).await?;
            if known.is_some_and(|known| known.dead_since.is_none()) && dead_since.is_some() {
                (*given, *dead_since) = (wanted, None);
                continue;
            }
            let since = *dead_since.get_or_insert(now);
            if now.since(since) < SLOW {
                continue;
            }
            let account = account(*network);
            let after = store::credential::version(&mut app.db.read().await?, organisation, &account).await?;
            let secrets = town.secrets(*network);
            app.store_secrets(organisation, &account, after, &secrets, None, Renewal::Rotated).await?;
            self.renewed += 1;
            (*given, *dead_since) = (wanted, None);
        }
        Ok(())
    }
}

fn token(town: &Town, network: Network) -> String {
    let secrets = town.secrets(network);
    secrets.iter().map(|(_, secret)| secret.expose_secret()).collect::<Vec<_>>().join("\n")
}
