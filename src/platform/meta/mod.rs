//! What Meta's networks have in common: calls to the Graph API with our token, lists, refusals, how
//! much of what Meta allows is used up, and what a token may do.
//!
//! It must never put a token into an address, and has no word for Messenger or direct messages.

mod graph;
mod id;
mod list;
mod refusal;
mod single;
mod token;
mod usage;
mod write;

pub(super) use graph::{Edges, Graph};
pub(super) use id::{Id, Named, known, link};
pub(super) use list::List;
pub(super) use refusal::Trouble;
pub(super) use single::ours;
pub(super) use token::{APP_SECRET, REFUSED, TERMS};
