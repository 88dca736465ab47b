//! What we know of our own pages and posts. None of it is about a citizen.

use super::{RemoteId, Stamp, Text};

/// Whether an account may act. A new one only observes until a person switches acting on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Mode {
    Observing,
    Acting,
}

/// Why an inquiry is held. Policy 001 §1: there is one purpose on the moderation path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Purpose {
    AnswerEnquiry,
}

impl Purpose {
    /// As the column holds it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AnswerEnquiry => "answer_enquiry",
        }
    }
}

/// How an inquiry came to us. Policy 003 §3: the source of data is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Source {
    Poll,
    /// Read on request, long after it was written: never acted on by the machine.
    Backfill,
}

impl Source {
    /// As the column holds it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Poll => "poll",
            Self::Backfill => "backfill",
        }
    }

    /// From the column.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Poll, Self::Backfill].into_iter().find(|source| source.as_str() == text)
    }
}

/// One of our own posts, with the network's own count of what stands under it.
#[derive(Clone, Debug)]
pub struct Post {
    /// Its id there. Ours, so it may be stored in the clear.
    pub remote: RemoteId,
    /// When we wrote it.
    pub written_at: Stamp,
    /// What we wrote: the detectors look at it, because we can leak too. It is not stored.
    pub text: Text,
    /// How many comments the network says it has; `None` where it does not say.
    pub count: Option<u64>,
}
