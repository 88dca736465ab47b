//! The rule book for what is rare and grave: patterns with grammar, as configuration that is checked
//! before it runs.
//!
//! `written` is the file's shape, `pattern` reads one pattern, `book` compiles all files and reports
//! what to mend, `tokens` and `matcher` find patterns in a text, `judge` weighs what was found.

mod book;
mod judge;
mod matcher;
mod pattern;
mod set;
mod shipped;
mod tokens;
mod trial;
mod vocabulary;
mod written;

pub(super) use book::Book;
pub(super) use shipped::shipped;

pub use trial::Mistake;
pub(super) use trial::try_out;
