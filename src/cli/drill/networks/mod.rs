//! `ordstyrer drill networks`: every network of the town, weeks of traffic in a simulated time, and
//! everything that goes wrong on the way.

mod figures;
mod life;
mod operator;
mod run;
mod verdict;
mod weather;
mod webhooks;

pub(super) use run::{Args, run};
