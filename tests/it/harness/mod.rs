//! What every test stands on: a simulated town, the real worker, one database of its own, and a
//! clock that moves when it is told to.

mod house;
pub(crate) mod postgres;
mod pretend;
mod smtp;
mod town;

pub(crate) use house::{House, caps, days, hours, minutes, settings};
pub(crate) use pretend::{Pretend, pretend_house, pretend_house_with};
pub(crate) use smtp::Smtp;
pub(crate) use town::{Town, connect, name};

use ordstyrer::store::Engine;

/// The engines of this machine: `SQLite` always, `PostgreSQL` where it is installed (on CI it must be).
pub(crate) fn engines() -> Vec<Engine> {
    let mut engines = vec![Engine::Sqlite];
    if postgres::is_there() {
        engines.push(Engine::Postgres);
    }
    engines
}
