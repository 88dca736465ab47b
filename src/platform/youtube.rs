//! YouTube as the owner of one channel moderates it. It asks for no field that we may not keep, and must
//! never ban an author.

use std::cmp::Reverse;
use std::collections::HashSet;

use async_trait::async_trait;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use super::budget::{Priority, Quota};
use super::connect::{ConnectError, Hints, Needs, Network, Terms, number, without_options};
use super::contract::{Connection, Cursor, Error, Grant, OwnReply, Page, Platform, Reply, Sent};
use super::google::{Google, List, Trouble};
use super::http::{Body, Fault};
use super::marks::Marks;
use super::mention;
use super::secrets::Secret;
use super::wire::{Item, moment};
use crate::model::{
    Capabilities, Counts, Days, Incoming, LengthUnit, Link, Post, RemoteId, ReplyLimit, Stamp, Target, Text,
};

/// Its row in the list of networks.
pub(super) const NETWORK: Network = Network {
    name: "youtube",
    needs: Needs {
        needed: &["https://www.googleapis.com/auth/youtube.force-ssl"],
        // The widest of them; the check refuses whatever is not YouTube's.
        unless_off: &[],
        refused: &["https://mail.google.com/", "https://www.googleapis.com/auth/chat.messages"],
    },
    secrets: &[
        Secret {
            name: "token",
            is_needed: true,
            about: "the refresh token that the channel's owner consented to",
        },
        Secret {
            name: "client_id",
            is_needed: true,
            about: "the id of our OAuth client (Google Cloud, Clients)",
        },
        Secret { name: "client_secret", is_needed: true, about: "the secret of our OAuth client" },
    ],
    // Developer Policies III.E.4: refreshed or deleted after 30 days, deleted 7 days after a revocation.
    terms: Terms { refresh_within: Some(Days(30)), after_access: Some(Days(7)) },
    hints: Hints {
        no_author: None,
        none_listed: Some("comments were switched off after they were written?"),
        fewer_listed: Some("comments that were held or removed since, and that YouTube's count still has?"),
    },
    connect,
};

/// In the order in which they are read. The latter two list a thread when any part of it is held.
const STATUSES: [&str; 3] = ["published", "heldForReview", "likelySpam"];
/// How many ids one call takes.
const BATCH: usize = 50;
/// No picture or address of a person, no likes. The channel's id tells whether a comment is ours and the
/// image's address that there is one: neither is kept. `textOriginal` is shown to its own author alone.
const OF_A_COMMENT: &str = "id,snippet(parentId,authorDisplayName,authorChannelId(value),textDisplay,\
    textOriginal,publishedAt,updatedAt,moderationStatus,imageUrl)";

/// The default is HTML.
const PLAIN: (&str, &str) = ("textFormat", "plainText");
/// Leaving a post out could hide its thread from us.
const ODD_POST: Error = Error::Broken("a post of another shape");

type Looked = Result<Option<Incoming>, Error>;

struct YouTube {
    api: Google,
    /// Our channel's id: who writes under this id is us.
    page: String,
    /// The playlist of our videos.
    uploads: OnceCell<String>,
    reply_limit: ReplyLimit,
}

/// Which threads are read, and how.
#[derive(Clone, Copy)]
struct Scope<'a> {
    /// Those of one video, or all that are related to our channel.
    of: (&'a str, &'a str),
    since: Option<Stamp>,
    /// How many of the [`STATUSES`].
    statuses: usize,
    /// Whether the replies that a thread only counts are fetched too.
    is_whole: bool,
    priority: Priority,
}

fn connect(mut connection: Connection) -> Result<Box<dyn Platform>, ConnectError> {
    if !connection.page.starts_with("UC") || connection.page.len() != 24 || !fits(&connection.page) {
        return Err(ConnectError::Page("must be the channel's id (UC and 22 signs), not its handle"));
    }
    // The longest comment stands in no reference.
    let range = "must be a whole number from 1 to 100000";
    let most = number(&mut connection, "max_characters", 10_000, 1..=100_000, range)?;
    let api = Google::new(&mut connection, &["youtube", "v3"])?;
    without_options(&connection)?;
    let most = most.saturating_sub(mention::ROOM);
    let reply_limit = ReplyLimit { most, unit: LengthUnit::Utf16, most_bytes: None };
    Ok(Box::new(YouTube { api, page: connection.page, uploads: OnceCell::new(), reply_limit }))
}

