//! Instagram: what is peculiar to it.

mod acting;
mod logins;
mod reading;
mod wire;

pub(crate) use wire::Wire;
