//! What the citizens did in a turn, for the console and the tests; no words in it.

use super::{Network, Truth};

/// What somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Act {
    Posted,
    Commented,
    Answered,
    Backdated,
    Edited,
    Deleted,
    VisitedOurPage,
    Mentioned,
    Quoted,
    WroteInPrivate,
    Liked,
    ColleagueReplied,
    ColleagueLeaked,
}

/// One thing that happened in a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doing {
    /// What.
    pub act: Act,
    /// Where.
    pub network: Network,
    /// What it really is now.
    pub truth: Option<Truth>,
    /// The post or comment it was done to.
    pub id: String,
}
