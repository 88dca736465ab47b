//! Instagram over the Graph API: comments on our media with what answers them, and media of others in
//! which we are tagged.
//!
//! It must never ask for a picture of a person or a like. What Meta lets nobody list stays unseen:
//! comments on ads, and mentions in captions and comments of others, whose ids only a webhook brings.

use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::sync::OnceCell;
use toml::Value;

use super::budget::Priority;
use super::connect::{ConnectError, Hints, Needs, Network, number, without_options};
use super::contract::{
    Connection, Cursor, Error, Grant, OwnReply, Page, Platform, Renewed, Reply, Sent, Wait,
};
use super::meta::{self, Edges, Graph, Id, List, Named, Trouble, known, link};
use super::secrets::{Secret, Secrets, TOKEN};
use super::wire::{lenient, moment};
use crate::model::{
    Capabilities, Counts, Incoming, LengthUnit, Link, Post, RemoteId, ReplyLimit, Stamp, Target, Text,
};

/// Its row in the list of networks.
pub(super) const NETWORK: Network = Network {
    name: "instagram",
    needs: Needs {
        // With Facebook's log-in, which tells what a token may do. Instagram's own calls them
        // instagram_business_basic and instagram_business_manage_comments.
        needed: &["instagram_basic", "instagram_manage_comments", "pages_read_engagement", "pages_show_list"],
        unless_off: &[],
        refused: meta::REFUSED,
    },
    secrets: &[
        Secret {
            name: TOKEN,
            is_needed: true,
            about: "with Facebook's log-in the access token of a system user that may use the account's Page; \
                    with Instagram's a long-lived token",
        },
        meta::APP_SECRET,
    ],
    terms: meta::TERMS,
    hints: Hints {
        no_author: Some("the comments' authors are private, or the app has no Advanced Access?"),
        none_listed: Some("the app is still in development mode, or the post is restricted by age?"),
        fewer_listed: Some("comments on ads, or by people whom we restricted and did not approve?"),
    },
    connect,
};

const EDGES: Edges = Edges { answers: "replies", hidden: "hide", witness: "media" };

/// What is asked of a comment. `user` is told of our own only; the address is that of our post,
/// because a comment has none.
const OF_A_COMMENT: &str =
    "id,text,timestamp,username,from{id,username},user{id},parent_id,hidden,media{permalink}";
/// What is asked of our own answer.
const OF_OUR_REPLY: &str = "id,text,timestamp,username,from{id,username},user{id}";
/// What is asked of a comment before it is answered.
const OF_A_PLACE: &str = "id,parent_id,hidden";
/// What is asked of our media. Meta's reference: the count has the answers to comments in it, and not
/// the comments on ads. People whom we restricted are counted and not listed.
const OF_OURS: &str = "id,caption,timestamp,comments_count";
/// What is asked of media in which we are tagged.
const OF_OTHERS: &str = "id,caption,timestamp,username,permalink";
/// Where an address may lead that a moderator opens.
const HOME: &str = "instagram.com";
/// Instagram gives no more at once.
const FIFTY: (&str, &str) = ("limit", "50");

/// How long a comment may be, unless configured. An old page of Meta's says 300 (with four hashtags and
/// one address), people may write 2,200: which holds for us is not known.
const MOST_CHARACTERS: usize = 300;

/// Who gave us the token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Login {
    /// The Page that the account belongs to, at `graph.facebook.com`. Only here we see who tags us.
    Facebook,
    /// The account itself, at `graph.instagram.com`, for 60 days at a time.
    Instagram,
}

/// One account of ours.
struct Instagram {
    graph: Graph,
    login: Login,
    most: usize,
    secrets: Secrets,
    /// Our user name, asked for once: a comment that shows no id of its author may still be ours.
    name: OnceCell<Option<String>>,
}

fn connect(mut connection: Connection) -> Result<Box<dyn Platform>, ConnectError> {
    let login = match connection.options.remove("login").as_ref().map(Value::as_str) {
        None | Some(Some("facebook")) => Login::Facebook,
        Some(Some("instagram")) => Login::Instagram,
        Some(_) => return Err(ConnectError::WrongOption("login", "must be \"facebook\" or \"instagram\"")),
    };
    let other = if login == Login::Facebook { "graph.instagram.com" } else { "graph.facebook.com" };
    if connection.base_url.host_str() == Some(other) {
        return Err(ConnectError::WrongOption("login", "is not the log-in of base_url"));
    }
    let range = "must be a whole number from 1 to 2200";
    let most = number(&mut connection, "max_characters", MOST_CHARACTERS, 1..=2200, range)?;
    without_options(&connection)?;
    let graph = Graph::connect(&connection, EDGES)?;
    Ok(Box::new(Instagram { graph, login, most, secrets: connection.secrets, name: OnceCell::new() }))
}

