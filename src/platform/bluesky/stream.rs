//! What we are told of: replies, mentions and quotes, from the notifications; and what our own people
//! answered in the network's app, which nobody is told of, from our feed.

use super::profile::Bluesky;
use super::refusal::Trouble;
use super::session::Open;
use super::uri::PostUri;
use super::wire::{Feed, Notifications};
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
            .list("app.bsky.notification.listNotifications", &query)
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
        if cursor.is_none() {
            self.add_our_answers(&us, since, &mut page).await?;
        }
        Ok(page)
    }

    /// Our newest replies. They move no count of the post at the root, so without them a colleague's
    /// answer would show only when the whole thread is read again, and ours would be sent after it.
    async fn add_our_answers(&self, us: &Open, since: Stamp, page: &mut Page) -> Result<(), Error> {
        let query = [("actor", us.did.as_str()), ("filter", "posts_with_replies"), ("limit", "100")];
        let feed: Feed =
            self.session.list("app.bsky.feed.getAuthorFeed", &query).await.map_err(Trouble::error)?;
        for line in feed.feed.into_iter().filter(|line| line.reason.is_none()) {
            let Some(seen) = line.post.0 else {
                page.unreadable += 1;
                continue;
            };
            let is_ours = PostUri::parse(&seen.uri).is_some_and(|uri| uri.did == us.did);
            let is_new = seen.written_at().is_none_or(|at| at >= since);
            if !is_ours || !is_new || seen.answers().is_none() {
                continue;
            }
            match seen.incoming(&us.did, None) {
                Some(incoming) => page.items.push(incoming),
                None => page.unreadable += 1,
            }
        }
        Ok(())
    }
}
