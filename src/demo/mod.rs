//! A small town on loopback: two networks that answer in the real wire shapes, and the people who
//! write there. It is the other side of the wire, so it shares no code with the adapters; it must
//! never be reachable from another machine, and it holds invented words only.

mod bluesky;
mod citizens;
mod doing;
mod entry;
mod facebook;
mod fault;
mod happening;
mod listener;
mod moderators;
mod oracle;
mod phrases;
mod side;
mod tongue;
mod town;
mod truth;
mod wire;
mod world;
mod writing;

pub use citizens::Citizens;
pub use doing::{Act, Doing};
pub use entry::{Gone, Network, Standing};
pub use fault::{Access, Fault};
pub use happening::{Call, Effect, Request};
pub use moderators::{Decisions, Moderators, Tools};
pub use oracle::Report;
pub use town::Town;
pub use truth::Truth;
