//! Bluesky: what is peculiar to it.

mod hiding;
mod reading;
mod recorded;
mod replying;
mod session;
mod wire;

pub(crate) use wire::Wire;
