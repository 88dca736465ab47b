//! What we say ourselves: where we point to, in which words, and what the lint keeps from being said.

mod alone;
mod answers;
mod directory;
mod fit;
mod link;
mod lint;
mod measured;
