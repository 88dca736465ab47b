//! One test binary; each module is a subject.

mod act;
mod bluesky_real;
mod detect_eval;
mod harness;
mod platform;
mod policy;
mod privacy;
mod town;
mod trip;
