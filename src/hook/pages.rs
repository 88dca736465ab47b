//! Which of our pages an event is about.

use std::collections::HashMap;

use super::{Network, Page};

/// Our pages, found by what the network calls them.
pub(super) struct Pages(HashMap<(Network, String), Page>);

impl Pages {
    pub(super) fn new(pages: Vec<Page>) -> Self {
        Self(pages.into_iter().map(|page| ((page.network, page.id.clone()), page)).collect())
    }

    pub(super) fn find(&self, network: Network, id: &str) -> Option<&Page> {
        self.0.get(&(network, id.to_owned()))
    }
}
