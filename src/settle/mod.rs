//! What was decided becomes true: one transaction for inquiry, verdict, tasks and audit line.
//! It asks no network; what is to be done there goes into the outbox.

mod alarms;
mod answered_for;
mod caps;
mod choice;
mod hidden;
mod judged;
mod own;
mod page;
mod referral;
mod unconfirmed;
mod undo;

pub use answered_for::{Reference, acknowledge, close_notification};
pub use caps::Caps;
pub use choice::{Choice, Decided, Seen, decision};
pub use own::warn_of_posts;
pub use page::{From, Settled, page};
pub use referral::{Referred, Wish, refer, withdraw};
pub use unconfirmed::end_unconfirmed;
pub use undo::{Undone, undo};
