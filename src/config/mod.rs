//! The settings of an installation: default, then file, then environment, checked as a whole before
//! anything starts. It must never hold a secret that stood in a setting.

mod account;
mod check;
mod error;
mod layers;
mod secret;
mod settings;
mod shape;

pub use account::{Account, Organisation};
pub use error::Error;
pub use settings::{Config, Detect, Log, Review, Store, Vault, Worker};
