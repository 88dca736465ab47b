//! Several posts as they stand now, in one call. What is not among the answers is asked for alone, so
//! that only the server's own word on that one post ends our copy of it.

use std::collections::HashMap;

use super::account::Mastodon;
use super::refusal::Trouble;
use super::single::known;
use super::wire::{Seen, Status};
use crate::model::{Incoming, Target};
use crate::platform::contract::Error;
use crate::platform::wire::Item;

/// More in one call are refused by Mastodon.
const AT_ONCE: usize = 20;

impl Mastodon {
    pub(super) async fn stand_now(&self, targets: &[Target]) -> Vec<Result<Option<Incoming>, Error>> {
        let mut found = Vec::with_capacity(targets.len());
        for some in targets.chunks(AT_ONCE) {
            let told = match self.api.brake.check() {
                Ok(()) => self.several(some).await,
                Err(error) => Err(error),
            };
            let mut there = match told {
                Ok(there) => there,
                // Asking for the others would be answered alike.
                Err(error) => {
                    found.resize_with(targets.len(), || Err(error.clone()));
                    return found;
                }
            };
            for target in some {
                let one = match there.remove(target.remote.expose()) {
                    Some(status) => self.as_it_stands(*status, target).map(Some),
                    None => self.alone(target).await,
                };
                let goes_on = one.as_ref().err().is_none_or(Error::is_about_one);
                found.push(one);
                if !goes_on {
                    return found;
                }
            }
        }
        found
    }

    async fn alone(&self, target: &Target) -> Result<Option<Incoming>, Error> {
        self.api.brake.check()?;
        self.stands_now(target).await
    }

    /// What is told of them at once, by id; nothing where the server does not know the question
    /// (Mastodon does since 4.3).
    async fn several(&self, targets: &[Target]) -> Result<HashMap<String, Box<Status>>, Error> {
        let ids = targets.iter().filter_map(|target| known(&target.remote).ok());
        let query: Vec<_> = ids.map(|id| ("id[]", id)).collect();
        if query.len() < 2 {
            return Ok(HashMap::new());
        }
        let told = match self.api.get::<Vec<Item<Seen>>>(&["api", "v1", "statuses"], &query).await {
            Ok(told) => told,
            Err(Trouble::Absent) => Vec::new(),
            Err(Trouble::Fault(fault)) => match fault.error {
                Error::Refused(_) | Error::Broken(_) => Vec::new(),
                error => return Err(error),
            },
        };
        let open = told.into_iter().filter_map(|item| match item.0 {
            Some(Seen::Open(status)) => Some((status.id().to_owned(), status)),
            Some(Seen::Private) | None => None,
        });
        Ok(open.collect())
    }
}