#[async_trait]
impl Platform for YouTube {
    fn can(&self) -> Capabilities {
        Capabilities {
            hide: true,
            delete: true,
            reply: true,
            idempotent_reply: false,
            // Not known for sure, so the more careful word.
            hidden_still_seen: true,
            counts: Counts::All,
            reply_limit: self.reply_limit,
        }
    }

    async fn check(&self) -> Result<Grant, Error> {
        let grant = self.api.consent("https://www.googleapis.com/auth/youtube").await?;
        self.channel(Priority::Pull).await.map(|_| grant)
    }

    fn quota(&self) -> Option<Quota> {
        Some(self.api.quota())
    }

    async fn posts(&self, from: Stamp) -> Result<Vec<Post>, Error> {
        let uploads = self.uploads.get_or_try_init(async || {
            let channel = self.channel(Priority::Pull).await?;
            let uploads = channel["contentDetails"]["relatedPlaylists"]["uploads"].as_str();
            uploads.map(str::to_owned).ok_or(Error::Broken("a channel without a list of uploads"))
        });
        let fields = "kind,nextPageToken,items(contentDetails(videoId,videoPublishedAt))";
        let (part, playlist) = (("part", "contentDetails"), ("playlistId", uploads.await?.as_str()));
        let query = [part, playlist, ("maxResults", "50"), ("fields", fields)];
        let is_older = |upload: &Value| {
            let at = upload["contentDetails"]["videoPublishedAt"].as_str().and_then(Stamp::parse);
            at.is_some_and(|at| at < from)
        };
        let ends = |page: &[Item<Value>]| page.iter().all(|one| one.0.as_ref().is_some_and(is_older));
        let uploads = match self.api.walk("playlistItems", &query, Priority::Pull, ends).await {
            // Before the first video there is no such playlist.
            Err(Trouble::Absent) => Vec::new(),
            uploads => uploads?,
        };
        let (mut ids, mut posts): (Vec<&str>, _) = (Vec::new(), Vec::new());
        for upload in uploads.iter().filter(|one| !one.0.as_ref().is_some_and(is_older)) {
            let id = upload.0.as_ref().and_then(|one| one["contentDetails"]["videoId"].as_str());
            let id = id.filter(|id| fits(id)).ok_or(ODD_POST)?;
            ids.extend((!ids.contains(&id)).then_some(id));
        }
        for ids in ids.chunks(BATCH) {
            let fields = "kind,items(id,snippet(title,description,publishedAt),statistics(commentCount))";
            let query = [("part", "snippet,statistics"), ("id", &ids.join(",")), ("fields", fields)];
            for video in self.api.list("videos", &query, Priority::Pull).await?.items {
                posts.push(video.0.as_ref().and_then(post).ok_or(ODD_POST)?);
            }
        }
        posts.retain(|post| post.written_at >= from);
        posts.sort_by_key(|post| Reverse(post.written_at));
        Ok(posts)
    }

    /// All that is related to our channel. A new reply does not move its thread up, and stands beside it
    /// or not: under an old thread it shows in the count of its video, and in [`Self::thread`].
    async fn pull(&self, since: Stamp, cursor: Option<&Cursor>) -> Result<Page, Error> {
        let of = ("allThreadsRelatedToChannelId", self.page.as_str());
        let scope = Scope { of, since: Some(since), statuses: 3, is_whole: false, priority: Priority::Pull };
        Ok(self.threads(scope, cursor).await?)
    }

