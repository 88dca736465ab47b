//! What a comment of the town really is: known because the town wrote it, so that a decision can be
//! checked. No detector may ever see it.

/// What the writer meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Truth {
    /// A CPR number stands in it: it must not stay public.
    Leak,
    /// A telephone number or e-mail address that nobody needs to see.
    Contact,
    /// Abuse of people: to be removed.
    Abuse,
    /// Somebody wants their own case handled: belongs in Digital Post.
    CaseRequest,
    /// A general question.
    Question,
    /// Praise.
    Praise,
    /// Harsh and lawful: stays, however much it hurts.
    Criticism,
    /// Advertising and swindle.
    Spam,
    /// Our own words, in a post or in a colleague's reply.
    Ours,
}
