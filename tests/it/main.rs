//! One test binary; each module is a subject.

mod detect;
mod detect_cpr;
mod detect_eval;
mod detect_hostile;
mod detect_identifiers;
mod detect_words;
