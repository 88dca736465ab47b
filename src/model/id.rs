//! Typed names of things, so that one id cannot stand where another is meant.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use uuid::{ContextV7, Timestamp};

use super::Stamp;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes an id that already exists: from a column, a form or the configuration.
            #[must_use]
            pub fn from_text(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    };
}

macro_rules! made {
    ($($name:ident),*) => { $(
        impl $name {
            /// A new id (`UUIDv7`): sorts by `now`, and says nothing of whom it is about.
            #[must_use]
            pub fn new(now: Stamp) -> Self {
                Self(uuid_v7(now))
            }
        }
    )* };
}

id! {
    /// The municipality (or house under it) that accounts, moderators and queue belong to: the
    /// short name that the configuration gives it.
    OrganisationId
}
id! {
    /// Our page or profile on a network: the name that the configuration gives it.
    AccountName
}
id! {
    /// A comment, as held here. Random, so it leads nowhere after deletion.
    InquiryId
}
id! {
    /// One deed in the outbox.
    TaskId
}
id! {
    /// One decision.
    VerdictId
}
id! {
    /// A moderator's pseudonym: what logs and the audit trail show.
    ModeratorId
}
made!(InquiryId, TaskId, VerdictId, ModeratorId);

/// The id of a post or comment on the network. It leads to a person, so it is stored only sealed,
/// and it cannot be printed.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct RemoteId(String);

impl RemoteId {
    /// Takes an id that the network gave. Opaque: never taken apart outside its adapter.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id, for a call to the network or for sealing.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RemoteId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RemoteId({} bytes)", self.0.len())
    }
}

/// The address of a comment on its network, for a moderator to open. It leads to a person, so it
/// is stored only sealed, and it cannot be printed.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Link(String);

impl Link {
    /// Built by an adapter from the network's host and an id it has checked; `None` unless `https`.
    #[must_use]
    pub fn https(address: impl Into<String>) -> Option<Self> {
        let address = address.into();
        address.starts_with("https://").then_some(Self(address))
    }

    /// The address, for an `href` on an escaping page.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Link")
    }
}

/// Where an action goes: the comment and the post of ours that it stands under, if it does.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Target {
    /// The comment.
    pub remote: RemoteId,
    /// Our own post at the root of the thread; `None` for a visitor's post or a mention.
    pub post: Option<RemoteId>,
}

/// Ids of one millisecond sort in the order in which this process made them.
fn uuid_v7(now: Stamp) -> String {
    static COUNTER: Mutex<ContextV7> = Mutex::new(ContextV7::new());
    let millis = u64::try_from(now.ms()).unwrap_or(0);
    let nanos = u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000;
    let counter = COUNTER.lock().unwrap_or_else(PoisonError::into_inner);
    uuid::Uuid::new_v7(Timestamp::from_unix(&*counter, millis / 1000, nanos)).to_string()
}
