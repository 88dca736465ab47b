//! What was decided becomes true: one transaction for inquiry, verdict, tasks and audit line.
//! It asks no network; what is to be done there goes into the outbox.

mod alarms;
mod alone;
mod answered_for;
mod author;
mod block;
mod caps;
mod choice;
mod hidden;
mod judged;
mod leak;
mod own;
mod page;
mod pointed;
mod referral;
mod unconfirmed;
mod undo;

pub use answered_for::{Reference, acknowledge, close_notification};
pub use author::{Closed, close as close_authors};
pub use block::{LONGEST, NewBlock, block, lift};
pub use caps::Caps;
pub use choice::{Choice, Decided, Seen, decision};
pub use own::warn_of_posts;
pub use page::{From, Settled, page};
pub use pointed::author_in_thread;
pub use referral::{Referred, Wish, refer, withdraw};
pub use unconfirmed::end_unconfirmed;
pub use undo::{Undone, undo};
