//! Every request that an adapter sends, held against the network's own machine-readable specification.
//! The specifications are not part of the project: `ORDSTYRER_SPECS` names the folder that holds them,
//! and without it these tests say that they were skipped.

mod asked;
mod discovery;
mod fields;
mod folder;
mod graph;
mod lexicon;
mod openapi;
mod requests;
mod schema;
mod wrong;

pub(crate) use asked::{Asked, repertoire};
pub(crate) use fields::{Field, google, meta};
pub(crate) use folder::specs;
