//! Mastodon: what is peculiar to it.

mod acting;
mod checking;
mod reading;
mod recorded;
mod wire;
mod words;

pub(crate) use wire::Wire;
