//! The networks: one contract that each of them passes, and what is peculiar to each.

mod bad_answers;
mod bluesky;
mod connecting;
mod facebook;
mod mastodon;
mod network;
mod raw;
mod reads;
mod recorded;
mod writes;
