//! The steps from hosting decision to switch-on, and what the networks' reviews ask for: in
//! `config/onboarding.toml` and, in words, beside it. What is said there of a network is our own
//! knowledge, so a municipality can put its own files in their place.

mod list;
mod whole;
mod words;

pub use list::{Onboarding, Paper, Permission, Review, Step};
pub use words::{Answer, Deletion, Headings, PermissionWords, SceneWords, StepWords, Words, fill};
