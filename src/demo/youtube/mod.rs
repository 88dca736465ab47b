//! YouTube's Data API as the owner of our channel sees it.

mod channel;
mod comments;
mod consent;
mod errors;
mod fields;
mod side;
mod threads;
mod units;
mod videos;
mod view;

pub(super) use side::SIDE;
