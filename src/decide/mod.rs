//! What follows from a reading: the policy table, the mailboxes and the words we answer with. Pure:
//! nothing here asks a clock, a database or a network, and nothing here is carried out.

mod alone;
mod answers;
mod days;
mod error;
mod length;
pub mod lint;
mod mailboxes;
mod policy;
mod processor;
mod read;
mod replies;
mod template;
mod unconfirmed;
mod when;

pub use alone::{Alone, Case, Why};
pub use answers::{Answer, Answers};
pub use error::{Error, Fault};
pub use length::{fits, measure};
pub use mailboxes::{Asked, Mailbox, Mailboxes, Owner, Ranked, Ranking, Reason, Standing};
pub use policy::{Circumstances, Guideline, Policy, Proposal};
pub use processor::Processor;
pub use read::strictly;
pub use replies::{Form, Replies};
pub use unconfirmed::AtTheEnd;
pub use when::Line;
