//! From a network's page to what is new in it: minimised, deduplicated, never more than once; and
//! beside the network's own count, so that what is missing is a number.
//!
//! It never moves the watermark: that is done by the worker when a whole walk went through.

mod listed;
mod looked;
mod posts;
mod recheck;
mod reckoning;
mod settings;
mod sift;
mod walk;

pub use listed::Listed;
pub use looked::{Looked, looked};
pub use posts::{DueThread, Noted, note_posts, unread_posts};
pub use recheck::to_recheck;
pub use reckoning::Reckoning;
pub use settings::Settings;
pub use sift::{Sifted, fresh, sift};
pub use walk::{Walk, Walker};
