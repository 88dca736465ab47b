//! How webhooks are heard.

use std::time::Duration;

use secrecy::SecretString;

use super::Network;
use crate::model::{AccountName, OrganisationId};

/// What the configuration says.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The networks that are heard, each at most once.
    pub channels: Vec<Channel>,
    /// Our pages on them.
    pub pages: Vec<Page>,
    /// The largest body, in bytes.
    pub most_bytes: usize,
    /// How long headers may take, and the body after them, and the answer after it.
    pub deadline: Duration,
    /// How old an event may be. Less than the seven days that its hint is known again.
    pub oldest: Duration,
    /// How many connections are served at once; each carries one request at a time.
    pub at_once: usize,
    /// How many calls may wait for the database.
    pub queue: usize,
}

/// One network that is heard.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Which.
    pub network: Network,
    /// Its app's secrets, the newest first; two while they are rotated.
    pub app_secrets: Vec<SecretString>,
    /// What it says when it asks whether this address is ours; two while they are changed.
    pub verify_tokens: Vec<SecretString>,
}

/// One of our pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// On which network.
    pub network: Network,
    /// Its id there.
    pub id: String,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Our name for it.
    pub account: AccountName,
}
