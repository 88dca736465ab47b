//! Bluesky's XRPC as the account's own server (PDS) answers it, the `AppView` behind it included,
//! with the flaws that were seen on the real services.

mod errors;
mod feed;
mod ids;
mod notices;
mod posting;
mod records;
mod repo;
mod session;
mod side;
mod view;
mod writes;

pub(super) use side::SIDE;
