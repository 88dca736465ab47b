//! One turn, and the loop around it. One account that fails is logged and rests; the others go on,
//! and what is due is destroyed even when every network is down.

mod account;
mod rest;
mod turn;

pub use account::Connected;
pub use turn::{Organisation, Report, Settings, Worker};
