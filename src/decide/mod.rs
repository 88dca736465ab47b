//! What follows from a reading: the policy table, the mailboxes and the words we answer with. Pure:
//! nothing here asks a clock, a database or a network, and nothing here is carried out.

mod days;
mod error;
mod length;
mod mailboxes;
mod policy;
mod processor;
mod read;
mod replies;
mod template;
mod unconfirmed;
mod when;

pub use error::{Error, Fault};
pub use length::{fits, measure};
pub use mailboxes::{Mailbox, Mailboxes};
pub use policy::{Circumstances, Guideline, Policy, Proposal};
pub use processor::Processor;
pub use read::strictly;
pub use replies::Replies;
pub use unconfirmed::AtTheEnd;
