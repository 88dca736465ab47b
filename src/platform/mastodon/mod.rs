//! Mastodon and the servers that speak its API: replies under our posts and mentions of us, through
//! our own instance.
//!
//! It must never read a word of a post that is not for everybody. No scope closes conversations to a
//! token that may read posts, so the closing is done here, by `visibility`, before anything is read.

mod account;
mod api;
mod html;
mod lists;
mod many;
mod refusal;
mod single;
mod wire;

pub(super) use account::NETWORK;
