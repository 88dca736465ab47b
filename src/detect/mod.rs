//! The detectors, one kind of finding a file. Pure: text in, [`Reading`](crate::model::Reading) out.
//!
//! A text is folded once (`normalise`), its terms found in one pass (`terms`), its numbers read once
//! (`numbers`); each detector then looks only where a candidate stands. A new one is its file, its
//! `mod` line here and its row in [`Detectors::new`].

mod abuse;
mod address;
mod bank;
mod calendar;
mod card;
mod case_number;
mod class;
mod context;
mod contract;
mod cpr;
mod credential;
mod detectors;
mod document;
mod email;
mod evasion;
mod iban;
mod language;
mod learned;
mod lists;
mod lookalike;
mod mailbox;
mod normalise;
mod numbers;
mod numerals;
mod phone;
mod plate;
mod reason;
mod request;
mod rules;
mod terms;
mod trie;
mod unicode;

pub use detectors::{Comment, Detectors};
pub use learned::{
    BITS, BLOCKS, Error as ModelError, Features, Head, MARK_BUCKETS, MOST_TASKS, Model, share,
};
pub use lists::{Error, Lists};
pub use reason::{REASONS, sentence};
pub use rules::Mistake;
