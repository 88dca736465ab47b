//! The settings of an installation: default, then file, then environment, checked as a whole before
//! anything starts. It must never hold a secret that stood in a setting.

mod account;
mod alarm;
mod bounds;
mod check;
mod databases;
mod error;
mod hook;
mod layers;
mod login;
mod model;
pub mod onboarding;
mod secret;
mod settings;
mod shape;

pub use account::{Account, Organisation};
pub use error::Error;
pub use hook::{Hook, Outpost};
pub use layers::environment;
pub use login::Login;
pub use model::Model;
pub use settings::{Call, Config, Detect, Log, Review, Store, Vault};