    /// All threads to the last, because replies do not move them. What is held comes with the stream, and
    /// here only where all is read.
    async fn thread(
        &self,
        post: &RemoteId,
        since: Option<Stamp>,
        at: Option<&Cursor>,
    ) -> Result<Page, Error> {
        let (of, statuses) = (("videoId", known(post)?), if since.is_none() { 3 } else { 1 });
        let scope = Scope { of, since, statuses, is_whole: true, priority: Priority::Pull };
        match self.threads(scope, at).await {
            Err(Trouble::Closed) => Ok(Page::default()),
            Err(Trouble::Absent) => self.channel(Priority::Pull).await.map(|_| Page::default()),
            page => Ok(page?),
        }
    }

    async fn reread(&self, target: &Target) -> Looked {
        self.look_at(target, Priority::Deed).await
    }

    async fn reread_many(&self, targets: &[Target]) -> Vec<Looked> {
        let mut found = Vec::with_capacity(targets.len());
        for batch in targets.chunks(BATCH) {
            let looked = self.look(batch, Priority::Pull).await;
            found.extend(looked.unwrap_or_else(|error| vec![Err(error); batch.len()]));
        }
        found
    }

    async fn hide(&self, target: &Target, _now: Stamp) -> Result<Sent, Error> {
        self.moderate(target, "heldForReview").await
    }

    async fn unhide(&self, target: &Target, _now: Stamp) -> Result<Sent, Error> {
        self.moderate(target, "published").await
    }

    /// Deleted it can be by its author alone. Rejected it is shown to nobody, nor are its replies, for good.
    async fn delete(&self, target: &Target) -> Result<Sent, Error> {
        self.moderate(target, "rejected").await
    }

    async fn reply(&self, target: &Target, reply: &Reply<'_>) -> Result<Sent, Error> {
        let top = top(&target.remote)?;
        let query = [("part", "snippet"), ("id", top), ("fields", "kind,items(snippet(canReply,isPublic))")];
        let threads: List<Value> = self.api.list("commentThreads", &query, Priority::Reply).await?;
        let thread = threads.items.into_iter().find_map(|thread| thread.0);
        let is_open = thread.as_ref().map(|thread| &thread["snippet"]);
        let is_open = is_open.is_some_and(|open| open["canReply"] != false && open["isPublic"] != false);
        let mut words = reply.words.to_owned();
        if !is_open || top != target.remote.expose() {
            let Some(here) = self.look_at(target, Priority::Reply).await? else { return Ok(Sent::Gone) };
            if !is_open || here.is_hidden == Some(true) {
                return Err(Error::NotPermitted("what is held, or closed to replies, cannot be answered"));
            }
            // Answers to answers stand side by side: whom ours is for, only its words can say.
            let name = here.author_name.as_ref().and_then(|name| name.expose().strip_prefix('@'));
            words = mention::addressed(name, &words);
        }
        let comment = json!({ "snippet": { "parentId": top, "textOriginal": words } });
        let query = [("part", "snippet"), ("fields", "id")];
        match self.api.write(&["comments"], &query, Body::Json(&comment), Priority::Reply).await {
            Ok(answer) => match answer.json::<Made>() {
                Ok(made) => Ok(Sent::Done(Some(made.id.0))),
                Err(error) => Fault::lost(error).after_write(),
            },
            Err(Trouble::Absent) => self.channel(Priority::Reply).await.map(|_| Sent::Gone),
            Err(trouble) => trouble.after_write(),
        }
    }

    /// What we wrote in its thread: which comment of it was meant cannot be told.
    async fn own_replies(&self, target: &Target) -> Result<Vec<OwnReply>, Error> {
        let replies = match self.comments(("parentId", top(&target.remote)?), Priority::Reply).await {
            Err(Trouble::Absent) => self.channel(Priority::Reply).await.map(|_| Vec::new())?,
            replies => replies?,
        };
        let mut own = Vec::new();
        for reply in replies {
            let Comment { id, snippet } = reply.0.ok_or(Error::Broken("a reply of another shape"))?;
            if snippet.is_by(&self.page) {
                let (words, written_at) = (snippet.text_original.0, snippet.published_at);
                let words = words.unwrap_or(snippet.text_display);
                own.push(OwnReply {
                    remote: id.0,
                    words: mention::unaddressed(&words).to_owned(),
                    written_at,
                });
            }
        }
        Ok(own)
    }
}

