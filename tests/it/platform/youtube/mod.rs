//! What is peculiar to YouTube.

mod acting;
mod consent;
mod looking;
mod quota;
mod reading;
mod wire;

pub(crate) use wire::Wire;
