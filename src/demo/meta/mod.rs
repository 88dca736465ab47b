//! What Meta's networks share on their side of the wire.

mod asked;
pub(super) mod errors;
pub(super) mod fields;
pub(super) mod pages;
mod shown;
mod token;
mod usage;

pub(super) use asked::{flag, message, parts};
pub(super) use shown::{number, time};
pub(super) use token::Tokens;
pub(super) use usage::Usage;
