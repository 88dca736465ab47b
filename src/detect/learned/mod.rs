//! Trained linear models over hashed words and pieces of words. They give scores and labels that rank
//! the queue; what they say never hides a comment.

mod fold;
mod model;
mod opinion;
mod signals;
mod sketch;

pub use model::{Error, Head, MOST_TASKS, Model, share};
pub(super) use opinion::{Learned, Opinion, features, post_features};
pub use sketch::{BITS, BLOCKS, Features, MARK_BUCKETS};
