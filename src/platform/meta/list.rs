//! One page of a list: what it holds, and where it goes on.

use serde::Deserialize;
use serde::de;
use url::Url;

use crate::model::{Incoming, Stamp};
use crate::platform::contract::{Error, Page};
use crate::platform::wire::Item;

/// A list, one page of it.
#[derive(Deserialize)]
pub(in crate::platform) struct List<T> {
    /// What it holds.
    #[serde(bound(deserialize = "T: de::DeserializeOwned"))]
    pub(in crate::platform) data: Vec<Item<T>>,
    #[serde(default)]
    paging: Option<Paging>,
}

#[derive(Deserialize)]
struct Paging {
    #[serde(default)]
    cursors: Option<Cursors>,
    #[serde(default)]
    next: Option<String>,
}

#[derive(Deserialize)]
struct Cursors {
    #[serde(default)]
    after: Option<String>,
}

/// Where a list goes on.
pub(in crate::platform) enum Next {
    /// It does not.
    End,
    /// After this mark.
    After(String),
    /// It says that it does, and not how.
    Unsaid,
}

impl Next {
    /// The mark, where there is more.
    pub(in crate::platform) fn mark(self) -> Result<Option<String>, Error> {
        match self {
            Self::End => Ok(None),
            Self::After(mark) => Ok(Some(mark)),
            Self::Unsaid => Err(Error::Broken("a next page without a cursor")),
        }
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { data: Vec::new(), paging: None }
    }
}

impl<T> List<T> {
    /// `paging.next` is an address that holds our token: of it only the mark is read, and only when
    /// the mark does not stand beside it.
    pub(in crate::platform) fn next(&self) -> Next {
        let Some(paging) = &self.paging else { return Next::End };
        let Some(next) = &paging.next else { return Next::End };
        let beside = paging.cursors.as_ref().and_then(|cursors| cursors.after.clone());
        let within = || {
            let address = Url::parse(next).ok()?;
            address.query_pairs().find(|(key, _)| key == "after").map(|(_, after)| after.into_owned())
        };
        beside.or_else(within).map_or(Next::Unsaid, Next::After)
    }

    /// What it holds of `since` or later, and the mark of what follows. For lists that run from new to
    /// old: a page of which all is older is the last one that matters. `read` gives `None` for what is
    /// private.
    pub(in crate::platform) fn page(
        self,
        since: Option<Stamp>,
        read: impl Fn(T) -> Option<Incoming>,
    ) -> Result<(Page, Option<String>), Error> {
        let mark = self.next().mark()?;
        let (mut page, mut older) = (Page::default(), 0_usize);
        for item in self.data {
            match item.0.map(&read) {
                Some(Some(incoming)) if since.is_some_and(|since| incoming.written_at < since) => older += 1,
                Some(Some(incoming)) => page.items.push(incoming),
                Some(None) => page.private_dropped += 1,
                None => page.unreadable += 1,
            }
        }
        let is_past = older > 0 && page.items.is_empty();
        Ok((page, mark.filter(|_| !is_past)))
    }
}
