//! Where a citizen's words are sealed, known again, and destroyed. Keys live in a second database,
//! wrapped by month keys that live in neither; deletion is the end of a key.

mod audit;
mod error;
mod ledger;
mod mac;
mod ring;
mod row;
mod seal;

pub use audit::Break;
pub use error::Error;
pub use ledger::{Entry, Ledger, Phase};
pub use ring::{KeyRing, Master};
pub use row::{NewRow, Opened, Vault};
