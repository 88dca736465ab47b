//! The two databases and the only SQL on each table, one file a table. Nothing else in the program
//! writes SQL, and no network call is made while a transaction is open.

#[macro_use]
mod db;
pub mod access_review;
pub mod account;
pub mod act_count;
pub mod alarm;
pub mod api_token;
pub mod audit;
pub mod backfill;
pub mod block;
pub mod claim;
pub mod credential;
pub mod drift;
mod error;
pub mod factor;
pub mod figures;
pub mod hint;
pub mod inquiry;
pub mod installation;
pub mod keys;
pub mod mailbox_day;
pub mod moderator;
pub mod notice_read;
pub mod onboarding;
pub mod organisation;
pub mod pointed;
pub mod post;
pub mod post_day;
pub mod preference;
pub mod queue;
pub mod quota;
mod reads;
pub mod receipt;
pub mod referral;
pub mod rhythm;
pub mod role;
pub mod sample;
pub mod session;
pub mod shadow_day;
pub mod sign_in_way;
pub mod task;
pub mod tombstone;
pub mod undo;
pub mod verdict;
pub mod warning;

pub use db::{Db, Engine, Schema, Tx};
pub use error::Error;
pub use reads::Reads;
pub use role::Reach;
