//! Meta's webhooks: verified, then kept only as a hint to look sooner. It must never read or keep
//! anything of a citizen, never open a direct message, and never hold a token or a key of the vault.

mod body;
mod counts;
mod handshake;
mod hear;
mod keys;
mod network;
mod pages;
mod receive;
mod routes;
mod server;
mod settings;
mod wire;
mod writer;

pub use counts::Counts;
pub use network::Network;
pub use routes::Hook;
pub use server::{Door, listen};
pub use settings::{Channel, Page, Settings};
pub use writer::Writer;

use keys::Keys;
