//! Builds every part from the configuration, and runs the roles that are asked for until told to
//! stop. It makes no keys: a service that made keys silently would bury the loss of the old ones.

mod open;
mod outpost;
mod serve;

pub use open::App;
pub use outpost::serve_outpost;
pub use serve::Role;
