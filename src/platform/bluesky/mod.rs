//! Bluesky (AT Protocol): replies under our posts, mentions and quotes, through our own PDS.
//!
//! It must never read `chat.bsky`: there is no word for it here, and a password that opens it is
//! refused by the check.

mod facet;
mod gate;
mod posts;
mod profile;
mod record;
mod refusal;
mod reply;
mod session;
mod stream;
mod thread;
mod uri;
mod wire;

pub(super) use profile::NETWORK;
