//! Private addresses: where somebody is said to live. A public place, a street alone and an address
//! where something happens are no findings.

mod find;
mod home;
mod shape;
mod tail;
mod words;

pub(super) use find::Addresses;
