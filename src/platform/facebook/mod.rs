//! Facebook Pages over the Graph API: comments on our posts, visitors' posts and mentions.
//!
//! It must never ask for more of a citizen than name and words, and has no word for Messenger.

mod graph;
mod lists;
mod page;
mod refusal;
mod reread;
mod usage;
mod wire;
mod write;

pub(super) use page::NETWORK;
