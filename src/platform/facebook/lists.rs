//! What Facebook lists: our posts, what stands under them, visitors' posts and mentions.

use super::page::Facebook;
use super::refusal::Trouble;
use super::reread::known;
use super::wire::{self, Comment, List, Next, OurPost};
use crate::model::{Post, RemoteId, Stamp};
use crate::platform::contract::{Cursor, Error, Page};

/// The two streams that are pulled, one after the other.
const STREAMS: [&str; 2] = ["visitor_posts", "tagged"];

impl Facebook {
    pub(super) async fn our_posts(&self, from: Stamp) -> Result<Vec<Post>, Error> {
        let mut posts = Vec::new();
        let query = [("fields", wire::OF_OUR_POST), ("limit", "25")];
        let path = [self.page.as_str(), "published_posts"];
        let walked = self.graph.walk(&path, &query, |page: Vec<OurPost>| {
            let read: Vec<Post> = page.into_iter().map(OurPost::post).collect();
            let goes_on = read.is_empty() || read.iter().any(|post| post.written_at >= from);
            posts.extend(read.into_iter().filter(|post| post.written_at >= from));
            goes_on
        });
        walked.await.map_err(Trouble::error)?;
        Ok(posts)
    }

    pub(super) async fn visitors_and_mentions(
        &self,
        since: Stamp,
        cursor: Option<&Cursor>,
    ) -> Result<Page, Error> {
        let (stream, after) = match cursor {
            None => (STREAMS[0], None),
            Some(Cursor(mark)) => {
                let (stream, after) = mark.split_once(' ').unwrap_or((mark, ""));
                let known = STREAMS.into_iter().find(|name| *name == stream);
                (known.ok_or(Error::Broken("a cursor of another network"))?, Some(after))
            }
        };
        let query = [("fields", wire::OF_A_POST), ("limit", "50")];
        let after = after.filter(|mark| !mark.is_empty());
        let list = self.graph.list(&[&self.page, stream], &query, after).await.map_err(Trouble::error)?;
        let (mut page, mark) = self.page_of(list, Some(since), None)?;
        page.next = match mark {
            Some(mark) => Some(Cursor(format!("{stream} {mark}"))),
            None if stream == STREAMS[0] => Some(Cursor(STREAMS[1].to_owned())),
            None => None,
        };
        Ok(page)
    }

    pub(super) async fn under(
        &self,
        post: &RemoteId,
        since: Option<Stamp>,
        cursor: Option<&Cursor>,
    ) -> Result<Page, Error> {
        let query = [
            ("fields", wire::OF_A_COMMENT),
            // Without these two Meta leaves comments out.
            ("filter", "stream"),
            ("order", "reverse_chronological"),
            ("limit", "100"),
        ];
        let path = [known(post)?, "comments"];
        let after = cursor.map(|Cursor(mark)| mark.as_str());
        let list = self.graph.list(&path, &query, after).await.map_err(Trouble::error)?;
        let (mut page, mark) = self.page_of(list, since, Some(post))?;
        page.next = mark.map(Cursor);
        Ok(page)
    }

    /// What a list holds of `since` or later, and the mark of what follows. Lists run from new to
    /// old, so a page of which all is older is the last one that matters.
    fn page_of(
        &self,
        list: List<Comment>,
        since: Option<Stamp>,
        post: Option<&RemoteId>,
    ) -> Result<(Page, Option<String>), Error> {
        let mark = match list.next() {
            Next::End => None,
            Next::After(mark) => Some(mark),
            Next::Unsaid => return Err(Error::Broken("a next page without a cursor")),
        };
        let (mut page, mut older) = (Page::default(), 0_usize);
        for item in list.data {
            match item.0 {
                Some(comment) if comment.is_private() => page.private_dropped += 1,
                Some(comment) => {
                    let incoming = comment.incoming(&self.page, post);
                    if since.is_some_and(|since| incoming.written_at < since) {
                        older += 1;
                    } else {
                        page.items.push(incoming);
                    }
                }
                None => page.unreadable += 1,
            }
        }
        let is_past = older > 0 && page.items.is_empty();
        Ok((page, mark.filter(|_| !is_past)))
    }
}