impl YouTube {
    /// Our channel, asked for as ours: whoever gets another answer sees with another's eyes, and what is
    /// missing then is not gone.
    async fn channel(&self, priority: Priority) -> Result<Value, Error> {
        let fields = "kind,items(id,contentDetails(relatedPlaylists(uploads)))";
        let query = [("part", "id,contentDetails"), ("mine", "true"), ("fields", fields)];
        let list: List<Value> = self.api.list("channels", &query, priority).await?;
        let ours = list.items.into_iter().filter_map(|one| one.0).find(|one| one["id"] == self.page.as_str());
        ours.ok_or(Error::NotPermitted("the consent is not that of our channel"))
    }

    /// One page of threads. The cursor holds their status and the page's mark.
    async fn threads(&self, scope: Scope<'_>, cursor: Option<&Cursor>) -> Result<Page, Trouble> {
        let cursor = cursor.map_or(STATUSES[0], |Cursor(cursor)| cursor);
        let (status, mark) = cursor.split_once(' ').unwrap_or((cursor, ""));
        let at = STATUSES.iter().position(|known| *known == status);
        let at = at.ok_or(Error::Broken("a cursor of another network"))?;
        let fields = format!(
            "kind,nextPageToken,items(snippet(videoId,totalReplyCount,topLevelComment({OF_A_COMMENT})),\
             replies(comments({OF_A_COMMENT})))"
        );
        let mut query = vec![("part", "snippet,replies"), scope.of, ("moderationStatus", status)];
        query.extend([("order", "time"), ("maxResults", "100"), PLAIN, ("fields", &fields)]);
        query.extend((!mark.is_empty()).then_some(("pageToken", mark)));
        let list: List<Thread> = self.api.list("commentThreads", &query, scope.priority).await?;
        let (mut page, mut older) = (Page::default(), 0_usize);
        for thread in list.items {
            let Some(Thread { snippet, replies }) = thread.0 else {
                page.unreadable += 1;
                continue;
            };
            let (top, video) = (snippet.top_level_comment, snippet.video_id.0.map(|id| id.0));
            let mut replies = replies.0.map_or(Vec::new(), |replies| replies.comments);
            if scope.is_whole && snippet.total_reply_count.0 != Some(replies.len()) {
                match self.comments(("parentId", top.id.0.expose()), scope.priority).await {
                    // It went while we read.
                    Err(Trouble::Absent) => {}
                    all => replies.extend(all?),
                }
            }
            let mut seen = HashSet::new();
            for comment in [Item(Some(top))].into_iter().chain(replies) {
                match comment.0 {
                    None => page.unreadable += 1,
                    Some(twice) if !seen.insert(twice.id.0.clone()) => {}
                    Some(gone) if gone.snippet.status() == Some("rejected") => {}
                    Some(old) if scope.since.is_some_and(|since| old.snippet.moved_at() < since) => {
                        older += 1;
                    }
                    Some(comment) => page.items.push(comment.incoming(&self.page, video.clone())),
                }
            }
        }
        let is_past = !scope.is_whole && older > 0 && page.items.is_empty();
        page.next = match list.next_page_token.filter(|_| !is_past) {
            Some(mark) => Some(Cursor(format!("{status} {mark}"))),
            None => STATUSES.iter().take(scope.statuses).nth(at + 1).map(|next| Cursor((*next).to_owned())),
        };
        Ok(page)
    }

    /// Comments by their ids, or all replies in a thread.
    async fn comments(&self, of: (&str, &str), priority: Priority) -> Result<Vec<Item<Comment>>, Trouble> {
        let fields = format!("kind,nextPageToken,items({OF_A_COMMENT})");
        let mut query = vec![("part", "snippet"), of, PLAIN, ("fields", &fields)];
        query.extend((of.0 == "parentId").then_some(("maxResults", "100")));
        self.api.walk("comments", &query, priority, |_| false).await
    }

