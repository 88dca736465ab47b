//! Meta's ids, moments and addresses.

use serde::Deserialize;
use serde::de::{self, Deserializer};
use url::Url;

use crate::model::{Link, RemoteId};
use crate::platform::contract::Error;

/// An id, which Meta writes as text or as a number.
pub(in crate::platform) struct Id(String);

/// Something of which only the id matters.
#[derive(Deserialize)]
pub(in crate::platform) struct Named {
    /// Its id.
    pub(in crate::platform) id: Id,
}

impl Id {
    /// Whether this can be one of their ids: safe in a path, and not a word like `me`, which names
    /// our whole page.
    pub(in crate::platform) fn fits(text: &str) -> bool {
        text.len() <= 200
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && text.bytes().any(|b| b.is_ascii_digit())
    }

    /// The id.
    pub(in crate::platform) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Id> for RemoteId {
    fn from(id: Id) -> Self {
        Self::new(id.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Number(u64),
        }
        let text = match Written::deserialize(source)? {
            Written::Text(text) => text,
            Written::Number(number) => number.to_string(),
        };
        if Self::fits(&text) { Ok(Self(text)) } else { Err(de::Error::custom("no id")) }
    }
}

/// The id as a path segment.
pub(in crate::platform) fn known(remote: &RemoteId) -> Result<&str, Error> {
    if Id::fits(remote.expose()) { Ok(remote.expose()) } else { Err(Error::Refused("no id of this network")) }
}

/// An address on the network's own host, `home` or below it, and no other: a moderator will open it.
pub(in crate::platform) fn link(address: String, home: &str) -> Option<Link> {
    let parsed = Url::parse(&address).ok()?;
    let below = parsed.host_str()?.strip_suffix(home)?;
    (below.is_empty() || below.ends_with('.')).then(|| Link::https(address)).flatten()
}
