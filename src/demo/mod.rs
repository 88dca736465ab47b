//! A small town on loopback: networks that answer in their real wire shapes, and the people who
//! write there. It is the other side of the wire, so it shares no code with the adapters; it must
//! never be reachable from another machine, and it holds invented words only.

mod bluesky;
mod citizens;
mod conduct;
mod doing;
mod entry;
mod facebook;
mod fault;
mod habits;
mod happening;
mod hooks;
mod instagram;
mod late;
mod listener;
mod mastodon;
mod meta;
mod moderators;
mod network;
mod oracle;
mod phrases;
mod quota;
mod side;
mod throttling;
mod tongue;
mod town;
mod truth;
mod user;
mod wire;
mod world;
mod writing;
mod youtube;

pub use citizens::Citizens;
pub use doing::{Act, Doing};
pub use entry::{Gone, Standing};
pub use fault::{Access, Fault};
pub use habits::Habits;
pub use happening::{Call, Effect, Request};
pub use hooks::{Hooked, Subscription};
pub use moderators::{Decisions, Moderators, Tools};
pub use network::Network;
pub use oracle::Report;
pub use throttling::Throttling;
pub use town::Town;
pub use truth::Truth;
