//! Facebook: what is peculiar to it.

mod acting;
mod ads;
mod reading;
mod refusals;
mod wire;

pub(crate) use wire::Wire;
