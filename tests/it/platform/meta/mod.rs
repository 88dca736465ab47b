//! What Meta's networks have in common: how they answer, tokens, and how much is used up.

mod tokens;
mod usage;
mod wire;

pub(crate) use wire::{error, list, serve_check, serve_pages, vanished, with_app_secret};
