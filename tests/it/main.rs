//! One test binary; each module is a subject.

mod config;
mod harness;
mod policy;
mod trip;
