//! What the list of networks is made of, and why an account cannot be connected.

use super::contract::{Connection, Platform};

/// One network's row in the list.
pub(super) struct Network {
    /// As the configuration writes it.
    pub(super) name: &'static str,
    /// What its tokens must be allowed.
    pub(super) needs: Needs,
    /// Makes its adapter.
    pub(super) connect: fn(Connection) -> Result<Box<dyn Platform>, ConnectError>,
}

/// What a token must be allowed on a network, and what it must not be: policy 001 §4 keeps us out
/// of private messages, so a token that opens them is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Without these something that we do fails.
    pub needed: &'static [&'static str],
    /// With one of these the account must not be used.
    pub refused: &'static [&'static str],
}

/// Why an account cannot be connected: always a mistake in its configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// No adapter has this name.
    #[error("there is no network of this name")]
    UnknownNetwork,
    /// The address may not be called.
    #[error("base_url {0}")]
    Address(&'static str),
    /// The page cannot be one of this network.
    #[error("page {0}")]
    Page(&'static str),
    /// The token cannot be sent.
    #[error("token {0}")]
    Token(&'static str),
    /// The network has no such option.
    #[error("`{0}` is not an option of this network")]
    UnknownOption(String),
    /// The network has the option, but not with this value.
    #[error("option `{0}` {1}")]
    WrongOption(&'static str, &'static str),
    /// The HTTPS client could not be built.
    #[error("no https client: the machine has no usable certificates")]
    Client,
}

/// The names of a list of networks.
pub(super) const fn names<const N: usize>(list: &[Network; N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = list[at].name;
        at += 1;
    }
    names
}

/// Refuses every option that is left once a network has taken its own.
pub(super) fn without_options(connection: &Connection) -> Result<(), ConnectError> {
    match connection.options.keys().next() {
        Some(key) => Err(ConnectError::UnknownOption(key.clone())),
        None => Ok(()),
    }
}
