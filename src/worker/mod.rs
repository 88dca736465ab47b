//! One turn, and the loops around it. One account that fails is logged and rests; the others go on,
//! and what is due is destroyed even when every network is down.

mod backfill;
mod connected;
mod drift;
mod duties;
mod heard;
mod lift;
mod memory;
mod meter;
mod pull;
mod recheck;
mod redirect;
mod renewal;
mod report;
mod rest;
mod round;
mod run;
mod turn;
mod watch;

pub use connected::Connected;
pub use lift::Lifter;
pub use meter::Meter;
pub use redirect::{Redirector, Unit};
pub use report::Report;
pub use turn::{Organisation, Settings, Worker};
pub use watch::Watch;