#[async_trait]
impl Platform for Instagram {
    fn can(&self) -> Capabilities {
        Capabilities {
            hide: true,
            delete: true,
            reply: true,
            idempotent_reply: false,
            hidden_still_seen: true,
            counts: Counts::All,
            reply_limit: ReplyLimit { most: self.most, unit: LengthUnit::Utf16, most_bytes: None },
        }
    }

    async fn check(&self) -> Result<Grant, Error> {
        let us = match self.login {
            Login::Facebook => self.us::<Named>("id").await?.id,
            // There `id` is another one for each app.
            Login::Instagram => self.us::<Signed>("user_id").await?.user_id,
        };
        if us.as_str() != self.graph.page {
            return Err(Error::NotPermitted("the token belongs to another account"));
        }
        match self.login {
            Login::Facebook => self.graph.grant().await,
            // Nothing there tells what a token may do.
            Login::Instagram => Ok(Grant::default()),
        }
    }

    /// Meta renews a token that is at least a day old and has not ended.
    async fn renew(&self, now: Stamp) -> Result<Option<Renewed>, Error> {
        if self.login == Login::Facebook {
            return Ok(None);
        }
        // Meta's page shows the token in the address; that the header serves here as it does for every
        // other call is not written there.
        let query = [("grant_type", "ig_refresh_token")];
        let fresh: Fresh = self.graph.get(&["refresh_access_token"], &query).await.map_err(Trouble::error)?;
        let secrets = self.secrets.clone().with(TOKEN, fresh.access_token);
        secrets.bearer().map_err(|_| Error::Broken("a token that no header can carry"))?;
        let ends = fresh.expires_in.map(|seconds| now.later(Duration::from_secs(seconds)));
        Ok(Some(Renewed { secrets, ends }))
    }

    fn hold(&self) -> Option<Wait> {
        self.graph.hold()
    }

    async fn posts(&self, from: Stamp) -> Result<Vec<Post>, Error> {
        let query = [("fields", OF_OURS), ("limit", "25")];
        self.graph.posts("media", &query, from, Medium::post).await.map_err(Trouble::error)
    }

    async fn pull(&self, since: Stamp, cursor: Option<&Cursor>) -> Result<Page, Error> {
        if self.login == Login::Instagram {
            return Ok(Page::default());
        }
        let (path, query) = ([self.graph.page.as_str(), "tags"], [("fields", OF_OTHERS), FIFTY]);
        let after = cursor.map(|Cursor(mark)| mark.as_str());
        let list: List<Medium> = self.graph.list(&path, &query, after).await.map_err(Trouble::error)?;
        let (mut page, mark) = list.page(Some(since), |medium| Some(medium.incoming()))?;
        page.next = mark.map(Cursor);
        Ok(page)
    }

    async fn thread(
        &self,
        post: &RemoteId,
        since: Option<Stamp>,
        cursor: Option<&Cursor>,
    ) -> Result<Page, Error> {
        known(post)?;
        let mut place = match cursor {
            None => Place::default(),
            Some(Cursor(mark)) => {
                serde_json::from_str(mark).map_err(|_| Error::Broken("a cursor of another network"))?
            }
        };
        let name = self.name().await?;
        let whole = format!("{OF_A_COMMENT},replies.limit(50){{{OF_A_COMMENT}}}");
        let (target, edge, fields, after) = if let Some((comment, mark)) = place.inside.pop() {
            let comment = Target { remote: RemoteId::new(comment), post: Some(post.clone()) };
            (comment, "replies", OF_A_COMMENT, Some(mark))
        } else {
            let root = Target { remote: post.clone(), post: None };
            (root, "comments", whole.as_str(), place.after.take())
        };
        let query = [("fields", fields), FIFTY];
        let list: List<Comment> = self.graph.under(&target, edge, &query, after.as_deref()).await?;
        let above = Above { comment: target.post.map(|_| target.remote), ..Above::post(post) };
        let mut page = Page::default();
        self.take(list, name, &above, &mut place, &mut page)?;
        // The list runs from new to old by the comments on the post, and an old one may be answered
        // today: it is read to its end.
        page.items.retain(|item| since.is_none_or(|since| item.written_at >= since));
        page.next = place.cursor();
        Ok(page)
    }