    /// What is held of these comments' threads. Nothing is, where comments are switched off.
    async fn held(&self, targets: &[Target], priority: Priority) -> Result<Page, Error> {
        let video = targets.first().and_then(|first| first.post.as_ref());
        let of = match video.filter(|_| targets.iter().all(|target| target.post.as_ref() == video)) {
            Some(video) => ("videoId", known(video)?),
            None => ("allThreadsRelatedToChannelId", self.page.as_str()),
        };
        let is_whole = targets.iter().any(|target| target.remote.expose().contains('.'));
        let scope = Scope { of, since: None, statuses: 3, is_whole, priority };
        let (mut held, mut marks) = (Page::default(), Marks::default());
        let mut next = Some(Cursor(STATUSES[1].to_owned()));
        while let Some(cursor) = next {
            let page = match self.threads(scope, Some(&cursor)).await {
                Err(Trouble::Absent | Trouble::Closed) => break,
                page => page?,
            };
            marks.follow(cursor.0)?;
            held.items.extend(page.items);
            held.unreadable += page.unreadable;
            next = page.next;
        }
        Ok(held)
    }

    async fn look_at(&self, target: &Target, priority: Priority) -> Looked {
        self.look(std::slice::from_ref(target), priority).await?.pop().unwrap_or(Ok(None))
    }

    /// As many comments as one call takes, as they stand now.
    async fn look(&self, targets: &[Target], priority: Priority) -> Result<Vec<Looked>, Error> {
        let mut once = HashSet::new();
        let ids = targets.iter().filter_map(|target| known(&target.remote).ok());
        let ids: Vec<&str> = ids.filter(|id| once.insert(*id)).collect();
        let found =
            if ids.is_empty() { Vec::new() } else { self.comments(("id", &ids.join(",")), priority).await? };
        let mut here = Page::default();
        for comment in found {
            match comment.0 {
                None => here.unreadable += 1,
                Some(gone) if gone.snippet.status() == Some("rejected") => {}
                Some(comment) => here.items.push(comment.incoming(&self.page, None)),
            }
        }
        let is_in = |page: &Page, id: &&str| page.items.iter().any(|one| one.target.remote.expose() == *id);
        // By id nobody is told whether a comment is held, and perhaps not that it is there: for a deed
        // it matters, and where one seems to be gone.
        if (priority != Priority::Pull && !ids.is_empty()) || !ids.iter().all(|id| is_in(&here, id)) {
            let held = self.held(targets, priority).await?;
            here.items.iter_mut().for_each(|one| one.is_hidden = one.is_hidden.or(Some(false)));
            here.items.splice(0..0, held.items);
            here.unreadable += held.unreadable;
        }
        if !ids.iter().all(|id| is_in(&here, id)) {
            self.channel(priority).await?;
        }
        let found = |target: &Target| {
            known(&target.remote)?;
            match here.items.iter().find(|item| item.target.remote == target.remote) {
                Some(item) => {
                    Ok(Some(Incoming { target: target.clone(), link: link(target), ..item.clone() }))
                }
                None if here.unreadable > 0 => Err(Error::Broken("a comment of another shape")),
                None => Ok(None),
            }
        };
        Ok(targets.iter().map(found).collect())
    }

    async fn moderate(&self, target: &Target, status: &str) -> Result<Sent, Error> {
        let query = [("id", known(&target.remote)?), ("moderationStatus", status)];
        let path = ["comments", "setModerationStatus"];
        match self.api.write(&path, &query, Body::Empty, Priority::Deed).await {
            Ok(answer) if answer.is_without_words() => Ok(Sent::Done(None)),
            Ok(_) => Ok(Sent::Unknown),
            Err(Trouble::Absent) => self.channel(Priority::Deed).await.map(|_| Sent::Gone),
            Err(trouble) => trouble.after_write(),
        }
    }
}

