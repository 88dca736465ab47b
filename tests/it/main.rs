//! One test binary; each module is a subject.

mod act;
mod config;
mod detect_eval;
mod floors;
mod harness;
mod intake;
mod keys;
mod platform;
mod policy;
mod privacy;
mod retention;
mod store;
mod town;
mod trip;
