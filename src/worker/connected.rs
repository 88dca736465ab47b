//! How an account is connected: with the secrets that stand in the database now. Each round looks at
//! their version, so that a new token is used in the next round, by every worker, without a restart.

use std::sync::{Arc, Mutex, PoisonError};

use crate::model::{AccountName, Capabilities, OrganisationId, Stamp};
use crate::platform::{self, Budget, ConnectError, Connection, Platform, Secrets};
use crate::store::{self, Db};
use crate::vault::Vault;

/// Makes a connection from secrets.
type Connect = dyn Fn(Secrets) -> Result<Box<dyn Platform>, ConnectError> + Send + Sync;

/// An account with how to connect it.
pub struct Connected {
    /// Our name for it.
    pub name: AccountName,
    /// Its network.
    pub network: String,
    /// What it can do, with whatever token.
    pub can: Capabilities,
    /// What it may spend: the same over every reconnection.
    pub budget: Arc<Budget>,
    connect: Box<Connect>,
    line: Mutex<Option<Line>>,
}

/// A connection that stands.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) platform: Arc<dyn Platform>,
    /// Which of the stored secrets it was made from.
    pub(super) version: i64,
    /// Since when they stand.
    pub(super) set_at: Stamp,
    /// When they end, as far as the network said.
    pub(super) ends_at: Option<Stamp>,
    /// When it is tried again to exchange them, after it did not work.
    pub(super) renew_after: Option<Stamp>,
}

/// Why there is no connection. A person must do something; the account rests until then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unconnected {
    /// Nothing is stored.
    #[error("no token yet: run `ordstyrer account add {0}`")]
    NoToken(AccountName),
    /// What is stored cannot be used.
    #[error("the stored token cannot be used ({1}): run `ordstyrer account rotate {0}`")]
    Unusable(AccountName, String),
}

impl std::fmt::Debug for Connected {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Connected({})", self.name)
    }
}

impl Connected {
    /// An account of a network of the list. The connection's secrets are not looked at: those that are
    /// stored are used.
    ///
    /// # Errors
    /// When the connection cannot work with any secrets: a wrong address, page or option.
    pub fn new(network: &str, connection: Connection) -> Result<Self, ConnectError> {
        let can = platform::prospect(network, connection.clone())?;
        let (name, budget, of) =
            (connection.account.clone(), Arc::clone(&connection.budget), network.to_owned());
        let connect = move |secrets| platform::connect(&of, Connection { secrets, ..connection.clone() });
        Ok(Self { budget, ..Self::by(name, network, can, connect) })
    }

    /// An account of any network: `connect` makes its connection from the secrets that are stored.
    #[must_use]
    pub fn by(
        name: AccountName,
        network: &str,
        can: Capabilities,
        connect: impl Fn(Secrets) -> Result<Box<dyn Platform>, ConnectError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            network: network.to_owned(),
            can,
            budget: Arc::default(),
            connect: Box::new(connect),
            line: Mutex::new(None),
        }
    }

    /// The connection with the secrets that stand now: the one that there is, or a new one when they
    /// were replaced. Nothing is sent.
    ///
    /// # Errors
    /// [`Unconnected`], or as the database.
    pub(super) async fn line(
        &self,
        db: &Db,
        vault: &Vault,
        organisation: &OrganisationId,
    ) -> anyhow::Result<Line> {
        let stored = store::credential::get(&mut db.read().await?, organisation, &self.name).await?;
        let Some(stored) = stored else {
            // What was removed must not live on in our memory.
            *self.held() = None;
            return Err(Unconnected::NoToken(self.name.clone()).into());
        };
        if let Some(line) = self.held().as_ref().filter(|line| line.version == stored.version) {
            return Ok(line.clone());
        }
        let secrets = vault
            .open_secrets(organisation, &self.name, &stored)
            .map_err(|error| Unconnected::Unusable(self.name.clone(), error.to_string()))?;
        let platform = (self.connect)(secrets.into_iter().collect())
            .map_err(|error| Unconnected::Unusable(self.name.clone(), error.to_string()))?;
        let line = Line {
            platform: Arc::from(platform),
            version: stored.version,
            set_at: stored.set_at,
            ends_at: stored.ends_at,
            renew_after: None,
        };
        *self.held() = Some(line.clone());
        Ok(line)
    }

    /// Which of the stored secrets the connection was made from; 0 without one.
    pub(super) fn version(&self) -> i64 {
        self.held().as_ref().map_or(0, |line| line.version)
    }

    /// Remembers when to try again to exchange the secrets of this version.
    pub(super) fn renew_after(&self, version: i64, at: Stamp) {
        if let Some(line) = self.held().as_mut().filter(|line| line.version == version) {
            line.renew_after = Some(at);
        }
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Option<Line>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