#[derive(Deserialize)]
struct Thread {
    snippet: ThreadSnippet,
    replies: Item<Replies>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ThreadSnippet {
    video_id: Item<Id>,
    total_reply_count: Item<usize>,
    top_level_comment: Comment,
}

#[derive(Deserialize)]
struct Replies {
    comments: Vec<Item<Comment>>,
}

#[derive(Deserialize)]
struct Comment {
    id: Id,
    snippet: Snippet,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Snippet {
    parent_id: Item<Id>,
    author_display_name: Item<String>,
    author_channel_id: Item<Author>,
    text_display: String,
    text_original: Item<String>,
    #[serde(deserialize_with = "moment")]
    published_at: Stamp,
    updated_at: Item<String>,
    moderation_status: Item<String>,
    image_url: Item<IgnoredAny>,
}

#[derive(Deserialize)]
struct Author {
    value: String,
}

/// What a reply's answer holds.
#[derive(Deserialize)]
struct Made {
    id: Id,
}

impl Snippet {
    fn is_by(&self, page: &str) -> bool {
        self.author_channel_id.0.as_ref().is_some_and(|author| author.value == page)
    }

    fn status(&self) -> Option<&str> {
        self.moderation_status.0.as_deref()
    }

    /// Written or edited.
    fn moved_at(&self) -> Stamp {
        let updated = self.updated_at.0.as_deref().and_then(Stamp::parse);
        updated.unwrap_or_default().max(self.published_at)
    }
}

impl Comment {
    fn incoming(self, page: &str, post: Option<RemoteId>) -> Incoming {
        let (target, snippet) = (Target { remote: self.id.0, post }, self.snippet);
        Incoming {
            link: link(&target),
            target,
            is_ours: snippet.is_by(page),
            is_hidden: snippet.status().map(|status| status != STATUSES[0]),
            parent: snippet.parent_id.0.map(|id| id.0),
            author_name: snippet.author_display_name.0.filter(|name| !name.is_empty()).map(Text::new),
            handle: None,
            text: Text::new(snippet.text_display),
            written_at: snippet.published_at,
            // `updatedAt` may move without a word being changed, and a deed asks whether the words are
            // the ones that were judged: so the words themselves are compared.
            marker: None,
            images: u32::from(snippet.image_url.0.is_some()),
        }
    }
}

/// An id of theirs: safe among others in a list with commas.
struct Id(RemoteId);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let text = String::deserialize(source)?;
        if fits(&text) { Ok(Self(RemoteId::new(text))) } else { Err(D::Error::custom("no id")) }
    }
}

fn fits(id: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    (8..=200).contains(&id.len()) && id.bytes().all(is_sign)
}

fn known(remote: &RemoteId) -> Result<&str, Error> {
    if fits(remote.expose()) { Ok(remote.expose()) } else { Err(Error::Refused("no id of this network")) }
}

/// The thread that a comment stands in: a reply's id is its thread's, a dot and its own.
fn top(remote: &RemoteId) -> Result<&str, Error> {
    known(remote).map(|id| id.split_once('.').map_or(id, |(top, _)| top))
}

/// A video of ours. Its count is of replies too, and missing where comments are switched off.
fn post(video: &Value) -> Option<Post> {
    let (id, snippet) = (video["id"].as_str().filter(|id| fits(id))?, &video["snippet"]);
    let words = [snippet["title"].as_str()?, snippet["description"].as_str().unwrap_or_default()];
    Some(Post {
        remote: RemoteId::new(id),
        written_at: snippet["publishedAt"].as_str().and_then(Stamp::parse)?,
        text: Text::new(words.join("\n").trim_end()),
        count: video["statistics"]["commentCount"].as_str().and_then(|count| count.parse().ok()),
    })
}

/// Where a moderator sees it, above the other comments of its video.
fn link(target: &Target) -> Option<Link> {
    let (video, comment) = (target.post.as_ref()?.expose(), target.remote.expose());
    Link::https(format!("https://www.youtube.com/watch?v={video}&lc={comment}"))
}
