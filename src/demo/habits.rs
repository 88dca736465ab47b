//! How much happens in the town in a turn.

use std::ops::RangeInclusive;

/// Comments in a turn, and the chance of everything else in a turn, in thousandths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Habits {
    /// Comments and answers; bursts and what is written elsewhere come on top.
    pub comments: RangeInclusive<u32>,
    /// An edit.
    pub edits: u32,
    /// A deletion by its author.
    pub deletions: u32,
    /// Many replies of one moment.
    pub bursts: u32,
    /// A reply that claims another time.
    pub backdated: u32,
    /// A visitor's post, a mention, a quote, a private message.
    pub elsewhere: u32,
    /// A colleague answers in the network's own app.
    pub colleagues: u32,
    /// We post.
    pub posts: u32,
}

impl Default for Habits {
    /// A lively demo: a turn every twenty minutes, in which much happens.
    fn default() -> Self {
        Self {
            comments: 3..=7,
            edits: 250,
            deletions: 200,
            bursts: 150,
            backdated: 150,
            elsewhere: 150,
            colleagues: 150,
            posts: 150,
        }
    }
}
