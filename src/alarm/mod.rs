//! The bell: what somebody must be told now is told by mail and by a webhook, again and to the next in
//! line, until somebody says that they have it. What is told holds nothing about a citizen: kind,
//! network, time and a link that is worth nothing without a sign-in.

mod bell;
mod line;
mod mail;
mod message;
mod words;

pub use bell::{Bell, Rung, Settings};
pub use line::Line;
pub use mail::{Mail, Security, Server};
