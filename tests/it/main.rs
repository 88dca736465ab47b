//! One test binary; each module is a subject.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]
#![expect(clippy::print_stdout, reason = "what is skipped and what was measured is said aloud")]

mod accounts;
mod act;
mod bluesky_real;
mod browser;
mod cli;
mod config;
mod detect;
mod detect_addresses;
mod detect_book;
mod detect_cpr;
mod detect_documents;
mod detect_eval;
mod detect_evasion;
mod detect_hostile;
mod detect_identifiers;
mod detect_language;
mod detect_learned;
mod detect_parsers;
mod detect_rules;
mod detect_words;
mod drill;
mod floors;
mod harness;
mod hook;
mod intake;
mod keys;
mod learn;
mod meta;
mod midway;
mod onboarding;
mod outside_model;
mod overtaken;
mod platform;
mod policy;
mod privacy;
mod reconciliation;
mod retention;
mod review;
mod said;
mod screened;
mod spared;
mod specs;
mod store;
mod tokens;
mod town;
mod town_contract;
mod trial;
mod trip;
mod unhideable;
mod wire_fields;
