//! Units of a day in California: every call costs some, refused ones too, and nobody is told how many
//! are left.

use axum::http::Method;

use super::errors;
use crate::demo::wire::{Ask, Told};
use crate::model::Stamp;

const ZONE: &str = "America/Los_Angeles";
const READ: u32 = 1;
const WRITE: u32 = 50;

/// What a project may spend.
pub(super) struct Units {
    pub(super) a_day: u32,
    spent: u32,
    ends: Stamp,
}

impl Units {
    pub(super) fn new() -> Self {
        Self { a_day: 10_000, spent: 0, ends: Stamp::default() }
    }

    /// The exchange of tokens is none of the API's calls.
    pub(super) fn spend(&mut self, ask: &Ask, now: Stamp) -> Result<(), Told> {
        let cost = match ask.path.last().map(String::as_str) {
            Some("token") => 0,
            _ if ask.method == Method::GET => READ,
            _ => WRITE,
        };
        if now >= self.ends {
            (self.spent, self.ends) = (0, now.day_of(ZONE).2);
        }
        if self.spent + cost > self.a_day {
            return Err(errors::error(403, "quotaExceeded"));
        }
        self.spent += cost;
        Ok(())
    }
}
