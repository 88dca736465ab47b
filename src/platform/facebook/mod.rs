//! Facebook Pages over the Graph API: comments on our posts and ads, visitors' posts and mentions, and
//! what stands under them.
//!
//! It must never ask for more of a citizen than name and words.

mod lists;
mod page;
mod wire;

pub(super) use page::NETWORK;
