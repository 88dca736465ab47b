//! The networks: one contract that each of them passes, and what is peculiar to each.

mod bad_answers;
mod bluesky;
mod connecting;
mod facebook;
mod instagram;
mod mastodon;
pub(crate) mod meta;
pub(crate) mod network;
mod raw;
mod reads;
mod recordings;
mod writes;
mod youtube;
