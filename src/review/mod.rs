//! The moderators' desk: sign-in, queue, inquiry, decision. It asks no network and holds no token;
//! every word of a citizen reaches the screen masked, escaped and with nothing invisible in it.

mod assets;
mod choices;
mod decision;
mod desk;
mod entry;
mod failure;
mod flag;
mod frame;
mod gate;
mod halt;
mod headers;
mod health;
mod hidden;
mod history;
mod item;
mod language;
mod link;
mod marked;
pub mod moderators;
mod new_password;
mod notice;
mod offer;
mod password;
mod people;
mod queue;
mod routes;
mod secret;
mod sessions;
mod sign_in;
mod signed;
mod untrusted;
mod when;
mod words;

pub use desk::{Desk, Organisation, Settings};
pub use routes::{router, serve};
