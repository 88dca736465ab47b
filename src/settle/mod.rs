//! What was decided becomes true: one transaction for inquiry, verdict, tasks and audit line.
//! It asks no network; what is to be done there goes into the outbox.

mod choice;
mod hidden;
mod judged;
mod own;
mod page;

pub use choice::{Choice, Decided, Seen, decision};
pub use own::warn_of_posts;
pub use page::{From, Settled, page};
