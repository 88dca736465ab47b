//! Ordstyrer: a municipality's public voice on the social networks, kept lawful and kept short.
//!
//! A comment travels once: a network's page → [`intake`] (minimise) → [`screen`] (detect, decide,
//! mask; pure) → [`settle`] (one transaction: inquiry, verdict, tasks, audit line) →
//! [`act`] (hide, delete, reply when due; read back) and [`review`] (a person decides) →
//! [`retain`] (destroy key and row when due, leave a receipt). [`worker`] takes the turns, and moves an
//! account's watermark when a whole walk went through, not page by page. A webhook is heard by [`hook`],
//! and is only a hint to take a turn sooner. What cannot wait for somebody to look rings by [`alarm`].
//! Who sits at the desk is told by the municipality's own login, [`identity`].
//!
//! ```text
//! 9 main   8 cli   7 app demo   6 config   5 worker review
//! 4 intake screen settle act retain hook learn alarm identity   3 platform detect decide vault   2 store   1 model
//! ```
//!
//! An import goes only to a lower floor, and rooms of one floor never import each other;
//! `tests/it/floors.rs` enforces it. Only `app` and `cli` read [`config`] and hand each room its
//! own settings.

pub mod act;
pub mod alarm;
pub mod app;
pub mod cli;
pub mod config;
pub mod decide;
pub mod demo;
pub mod detect;
pub mod hook;
pub mod identity;
pub mod intake;
pub mod learn;
pub mod model;
pub mod platform;
pub mod retain;
pub mod review;
pub mod screen;
pub mod settle;
pub mod store;
pub mod vault;
pub mod worker;
