//! The networks, each behind one contract. A new network is one folder and two lines here: its
//! `mod` line and its row in the list.

mod address;
mod bluesky;
mod connect;
mod contract;
mod facebook;
mod http;
mod mastodon;
mod wait;
mod wire;

pub use connect::{ConnectError, Needs};
pub use contract::{Connection, Cursor, Error, OwnReply, Page, Platform, Reply, Sent, Wait};

/// Every network there is.
const LIST: [connect::Network; 3] = [facebook::NETWORK, bluesky::NETWORK, mastodon::NETWORK];

/// Their names, as the configuration writes them.
const NAMES: [&str; LIST.len()] = connect::names(&LIST);

/// The networks that [`connect`] knows, by the names that the configuration uses.
#[must_use]
pub fn networks() -> &'static [&'static str] {
    &NAMES
}

/// What a token of this network must be allowed, and must not; `None` for an unknown network.
#[must_use]
pub fn needs(network: &str) -> Option<Needs> {
    LIST.iter().find(|row| row.name == network).map(|row| row.needs)
}

/// Makes the adapter of one account. Nothing is sent yet.
///
/// # Errors
/// When the network is unknown or the connection cannot work: a wrong address, page, token or option.
pub fn connect(network: &str, connection: Connection) -> Result<Box<dyn Platform>, ConnectError> {
    let row = LIST.iter().find(|row| row.name == network).ok_or(ConnectError::UnknownNetwork)?;
    (row.connect)(connection)
}
