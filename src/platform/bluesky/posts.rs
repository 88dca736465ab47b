//! Our own posts, from our feed.

use super::profile::Bluesky;
use super::refusal::Trouble;
use super::uri::PostUri;
use super::wire::Feed;
use crate::model::{Post, RemoteId, Stamp, Text};
use crate::platform::contract::Error;
use crate::platform::marks::Marks;

impl Bluesky {
    pub(super) async fn our_posts(&self, from: Stamp) -> Result<Vec<Post>, Error> {
        let us = self.us().await?;
        let (mut posts, mut marks) = (Vec::new(), Marks::default());
        loop {
            let mut query =
                vec![("actor", us.did.as_str()), ("filter", "posts_no_replies"), ("limit", "100")];
            query.extend(marks.last().map(|mark| ("cursor", mark)));
            let page: Feed =
                self.session.list("app.bsky.feed.getAuthorFeed", &query).await.map_err(Trouble::error)?;
            let (mut newer, mut older) = (0_usize, 0_usize);
            for line in page.feed {
                // A pinned or reposted line stands out of order, and a repost is not ours.
                if line.reason.is_some() {
                    continue;
                }
                // Leaving one out here could hide its thread from us.
                let seen = line.post.0.ok_or(Error::Broken("a post of another shape"))?;
                let is_root = seen.answers().is_none();
                if !is_root || PostUri::parse(&seen.uri).is_none_or(|uri| uri.did != us.did) {
                    continue;
                }
                let written_at = seen.written_at().ok_or(Error::Broken("a post without a time"))?;
                if written_at < from {
                    older += 1;
                    continue;
                }
                newer += 1;
                posts.push(Post {
                    written_at,
                    text: Text::new(seen.words()),
                    // Only the replies to the post itself; replies to replies are not in it.
                    count: seen.reply_count,
                    remote: RemoteId::new(seen.uri),
                });
            }
            match page.cursor {
                None => return Ok(posts),
                Some(_) if newer == 0 && older > 0 => return Ok(posts),
                Some(mark) => marks.follow(mark)?,
            }
        }
    }
}
