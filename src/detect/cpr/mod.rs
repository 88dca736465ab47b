//! The CPR number, in every way that people write it.

mod electronic;
mod find;
mod number;
mod score;
mod split;

pub(super) use find::Cpr;
