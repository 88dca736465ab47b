//! A network that never ends, or says the same again, is stopped and named.

use async_trait::async_trait;
use ordstyrer::intake::{Walk, Walker};
use ordstyrer::model::{Capabilities, Incoming, LengthUnit, Post, RemoteId, ReplyLimit, Stamp, Target};
use ordstyrer::platform::{Cursor, Error, OwnReply, Page, Platform, Reply, Sent};

/// Answers every list with an empty page and a cursor of its own making.
struct Endless(fn(usize) -> String);

#[async_trait]
impl Platform for Endless {
    fn can(&self) -> Capabilities {
        let reply_limit = ReplyLimit { most: 1, unit: LengthUnit::Utf16, most_bytes: None };
        Capabilities {
            hide: false,
            delete: false,
            reply: false,
            idempotent_reply: false,
            hidden_still_seen: false,
            counts: ordstyrer::model::Counts::All,
            reply_limit,
        }
    }

    async fn check(&self) -> Result<ordstyrer::platform::Grant, Error> {
        Ok(ordstyrer::platform::Grant::default())
    }

    async fn posts(&self, _: Stamp) -> Result<Vec<Post>, Error> {
        Ok(Vec::new())
    }

    async fn pull(&self, _: Stamp, cursor: Option<&Cursor>) -> Result<Page, Error> {
        let number = cursor.map_or(0, |cursor| cursor.0.len());
        Ok(Page { next: Some(Cursor((self.0)(number))), ..Page::default() })
    }

    async fn thread(
        &self,
        _: &RemoteId,
        since: Option<Stamp>,
        cursor: Option<&Cursor>,
    ) -> Result<Page, Error> {
        self.pull(since.unwrap_or_default(), cursor).await
    }

    async fn reread(&self, _: &Target) -> Result<Option<Incoming>, Error> {
        Ok(None)
    }

    async fn hide(&self, _: &Target, _: Stamp) -> Result<Sent, Error> {
        Ok(Sent::Unsupported)
    }

    async fn unhide(&self, _: &Target, _: Stamp) -> Result<Sent, Error> {
        Ok(Sent::Unsupported)
    }

    async fn delete(&self, _: &Target) -> Result<Sent, Error> {
        Ok(Sent::Unsupported)
    }

    async fn reply(&self, _: &Target, _: &Reply<'_>) -> Result<Sent, Error> {
        Ok(Sent::Unsupported)
    }

    async fn own_replies(&self, _: &Target) -> Result<Vec<OwnReply>, Error> {
        Ok(Vec::new())
    }
}

async fn walk(platform: &Endless) -> (usize, Error) {
    let mut walker = Walker::new(Walk::Stream { since: Stamp::default() }, 50);
    let mut pages = 0;
    loop {
        match walker.next(platform).await {
            Ok(Some(_)) => pages += 1,
            Ok(None) => panic!("it never ends"),
            Err(error) => return (pages, error),
        }
    }
}

#[tokio::test]
async fn a_cursor_that_repeats_ends_the_walk_with_an_error() {
    let (pages, error) = walk(&Endless(|_| "again".into())).await;
    assert_eq!((pages, error), (1, Error::Broken("a cursor that repeats")));
}

#[tokio::test]
async fn a_walk_without_end_stops_at_the_page_cap() {
    let (pages, error) = walk(&Endless(|number| "x".repeat(number + 1))).await;
    assert_eq!((pages, error), (50, Error::Broken("more pages than the cap allows")));
}
