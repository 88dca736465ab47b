//! One test binary; each module is a subject.

mod act;
mod config;
mod detect_eval;
mod floors;
mod harness;
mod platform;
mod policy;
mod privacy;
mod town;
mod trip;
