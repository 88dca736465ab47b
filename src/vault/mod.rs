//! Where a citizen's words are sealed, known again, and destroyed. Keys live in a second database,
//! wrapped by month keys that live in neither; deletion is the end of a key. Our own tokens are sealed
//! here too, under a key of the folder.

mod audit;
mod blocked;
mod credential;
mod error;
mod factor;
mod ledger;
mod mac;
mod opener;
mod ring;
mod row;
mod seal;

pub use audit::Break;
pub use blocked::VERSION as BLOCKED;
pub use credential::Renewal;
pub use error::Error;
pub use ledger::{Entry, Ledger, Phase};
pub use opener::Opener;
pub use ring::{KeyRing, Master};
pub use row::{NewRow, Opened, Vault};
