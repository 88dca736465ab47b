//! The lint of what we say ourselves: every reply goes through it, whether a template or a person wrote
//! it. Pure: what the detectors find in the words is handed in, because rooms of one floor never import
//! each other. Only here is a
//! [`Passed`](crate::model::Passed) made, and nothing else can be put in the outbox as a reply.

mod book;
mod check;
mod pattern;
mod refusal;
pub(super) mod terms;
pub(super) mod tokens;

pub use book::Lint;
pub use refusal::{Citizen, Draft, Purpose, Refusal};
