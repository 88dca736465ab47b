//! Training of the models in `config/model`: reads the data, learns, measures on what was left out.
pub mod data;
pub mod held;
pub mod invent;
mod solver;
pub mod task;
pub mod validate;
