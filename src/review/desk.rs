//! What the desk is made of. `app` builds it from the configuration.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::fingerprints::Fingerprints;
use super::gate::Gate;
use super::live;
use crate::decide::{Answers, Mailboxes, Policy, Replies};
use crate::identity::Provider;
use crate::model::{AccountName, Capabilities, Clock, OrganisationId, Role, Staffed};
use crate::screen::Outgoing;
use crate::settle::Caps;
use crate::store::Db;
use crate::vault::Vault;

/// Everything the queue works with.
pub struct Desk {
    /// The main database.
    pub db: Db,
    /// Opens sealed rows and signs the audit trail.
    pub vault: Arc<Vault>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// The policy in force.
    pub policy: Arc<Policy>,
    /// Where a redirect may point.
    pub mailboxes: Arc<Mailboxes>,
    /// The words of a redirect.
    pub replies: Arc<Replies>,
    /// The standard answers to ordinary questions.
    pub answers: Arc<Answers>,
    /// The last look at our own words.
    pub outgoing: Outgoing,
    /// What the configuration says.
    pub settings: Settings,
}

/// The desk's own settings.
pub struct Settings {
    /// Who may sign in here.
    pub organisations: Vec<Organisation>,
    /// The address in the browser. With `https` the cookie is `Secure` with the `__Host-` prefix;
    /// `http` is for loopback only (a browser elsewhere sends no `Sec-Fetch-Site` without TLS, and
    /// every form is then refused).
    pub public_url: Url,
    /// The header in which a proxy names the caller's address; `None` = the connection says it.
    pub client_header: Option<String>,
    /// The municipalities' own logins; where there is one, a local account is for emergencies.
    pub logins: BTreeMap<OrganisationId, Arc<Provider>>,
    /// Everybody reads what is noted about them before they come in for the first time.
    pub staff_notice: bool,
    /// Who takes a second step to come in.
    pub second_step: Vec<Role>,
    /// How long a removal waits before it is carried out.
    pub undo: Duration,
    /// The sentence of a reason id, in Danish (`true`) or English.
    pub reasons: fn(&str, bool) -> Option<&'static str>,
    /// When somebody is at work.
    pub staffed: Staffed,
    /// What each account can do.
    pub can: BTreeMap<AccountName, Capabilities>,
    /// How much the machine may do alone.
    pub caps: Caps,
    /// Who is told what cannot wait, by organisation.
    pub told: BTreeMap<OrganisationId, ToldBy>,
}

/// How alarms go out; never to whom: those are people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ToldBy {
    /// By mail.
    pub mail: bool,
    /// By webhook.
    pub webhook: bool,
    /// So many people, one after the other or together.
    pub people: usize,
}

/// A municipality, or a house under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its short name in the configuration.
    pub id: OrganisationId,
    /// Its name, as the sign-in page shows it.
    pub name: String,
    /// The unit that signs a reply.
    pub unit: String,
}

impl Settings {
    /// Whether what others wrote can be hidden where this account is. Of an account that is not
    /// configured any more nothing is known.
    pub(super) fn can_hide(&self, account: &AccountName) -> bool {
        self.can.get(account).is_none_or(|can| can.hide)
    }

    /// The organisation with this id.
    pub(super) fn organisation(&self, id: &str) -> Option<&Organisation> {
        self.organisations.iter().find(|organisation| organisation.id.as_str() == id)
    }
}

/// The desk with what it remembers between requests.
pub(super) struct Reception {
    pub(super) desk: Arc<Desk>,
    pub(super) gate: Gate,
    pub(super) fingerprints: Fingerprints,
    /// Who hears how the counts move.
    pub(super) listeners: Arc<Semaphore>,
    /// The desk is being closed.
    pub(super) closing: CancellationToken,
}

impl Reception {
    pub(super) fn of(desk: Arc<Desk>, closing: CancellationToken) -> anyhow::Result<Self> {
        Ok(Self {
            desk,
            gate: Gate::new(),
            fingerprints: Fingerprints::new()?,
            listeners: Arc::new(Semaphore::new(live::LISTENERS)),
            closing,
        })
    }
}