    async fn reread(&self, target: &Target) -> Result<Option<Incoming>, Error> {
        known(&target.remote)?;
        let Some(post) = &target.post else { return self.tagged(target).await };
        let name = self.name().await?;
        let comment: Option<Comment> = self.graph.one(target, OF_A_COMMENT).await?;
        Ok(comment.map(|comment| comment.incoming(&self.graph.page, name, &Above::post(post))))
    }

    async fn hide(&self, target: &Target, _now: Stamp) -> Result<Sent, Error> {
        if target.post.is_none() { Ok(Sent::Unsupported) } else { self.graph.set_hidden(target, true).await }
    }

    async fn unhide(&self, target: &Target, _now: Stamp) -> Result<Sent, Error> {
        if target.post.is_none() { Ok(Sent::Unsupported) } else { self.graph.set_hidden(target, false).await }
    }

    async fn delete(&self, target: &Target) -> Result<Sent, Error> {
        if target.post.is_none() { Ok(Sent::Unsupported) } else { self.graph.remove(target).await }
    }

    async fn reply(&self, target: &Target, reply: &Reply<'_>) -> Result<Sent, Error> {
        if target.post.is_none() {
            // Nobody lists us the comments there: an answer that was lost could not be found again.
            return Ok(Sent::Unsupported);
        }
        match self.graph.one::<Standing>(target, OF_A_PLACE).await? {
            None => Ok(Sent::Gone),
            Some(place) if place.hidden == Some(true) => {
                Err(Error::Refused("a hidden comment takes no answer there: show it first"))
            }
            Some(_) => self.graph.answer(target, reply.words).await,
        }
    }

    async fn own_replies(&self, target: &Target) -> Result<Vec<OwnReply>, Error> {
        let Some(post) = &target.post else { return Ok(Vec::new()) };
        let Some(place) = self.graph.one::<Standing>(target, OF_A_PLACE).await? else {
            return Ok(Vec::new());
        };
        // An answer to an answer stands under the comment at the top, beside what it answers.
        let (name, top) = (self.name().await?, place.parent_id.map(RemoteId::from));
        let query = [("fields", OF_OUR_REPLY), FIFTY];
        let answers: Vec<Comment> = self.graph.answers(target, top.as_ref(), &query).await?;
        let above = Above::post(post);
        Ok(meta::ours(answers.into_iter().map(|one| one.incoming(&self.graph.page, name, &above))))
    }
}

impl Instagram {
    async fn us<T: DeserializeOwned>(&self, field: &str) -> Result<T, Error> {
        let path = if self.login == Login::Facebook { self.graph.page.as_str() } else { "me" };
        self.graph.get(&[path], &[("fields", field)]).await.map_err(Trouble::error)
    }

    async fn name(&self) -> Result<Option<&str>, Error> {
        let asked = self
            .name
            .get_or_try_init(async || self.us::<Account>("username").await.map(|us| us.username))
            .await?;
        Ok(asked.as_deref())
    }

    /// Takes a list of comments into a page, each before its answers, and notes where lists go on.
    fn take(
        &self,
        list: List<Comment>,
        name: Option<&str>,
        above: &Above,
        place: &mut Place,
        page: &mut Page,
    ) -> Result<(), Error> {
        let mark = list.next().mark()?;
        match &above.comment {
            Some(comment) => place.inside.extend(mark.map(|mark| (comment.expose().to_owned(), mark))),
            None => place.after = mark,
        }
        for item in list.data {
            let Some(mut comment) = item.0 else {
                page.unreadable += 1;
                continue;
            };
            let answers = comment.replies.take();
            let incoming = comment.incoming(&self.graph.page, name, above);
            let (remote, link) = (incoming.target.remote.clone(), incoming.link.clone());
            page.items.push(incoming);
            if let Some(answers) = answers {
                let inside = Above { comment: Some(remote), link, post: above.post.clone() };
                self.take(answers, name, &inside, place, page)?;
            }
        }
        Ok(())
    }

    /// A medium of somebody else stands only in the list of those in which we are tagged.
    async fn tagged(&self, target: &Target) -> Result<Option<Incoming>, Error> {
        let (path, query) = ([self.graph.page.as_str(), "tags"], [("fields", OF_OTHERS), FIFTY]);
        let mut found = None;
        let walked = self.graph.walk(Priority::Deed, &path, &query, |page: Vec<Medium>| {
            found = page.into_iter().find(|one| one.id.as_str() == target.remote.expose());
            found.is_none()
        });
        walked.await.map_err(Trouble::error)?;
        Ok(found.map(Medium::incoming))
    }
}

