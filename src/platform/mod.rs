//! The networks, each behind one contract. A new network is one file or folder and two lines here:
//! its `mod` line and its row in the list.

mod address;
mod adviser;
mod bluesky;
mod brake;
mod budget;
mod connect;
mod contract;
mod directory;
mod doorstep;
mod facebook;
mod google;
mod held;
mod http;
mod instagram;
mod marks;
mod mastodon;
mod mention;
mod meta;
mod oauth;
#[cfg(feature = "onnx")]
mod onnx;
mod outlet;
mod secrets;
mod wait;
mod wire;
mod youtube;

pub use adviser::{Advice, Adviser, Door};
pub use budget::{Allowance, Budget, Priority, Quota};
pub use connect::{ConnectError, Hints, Judged, Needs, Terms};
pub use contract::{Connection, Cursor, Error, Grant, OwnReply, Page, Platform, Renewed, Reply, Sent, Wait};
pub use directory::Directory;
pub use doorstep::answers;
pub use outlet::{Address, Outlet};
pub use secrets::{Secret, Secrets};

use crate::model::Capabilities;

/// Every network there is.
const LIST: &[connect::Network] = &[
    // A row each, with a line of its own.
    facebook::NETWORK,
    instagram::NETWORK,
    bluesky::NETWORK,
    mastodon::NETWORK,
    youtube::NETWORK,
];

/// Their names, as the configuration writes them.
const NAMES: [&str; LIST.len()] = connect::names(LIST);

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

/// The secrets that a network wants; `None` for an unknown network.
#[must_use]
pub fn secrets(network: &str) -> Option<&'static [Secret]> {
    LIST.iter().find(|row| row.name == network).map(|row| row.secrets)
}

/// How long the network's own terms let us keep what it gave us. None are known of an unknown network.
#[must_use]
pub fn terms(network: &str) -> Terms {
    LIST.iter().find(|row| row.name == network).map_or_else(Terms::default, |row| row.terms)
}

/// What it may mean that something is missing in what a network shows us. Nothing is known of an unknown
/// network.
#[must_use]
pub fn hints(network: &str) -> Hints {
    LIST.iter().find(|row| row.name == network).map_or_else(Hints::default, |row| row.hints)
}

/// What an account can do, before it has its secrets; and whether all else in its connection can work.
/// Its secrets are not looked at, and nothing is sent.
///
/// # Errors
/// When the network is unknown, or the address, the page or an option is wrong.
pub fn prospect(network: &str, mut connection: Connection) -> Result<Capabilities, ConnectError> {
    let row = LIST.iter().find(|row| row.name == network).ok_or(ConnectError::UnknownNetwork)?;
    connection.secrets = Secrets::not_yet(row.secrets);
    (row.connect)(connection).map(|platform| platform.can())
}

/// Makes the adapter of one account. Nothing is sent yet.
///
/// # Errors
/// When the network is unknown or the connection cannot work: a wrong address, page, token or option.
pub fn connect(network: &str, connection: Connection) -> Result<Box<dyn Platform>, ConnectError> {
    let row = LIST.iter().find(|row| row.name == network).ok_or(ConnectError::UnknownNetwork)?;
    (row.connect)(connection)
}
