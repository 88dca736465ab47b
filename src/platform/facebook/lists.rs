//! What Facebook lists: our posts and ads, visitors' posts and mentions, and what stands under each.

use super::page::Facebook;
use super::wire::{self, Comment, OurPost};
use crate::model::{Incoming, Post, RemoteId, Stamp, Target};
use crate::platform::budget::Priority;
use crate::platform::contract::{Cursor, Error, Page};
use crate::platform::meta::Trouble;

/// The two streams that are pulled, one after the other.
const STREAMS: [&str; 2] = ["visitor_posts", "tagged"];

impl Facebook {
    pub(super) async fn our_posts(&self, from: Stamp) -> Result<Vec<Post>, Error> {
        let query = [("fields", wire::OF_OUR_POST), ("limit", "25")];
        let read = self.graph.posts("published_posts", &query, from, OurPost::post).await;
        let mut posts = read.map_err(Trouble::error)?;
        if self.reads_ads {
            // A post that is promoted stands in both.
            let ads = self.ads(from).await?;
            let unseen = |ad: &Post| posts.iter().all(|post| post.remote != ad.remote);
            let ads: Vec<Post> = ads.into_iter().filter(unseen).collect();
            posts.extend(ads);
            posts.sort_by_key(|post| std::cmp::Reverse(post.written_at));
        }
        Ok(posts)
    }

    /// The posts of our ads, those too that stand only in an ad. In what order is not told, so all that
    /// Meta has since then are read.
    async fn ads(&self, from: Stamp) -> Result<Vec<Post>, Error> {
        let since = (from.ms() / 1000).to_string();
        let query = [
            ("fields", wire::OF_OUR_POST),
            ("include_inline_create", "true"),
            ("since", &since),
            ("limit", "25"),
        ];
        let (path, mut ads) = ([self.graph.page.as_str(), "ads_posts"], Vec::new());
        let walked = self.graph.walk(Priority::Pull, &path, &query, |page: Vec<OurPost>| {
            ads.extend(page.into_iter().map(OurPost::post).filter(|post| post.written_at >= from));
            true
        });
        match walked.await.map_err(Trouble::error) {
            Ok(()) => Ok(ads),
            // Which permission Meta wants for it is not known for sure, and quietly reading no ads would
            // miss what citizens write there.
            Err(Error::NotPermitted(_) | Error::Refused(_)) => Err(Error::NotPermitted(
                "the posts of our ads: allow ads_read, or set the option `ads` to false",
            )),
            Err(error) => Err(error),
        }
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
        let path = [self.graph.page.as_str(), stream];
        let list = self.graph.list(&path, &query, after).await.map_err(Trouble::error)?;
        let (mut page, mark) = list.page(Some(since), |comment| self.open(comment, None))?;
        if stream == STREAMS[0] {
            page.visitors = page.items.iter().map(|item| item.target.remote.clone()).collect();
        }
        page.next = match mark {
            Some(mark) => Some(Cursor(format!("{stream} {mark}"))),
            None if stream == STREAMS[0] => Some(Cursor(STREAMS[1].to_owned())),
            None => None,
        };
        Ok(page)
    }

    /// `post` is one of ours, an ad, a visitor's or one that mentions us.
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
        let root = Target { remote: post.clone(), post: None };
        let after = cursor.map(|Cursor(mark)| mark.as_str());
        let list = self.graph.under(&root, "comments", &query, after).await?;
        let (mut page, mark) = list.page(since, |comment| self.open(comment, Some(post)))?;
        page.next = mark.map(Cursor);
        Ok(page)
    }

    /// `None` for what is for the commenter and the page alone.
    fn open(&self, comment: Comment, post: Option<&RemoteId>) -> Option<Incoming> {
        (!comment.is_private()).then(|| comment.incoming(&self.graph.page, post))
    }
}
