//! One test binary; each module is a subject.

mod harness;
mod policy;
mod trip;
