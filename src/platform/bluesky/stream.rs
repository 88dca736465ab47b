//! What we are told of: replies, mentions and quotes, from the notifications.

use super::profile::Bluesky;
use super::refusal::Trouble;
use super::wire::Notifications;
use crate::model::Stamp;
use crate::platform::contract::{Cursor, Error, Page};

/// Why we are told of a post.
const REASONS: [&str; 3] = ["reply", "mention", "quote"];

impl Bluesky {
    pub(super) async fn told(&self, since: Stamp, cursor: Option<&Cursor>) -> Result<Page, Error> {
        let us = self.us().await?;
        let mut query: Vec<(&str, &str)> = REASONS.iter().map(|reason| ("reasons", *reason)).collect();
        query.push(("limit", "100"));
        query.extend(cursor.map(|Cursor(mark)| ("cursor", mark.as_str())));
        let told: Notifications = self
            .session
            .query("app.bsky.notification.listNotifications", &query)
            .await
            .map_err(Trouble::error)?;
        let (mut page, mut older) = (Page::default(), 0_usize);
        for item in told.notifications {
            let Some(seen) = item.0 else {
                page.unreadable += 1;
                continue;
            };
            match seen.reason.as_deref() {
                Some(reason) if REASONS.contains(&reason) => {}
                // A server that does not know `reasons` tells of likes too.
                Some(_) => continue,
                None => {
                    page.unreadable += 1;
                    continue;
                }
            }
            if seen.indexed_at().or_else(|| seen.written_at()).is_some_and(|at| at < since) {
                older += 1;
                continue;
            }
            match seen.incoming(&us.did, None) {
                Some(incoming) => page.items.push(incoming),
                None => page.unreadable += 1,
            }
        }
        // The mark is the moment of the last line read, likes included, which `reasons` leaves out
        // only afterwards: without looking at it a busy profile would be read to its beginning.
        let is_past = (older > 0 && page.items.is_empty())
            || told.cursor.as_deref().and_then(Stamp::parse).is_some_and(|at| at < since);
        page.next = told.cursor.filter(|_| !is_past).map(Cursor);
        Ok(page)
    }
}
