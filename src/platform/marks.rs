//! The page marks of a list that is read to its end inside one verb. It must never go in circles, nor
//! on for ever.

use super::contract::Error;

/// A list that goes on for longer than this is none of ours.
const MOST_PAGES: usize = 200;

/// The marks that were followed.
#[derive(Default)]
pub(super) struct Marks(Vec<String>);

impl Marks {
    /// Where to go on; `None` at the first page.
    pub(super) fn last(&self) -> Option<&str> {
        self.0.last().map(String::as_str)
    }

    /// Goes on at `mark`.
    pub(super) fn follow(&mut self, mark: String) -> Result<(), Error> {
        if self.0.contains(&mark) {
            return Err(Error::Broken("a cursor that repeats"));
        }
        if self.0.len() == MOST_PAGES {
            return Err(Error::Broken("a list without an end"));
        }
        self.0.push(mark);
        Ok(())
    }
}
