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

use ordstyrer::decide::lint::{Citizen, Draft, Lint, Purpose};
use ordstyrer::model::{Language, Passed};
use ordstyrer::settle::Choice;

use ordstyrer::store::Engine;

/// The engines of this machine: `SQLite` always, `PostgreSQL` where it is installed (on CI it must be).
pub(crate) fn engines() -> Vec<Engine> {
    let mut engines = vec![Engine::Sqlite];
    if postgres::is_there() {
        engines.push(Engine::Postgres);
    }
    engines
}

/// Danish words of ours, through the lint: there is no other way to make a reply.
pub(crate) fn passed(words: &str) -> Passed {
    let draft = Draft {
        words,
        language: Language::Danish,
        purpose: Purpose::Answer,
        to: Citizen::default(),
        ours: &[],
    };
    Lint::shipped().pass(&draft, &[]).expect("the words of a test are proper").0
}

/// A moderator's redirect to the schools' mailbox, with these words.
pub(crate) fn redirect_with(words: &str) -> Choice {
    Choice::Redirect { proposed: "buf".into(), mailbox: "buf".into(), reply: passed(words) }
}
