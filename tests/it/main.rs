//! One test binary; each module is a subject.

mod act;
mod bluesky_real;
mod detect;
mod detect_cpr;
mod detect_eval;
mod detect_hostile;
mod detect_identifiers;
mod detect_words;
mod harness;
mod platform;
mod policy;
mod privacy;
mod town;
mod trip;
