//! The words of the outbox.

/// What is to be done on the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Deed {
    Hide,
    Unhide,
    Delete,
    Reply,
}

impl Deed {
    /// As the column holds it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hide => "hide",
            Self::Unhide => "unhide",
            Self::Delete => "delete",
            Self::Reply => "reply",
        }
    }

    /// From a column; `None` for an unknown word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Hide, Self::Unhide, Self::Delete, Self::Reply].into_iter().find(|deed| deed.as_str() == word)
    }
}

/// Why a deletion waits for the author: hidden, as far as we can.
pub const HIDDEN_FOR_AUTHOR: &str = "hidden; on this network only its author can delete it";
/// The same where it cannot even be hidden.
pub const SHOWN_FOR_AUTHOR: &str = "on this network only its author can delete it";

/// Where a task stands. `open → intent → done`, with `unknown` where the answer was lost, `parked`
/// where only a person can go on, and `cancelled` where nothing is to be done any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum TaskState {
    Open,
    Intent,
    Unknown,
    Done,
    Parked,
    Cancelled,
}

impl TaskState {
    /// As the column holds it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Intent => "intent",
            Self::Unknown => "unknown",
            Self::Done => "done",
            Self::Parked => "parked",
            Self::Cancelled => "cancelled",
        }
    }

    /// From a column; `None` for an unknown word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Open, Self::Intent, Self::Unknown, Self::Done, Self::Parked, Self::Cancelled]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}
