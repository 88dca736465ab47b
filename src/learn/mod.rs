//! Training of the models in `config/model`: reads the data, learns, measures on what was left out.
//! Nothing here runs while comments are read.

mod calibrate;
mod card;
mod data;
mod figures;
mod held;
mod invent;
pub mod metrics;
mod solver;
mod task;
mod train;
mod validate;

pub use card::Card;
pub use data::{Origin, Row, corpus, danish, english};
pub use figures::{danish_crossed, top};
pub use held::Held;
pub use task::Task;
pub use train::{Bench, TIMES, Trained, train};
pub use validate::{Ranked, Scored, cross_validate, rank_areas};