/// Where a thread goes on: the comments on the post, and the answers to those whose answers are more
/// than came with them.
#[derive(Default, Serialize, Deserialize)]
struct Place {
    after: Option<String>,
    inside: Vec<(String, String)>,
}

impl Place {
    fn cursor(&self) -> Option<Cursor> {
        let goes_on = self.after.is_some() || !self.inside.is_empty();
        goes_on.then(|| Cursor(serde_json::to_string(self).expect("texts alone are always JSON")))
    }
}

/// What stands above a comment.
struct Above {
    post: RemoteId,
    comment: Option<RemoteId>,
    link: Option<Link>,
}

impl Above {
    fn post(post: &RemoteId) -> Self {
        Self { post: post.clone(), comment: None, link: None }
    }
}

/// An account: ours, or the author of a comment.
#[derive(Default, Deserialize)]
struct Account {
    #[serde(default, deserialize_with = "lenient")]
    id: Option<Id>,
    #[serde(default, deserialize_with = "name")]
    username: Option<String>,
}

/// Whose token it is.
#[derive(Deserialize)]
struct Signed {
    user_id: Id,
}

#[derive(Deserialize)]
struct Fresh {
    access_token: SecretString,
    /// Seconds.
    #[serde(default, deserialize_with = "lenient")]
    expires_in: Option<u64>,
}

#[derive(Deserialize)]
struct Standing {
    #[serde(default, deserialize_with = "lenient")]
    parent_id: Option<Id>,
    #[serde(default, deserialize_with = "lenient")]
    hidden: Option<bool>,
}

#[derive(Deserialize)]
struct Comment {
    id: Id,
    #[serde(default)]
    text: Option<String>,
    #[serde(deserialize_with = "moment")]
    timestamp: Stamp,
    #[serde(default, deserialize_with = "name")]
    username: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    from: Option<Account>,
    #[serde(default, deserialize_with = "lenient")]
    user: Option<Named>,
    #[serde(default, deserialize_with = "lenient")]
    parent_id: Option<Id>,
    #[serde(default, deserialize_with = "lenient")]
    hidden: Option<bool>,
    #[serde(default, deserialize_with = "lenient")]
    media: Option<Address>,
    #[serde(default)]
    replies: Option<List<Comment>>,
}

#[derive(Deserialize)]
struct Address {
    permalink: String,
}

impl Comment {
    fn incoming(self, page: &str, us: Option<&str>, above: &Above) -> Incoming {
        let from = self.from.unwrap_or_default();
        let name = from.username.or(self.username);
        let mut ids = from.id.into_iter().chain(self.user.map(|user| user.id));
        Incoming {
            is_ours: ids.any(|id| id.as_str() == page) || (us.is_some() && name.as_deref() == us),
            target: Target { remote: self.id.into(), post: Some(above.post.clone()) },
            parent: self.parent_id.map(RemoteId::from).or_else(|| above.comment.clone()),
            author_name: name.map(Text::new),
            handle: None,
            text: Text::new(self.text.unwrap_or_default()),
            written_at: self.timestamp,
            marker: None,
            link: self.media.and_then(|media| link(media.permalink, HOME)).or_else(|| above.link.clone()),
            is_hidden: self.hidden,
            images: 0,
        }
    }
}

/// A post, ours or another's.
#[derive(Deserialize)]
struct Medium {
    id: Id,
    #[serde(default)]
    caption: Option<String>,
    #[serde(deserialize_with = "moment")]
    timestamp: Stamp,
    #[serde(default, deserialize_with = "lenient")]
    comments_count: Option<u64>,
    #[serde(default, deserialize_with = "name")]
    username: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    permalink: Option<String>,
}

impl Medium {
    fn post(self) -> Post {
        Post {
            remote: self.id.into(),
            written_at: self.timestamp,
            text: Text::new(self.caption.unwrap_or_default()),
            count: self.comments_count,
        }
    }

    fn incoming(self) -> Incoming {
        Incoming {
            target: Target { remote: self.id.into(), post: None },
            parent: None,
            author_name: self.username.map(Text::new),
            handle: None,
            is_ours: false,
            text: Text::new(self.caption.unwrap_or_default()),
            written_at: self.timestamp,
            marker: None,
            link: self.permalink.and_then(|address| link(address, HOME)),
            is_hidden: None,
            // There is no medium without one.
            images: 1,
        }
    }
}

/// A user name, which is the name shown there; anything else is none.
fn name<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    let fits = |name: &String| {
        (1..=30).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_')
    };
    Ok(lenient::<D, String>(source)?.filter(fits))
}
