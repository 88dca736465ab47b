//! One Facebook page of ours behind the contract: the reads.

use async_trait::async_trait;
use reqwest::header::HeaderValue;
use secrecy::ExposeSecret;

use super::graph::Graph;
use super::refusal::Trouble;
use super::wire::{self, Comment, Id, List, Named, Next, OurPost};
use crate::model::{Capabilities, Incoming, LengthUnit, Post, RemoteId, ReplyLimit, Stamp, Target};
use crate::platform::connect::{ConnectError, Needs, Network, without_options};
use crate::platform::contract::{Connection, Cursor, Error, OwnReply, Page, Platform, Reply, Sent};
use crate::platform::http::Http;

/// Its row in the list of networks.
pub(in crate::platform) const NETWORK: Network = Network {
    name: "facebook",
    needs: Needs {
        needed: &[
            "pages_show_list",
            "pages_read_engagement",
            "pages_read_user_content",
            "pages_manage_engagement",
        ],
        refused: &[
            "pages_messaging",
            "pages_messaging_subscriptions",
            "pages_utility_messaging",
            "read_page_mailboxes",
            "instagram_manage_messages",
            "instagram_business_manage_messages",
            "whatsapp_business_messaging",
        ],
    },
    connect,
};

/// The two streams that [`Platform::pull`] reads, one after the other.
const STREAMS: [&str; 2] = ["visitor_posts", "tagged"];

/// One page of ours.
pub(super) struct Facebook {
    pub(super) graph: Graph,
    /// Its id: who writes under this id is us.
    page: String,
}

fn connect(connection: Connection) -> Result<Box<dyn Platform>, ConnectError> {
    without_options(&connection)?;
    // By the id alone we know our own comments; a name would make us moderate ourselves.
    if connection.page.is_empty() || !connection.page.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ConnectError::Page("must be the page's id, in digits"));
    }
    let token = connection.token.expose_secret();
    if token.is_empty() || HeaderValue::from_str(token).is_err() {
        return Err(ConnectError::Token("is empty or holds a sign that no header can carry"));
    }
    let http = Http::new(&connection)?;
    Ok(Box::new(Facebook { graph: Graph::new(http, connection.token), page: connection.page }))
}

#[async_trait]
impl Platform for Facebook {
    fn can(&self) -> Capabilities {
        Capabilities {
            hide: true,
            delete: true,
            reply: true,
            idempotent_reply: false,
            hidden_still_seen: true,
            reply_limit: ReplyLimit { most: 8000, unit: LengthUnit::Utf16, most_bytes: None },
        }
    }

    async fn check(&self) -> Result<(), Error> {
        let us: Named = self.graph.get(&["me"], &[("fields", "id")]).await.map_err(Trouble::error)?;
        if us.id.as_str() == self.page {
            Ok(())
        } else {
            Err(Error::NotPermitted("the token belongs to another page"))
        }
    }

    async fn posts(&self, from: Stamp) -> Result<Vec<Post>, Error> {
        let mut posts = Vec::new();
        let mut odd = false;
        let query = [("fields", wire::OF_OUR_POST), ("limit", "25")];
        let path = [self.page.as_str(), "published_posts"];
        let walked = self.graph.walk(&path, &query, |page: Vec<OurPost>| {
            let size = page.len();
            let read: Vec<Post> = page.into_iter().filter_map(OurPost::post).collect();
            odd |= read.len() < size;
            let goes_on = read.is_empty() || read.iter().any(|post| post.written_at >= from);
            posts.extend(read.into_iter().filter(|post| post.written_at >= from));
            goes_on
        });
        walked.await.map_err(Trouble::error)?;
        if odd { Err(Error::Broken("a post of ours without a time")) } else { Ok(posts) }
    }

    async fn pull(&self, since: Stamp, cursor: Option<&Cursor>) -> Result<Page, Error> {
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

    async fn thread(
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

    async fn reread(&self, target: &Target) -> Result<Option<Incoming>, Error> {
        let fields = if target.post.is_some() { wire::OF_A_COMMENT } else { wire::OF_A_POST };
        let read = self.graph.get::<Comment>(&[known(&target.remote)?], &[("fields", fields)]).await;
        match read {
            Ok(comment) if comment.is_private() => Err(Error::NotPermitted("it is private now")),
            Ok(comment) => {
                let incoming = comment.incoming(&self.page, target.post.as_ref());
                incoming.ok_or(Error::Broken("a comment without a time")).map(Some)
            }
            Err(Trouble::Vanished) => self.confirm_gone(target).await.map(|()| None),
            Err(trouble) => Err(trouble.error()),
        }
    }

    async fn hide(&self, target: &Target, _now: Stamp) -> Result<Sent, Error> {
        self.set_hidden(target, true).await
    }

    async fn unhide(&self, target: &Target, _now: Stamp) -> Result<Sent, Error> {
        self.set_hidden(target, false).await
    }

    async fn delete(&self, target: &Target) -> Result<Sent, Error> {
        self.remove(target).await
    }

    async fn reply(&self, target: &Target, reply: &Reply<'_>) -> Result<Sent, Error> {
        self.answer(target, reply.words).await
    }

    async fn own_replies(&self, target: &Target) -> Result<Vec<OwnReply>, Error> {
        let path = [known(&target.remote)?, "comments"];
        let query = [
            ("fields", wire::OF_OUR_REPLY),
            ("filter", "stream"),
            ("order", "reverse_chronological"),
            ("limit", "100"),
        ];
        let mut replies = Vec::new();
        let walked = self.graph.walk(&path, &query, |page: Vec<Comment>| {
            let read = page.into_iter().filter_map(|comment| comment.incoming(&self.page, None));
            replies.extend(read.filter(|reply| reply.is_ours).map(|reply| OwnReply {
                remote: reply.target.remote,
                words: reply.text.expose().to_owned(),
                written_at: reply.written_at,
            }));
            true
        });
        match walked.await {
            Ok(()) => Ok(replies),
            Err(Trouble::Vanished) => self.confirm_gone(target).await.map(|()| Vec::new()),
            Err(trouble) => Err(trouble.error()),
        }
    }
}

impl Facebook {
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
                Some(comment) => match comment.incoming(&self.page, post) {
                    Some(incoming) if since.is_some_and(|since| incoming.written_at < since) => older += 1,
                    Some(incoming) => page.items.push(incoming),
                    None => page.unreadable += 1,
                },
                None => page.unreadable += 1,
            }
        }
        let is_past = older > 0 && page.items.is_empty();
        Ok((page, mark.filter(|_| !is_past)))
    }

    /// Meta gives one code for "gone" and "not for you". Only when what stands above the comment can
    /// still be read is it gone; erasing our copy on a lost permission would lose the case.
    pub(super) async fn confirm_gone(&self, target: &Target) -> Result<(), Error> {
        let above = target.post.as_ref().map_or(self.page.as_str(), RemoteId::expose);
        match self.graph.get::<Named>(&[above], &[("fields", "id")]).await {
            Ok(_) => Ok(()),
            Err(trouble) => Err(trouble.error()),
        }
    }
}

/// The id as a path segment.
pub(super) fn known(remote: &RemoteId) -> Result<&str, Error> {
    if Id::fits(remote.expose()) { Ok(remote.expose()) } else { Err(Error::Refused("no id of this network")) }
}
