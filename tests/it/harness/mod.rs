//! What every test stands on: a simulated town, the real worker, one database of its own, and a
//! clock that moves when it is told to.

mod house;
pub mod postgres;
mod town;

pub use house::{House, days, hours, minutes, settings};
pub use town::{Town, name};

use ordstyrer::store::Engine;

/// The engines of this machine: SQLite always, PostgreSQL where it is installed (on CI it must be).
pub fn engines() -> Vec<Engine> {
    let mut engines = vec![Engine::Sqlite];
    if postgres::is_there() {
        engines.push(Engine::Postgres);
    }
    engines
}
