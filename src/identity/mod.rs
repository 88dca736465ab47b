//! The municipality's own login (`OpenID` Connect, code flow with PKCE). It believes a token that it has
//! checked in every part, and nobody who is in no group that the configuration names.

mod keys;
mod provider;
mod strict;
mod token;

pub use provider::{Person, Provider, Refused, Settings, Way};
