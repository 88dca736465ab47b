//! What our instance lists: our posts, what we are told of, what stands under a post of ours.

use super::account::Mastodon;
use super::api::List;
use super::refusal::Trouble;
use super::single::known;
use super::wire::{Context, Notice, Seen};
use crate::model::{Post, RemoteId, Stamp, Text};
use crate::platform::contract::{Cursor, Error, Page};
use crate::platform::marks::Marks;
use crate::platform::wire::Item;

/// So many stand in one context at most, and a context has no second page.
const MOST_BELOW: usize = 4096;

impl Mastodon {
    pub(super) async fn our_posts(&self, from: Stamp) -> Result<Vec<Post>, Error> {
        let path = ["api", "v1", "accounts", &self.page, "statuses"];
        let query = [("exclude_replies", "true"), ("exclude_reblogs", "true"), ("limit", "40")];
        let (mut posts, mut marks) = (Vec::new(), Marks::default());
        loop {
            let list: List<Seen> =
                self.api.list(&path, &query, marks.last()).await.map_err(Trouble::error)?;
            let (mut newer, mut older) = (0_usize, 0_usize);
            for item in list.items {
                // Leaving one out here could hide its thread from us.
                let status = match item.0.ok_or(Error::Broken("a post of another shape"))? {
                    Seen::Open(status) => status,
                    Seen::Private => continue,
                };
                let written_at = status.written_at().ok_or(Error::Broken("a post without a time"))?;
                if written_at < from {
                    older += 1;
                    continue;
                }
                newer += 1;
                // What continues a post of ours stands in its thread.
                if status.answers().is_none() {
                    posts.push(Post {
                        written_at,
                        text: Text::new(status.words()),
                        // Only the replies to the post itself; replies to replies are not in it.
                        count: status.replies_count,
                        remote: status.remote(),
                    });
                }
            }
            match list.next {
                None => return Ok(posts),
                Some(_) if newer == 0 && older > 0 => return Ok(posts),
                Some(mark) => marks.follow(mark)?,
            }
        }
    }

    pub(super) async fn mentions(&self, since: Stamp, cursor: Option<&Cursor>) -> Result<Page, Error> {
        let query = [
            ("types[]", "mention"),
            // Without it the server keeps back whom it holds for strange, and new citizens are.
            ("include_filtered", "true"),
            ("limit", "80"),
        ];
        let below = cursor.map(|Cursor(mark)| mark.as_str());
        let list: List<Notice> =
            self.api.list(&["api", "v1", "notifications"], &query, below).await.map_err(Trouble::error)?;
        let (mut page, mut older) = (Page::default(), 0_usize);
        for item in list.items {
            let Some(notice) = item.0 else {
                page.unreadable += 1;
                continue;
            };
            // A server that does not know `types[]` tells of likes too.
            if notice.kind != "mention" {
                continue;
            }
            let told_at = notice.told_at();
            if told_at.is_some_and(|at| at < since) {
                older += 1;
                continue;
            }
            self.take(&mut page, notice.status, None, told_at);
        }
        let is_past = older > 0 && page.items.is_empty();
        page.next = list.next.filter(|_| !is_past).map(Cursor);
        if cursor.is_none() {
            self.add_our_answers(since, &mut page).await?;
        }
        Ok(page)
    }

    /// Our newest replies. Nobody is told of them and they need not move the count of the post at the
    /// root, so without them a colleague's answer would show only when the whole thread is read again.
    async fn add_our_answers(&self, since: Stamp, page: &mut Page) -> Result<(), Error> {
        let path = ["api", "v1", "accounts", &self.page, "statuses"];
        let query = [("exclude_reblogs", "true"), ("limit", "40")];
        let list: List<Seen> = self.api.list(&path, &query, None).await.map_err(Trouble::error)?;
        for item in list.items {
            let is_wanted = match &item.0 {
                Some(Seen::Open(status)) => {
                    status.answers().is_some() && status.written_at().is_none_or(|at| at >= since)
                }
                // What we wrote to one person is none of ours to read either, and no news.
                Some(Seen::Private) => false,
                None => true,
            };
            if is_wanted {
                self.take(page, item.0, None, None);
            }
        }
        Ok(())
    }

    pub(super) async fn under(&self, post: &RemoteId) -> Result<Page, Error> {
        self.api.brake.check()?;
        let mut page = Page::default();
        let Some((items, is_growing)) = self.context(post).await? else { return Ok(page) };
        page.is_partial = is_growing || items.len() >= MOST_BELOW;
        for item in items {
            self.take(&mut page, item.0, Some(post), None);
        }
        Ok(page)
    }

    /// The posts under one, at every depth, and whether more are on their way; `None` when it is gone.
    pub(super) async fn context(&self, post: &RemoteId) -> Result<Option<(Vec<Item<Seen>>, bool)>, Error> {
        match self.api.get_so_far::<Context>(&["api", "v1", "statuses", known(post)?, "context"]).await {
            Ok((context, is_growing)) => Ok(Some((context.descendants, is_growing))),
            Err(Trouble::Absent) => Ok(None),
            Err(trouble) => Err(trouble.error()),
        }
    }

    fn take(&self, page: &mut Page, seen: Option<Seen>, post: Option<&RemoteId>, told_at: Option<Stamp>) {
        match seen {
            Some(Seen::Private) => page.private_dropped += 1,
            Some(Seen::Open(status)) => match status.incoming(&self.page, &self.host, post, told_at) {
                Some(incoming) => page.items.push(incoming),
                None => page.unreadable += 1,
            },
            None => page.unreadable += 1,
        }
    }
}
