//! The Digital Post directory: where a citizen is pointed to. Dated configuration, never code:
//! municipalities move their portfolios.

mod directory;
mod entry;
mod rank;

pub use directory::Mailboxes;
pub use entry::{Mailbox, Owner, Standing};
pub use rank::{Asked, Ranked, Ranking, Reason};
