//! What the contract's tests need of a network: how it would answer, in its own shapes.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ordstyrer::model::{AccountName, Incoming, RemoteId, Stamp, Target, TaskId};
use ordstyrer::platform::{Connection, Cursor, Error, Page, Platform, Reply, Secrets, connect};
use secrecy::SecretString;
use url::Url;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Every network. A new one adds its line here and passes the contract.
pub(crate) fn networks() -> Vec<Box<dyn Network>> {
    vec![
        Box::new(super::facebook::Wire),
        Box::new(super::instagram::Wire),
        Box::new(super::bluesky::Wire),
        Box::new(super::mastodon::Wire),
        Box::new(super::youtube::Wire),
    ]
}

/// The secret of every connection: it must never be seen in an address or an error.
pub(crate) const TOKEN: &str = "hemmeligt-token-7f3a";

/// Something that somebody said.
#[derive(Clone)]
pub(crate) struct Said {
    /// Which one: the network makes its id from it.
    pub(crate) number: u32,
    /// The comment that it answers.
    pub(crate) parent: Option<u32>,
    pub(crate) author: Option<&'static str>,
    pub(crate) is_ours: bool,
    pub(crate) text: String,
    /// RFC 3339 in whole seconds, UTC.
    pub(crate) at: &'static str,
    pub(crate) is_hidden: bool,
}

pub(crate) fn said(number: u32, text: &str) -> Said {
    Said {
        number,
        parent: None,
        author: Some("Sofie Eksempel"),
        is_ours: false,
        text: text.to_owned(),
        at: "2026-11-21T10:00:00Z",
        is_hidden: false,
    }
}

/// One network's shapes.
#[async_trait]
pub(crate) trait Network: Send + Sync {
    fn name(&self) -> &'static str;
    /// Our page there.
    fn page(&self) -> &'static str;
    /// What an adapter signs in with.
    fn secrets(&self) -> Secrets {
        Secrets::token(SecretString::from(TOKEN))
    }
    /// What an adapter of a server here must be told.
    fn options(&self, _base: &str) -> toml::Table {
        toml::Table::new()
    }
    /// A post of ours.
    fn post(&self) -> RemoteId;
    /// The id of what somebody said.
    fn remote(&self, said: &Said) -> RemoteId;
    /// What happens before the first call (a login), with priority 1; and what else always answers.
    async fn greet(&self, server: &MockServer);
    /// `pull` gives these pages, one after the other.
    async fn serve_stream(&self, server: &MockServer, pages: &[Vec<Said>]);
    /// The first page of `pull` is this list, as it stands.
    async fn serve_odd_stream(&self, server: &MockServer, items: Vec<serde_json::Value>);
    /// An item of the stream, to be made odd.
    fn item(&self, said: &Said) -> serde_json::Value;
    /// What `Sofie Eksempel` is called there.
    fn sofie(&self) -> &'static str {
        "Sofie Eksempel"
    }
    /// An answer to an answer stands below it, and not beside it.
    fn keeps_depth(&self) -> bool {
        true
    }
    /// Where in an item the comment itself stands (a JSON pointer).
    fn comment_at(&self) -> &'static str {
        ""
    }
    /// The keys of a comment that tell its author.
    fn author(&self) -> &'static [&'static str];
    /// JSON that is none of the network's answers, though it is a whole one.
    fn no_answer(&self) -> &'static str {
        "[]"
    }
    /// A page of a list whose next page is itself.
    fn circle(&self) -> ResponseTemplate {
        ResponseTemplate::new(200).set_body_json(serde_json::json!({
            "data": [], "paging": { "cursors": { "after": "igen" }, "next": "https://x.example/?after=igen" },
            "feed": [], "cursor": "igen",
        }))
    }
    /// `thread` gives these, over as many answers as the network needs.
    async fn serve_thread(&self, server: &MockServer, said: &[Said]);
    /// `posts` gives these (number, moment, count).
    async fn serve_posts(&self, server: &MockServer, posts: &[(u32, &'static str, u64)]);
    /// `reread` finds this.
    async fn serve_one(&self, server: &MockServer, said: &Said);
    /// `reread` finds nothing, and it is gone for everybody.
    async fn serve_gone(&self, server: &MockServer);
    /// `reread` finds nothing, but perhaps others do.
    async fn serve_kept_from_us(&self, server: &MockServer);
    /// The replies that stand under a comment.
    async fn serve_replies(&self, server: &MockServer, under: &Said, replies: &[Said]);
    /// Every write is answered by this; what writes must read first is there.
    async fn answer_writes(&self, server: &MockServer, target: &Said, answer: ResponseTemplate);
    /// As [`Network::answer_writes`], but the connection is closed instead of an answer.
    async fn drop_writes(&self, server: &MockServer, target: &Said);
    /// Whether a request is one of our writes about a comment.
    fn is_write(&self, request: &wiremock::Request) -> bool;
    /// The answer to a reply that was written under this id.
    fn replied(&self, remote: &RemoteId) -> ResponseTemplate;
    /// The answer to any other write that was carried out.
    fn done(&self) -> ResponseTemplate;
    fn expired(&self) -> ResponseTemplate;
    fn forbidden(&self) -> ResponseTemplate;
    fn throttled(&self) -> ResponseTemplate;
    /// `reread` finds what stands under none of our posts: a visitor's post, a mention.
    async fn serve_outside(&self, server: &MockServer) -> Target {
        let said = said(77, "ude");
        self.serve_one(server, &said).await;
        Target { remote: self.remote(&said), post: None }
    }
    /// The check goes well, and the network says that the token may do this; a renewal goes well too,
    /// where there is one.
    async fn serve_check(&self, server: &MockServer, scopes: &[&str]);
    /// What it sends that no call of the contract shows, for example the renewal of a session.
    async fn peculiar(&self) -> Vec<wiremock::Request> {
        Vec::new()
    }
    /// The answer to a login, for servers that are no `MockServer`; `None` where there is no login.
    fn login(&self) -> Option<(&'static str, serde_json::Value)>;
}

/// A connection to a server here, as the network's adapter.
pub(crate) fn connected(network: &dyn Network, base: &str) -> Box<dyn Platform> {
    connect(network.name(), connection(network, base)).expect("it connects")
}

pub(crate) fn connection(network: &dyn Network, base: &str) -> Connection {
    Connection {
        account: AccountName::from_text("kommune-test"),
        base_url: Url::parse(base).expect("an address"),
        page: network.page().to_owned(),
        secrets: network.secrets(),
        budget: Arc::default(),
        deadline: Duration::from_secs(20),
        most_bytes: 8_000_000,
        options: network.options(base),
    }
}

/// A server that greets, and the adapter that talks to it.
pub(crate) async fn open(network: &dyn Network) -> (MockServer, Box<dyn Platform>) {
    let server = MockServer::start().await;
    network.greet(&server).await;
    let platform = connected(network, &server.uri());
    (server, platform)
}

/// Everything but the login is answered by this.
pub(crate) async fn answer_all(server: &MockServer, answer: ResponseTemplate) {
    Mock::given(any()).respond_with(answer).with_priority(2).mount(server).await;
}

pub(crate) fn target(network: &dyn Network, said: &Said) -> Target {
    Target { remote: network.remote(said), post: Some(network.post()) }
}

pub(crate) fn stamp(text: &str) -> Stamp {
    Stamp::parse(text).expect("a moment")
}

/// Before everything that is said here.
pub(crate) fn ever() -> Stamp {
    stamp("2000-01-01T00:00:00Z")
}

pub(crate) fn reply<'a>(task: &'a TaskId, words: &'a str) -> Reply<'a> {
    Reply { words, language: "da", task, at: stamp("2026-11-21T12:00:00Z") }
}

/// `pull` to its end.
pub(crate) async fn pull_all(platform: &dyn Platform, since: Stamp) -> Result<Vec<Page>, Error> {
    let mut pages: Vec<Page> = Vec::new();
    let mut cursor: Option<Cursor> = None;
    loop {
        let page = platform.pull(since, cursor.as_ref()).await?;
        cursor.clone_from(&page.next);
        pages.push(page);
        if cursor.is_none() {
            return Ok(pages);
        }
        assert!(pages.len() < 50, "the stream has no end");
    }
}

/// `thread` to its end.
pub(crate) async fn thread_all(
    platform: &dyn Platform,
    post: &RemoteId,
    since: Option<Stamp>,
) -> Result<Vec<Incoming>, Error> {
    let mut items = Vec::new();
    let mut cursor: Option<Cursor> = None;
    for _ in 0..50 {
        let page = platform.thread(post, since, cursor.as_ref()).await?;
        assert_eq!(page.unreadable, 0, "everything is readable");
        items.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            return Ok(items);
        }
    }
    panic!("the thread has no end");
}

/// What each read says about a comment; `None` where it went well.
pub(crate) async fn every_read(
    network: &dyn Network,
    platform: &dyn Platform,
) -> Vec<(&'static str, Option<Error>)> {
    let target = target(network, &said(1, ""));
    vec![
        ("check", platform.check().await.err()),
        ("posts", platform.posts(ever()).await.err()),
        ("pull", platform.pull(ever(), None).await.err()),
        ("thread", platform.thread(&network.post(), None, None).await.err()),
        ("reread", platform.reread(&target).await.err()),
        ("own_replies", platform.own_replies(&target).await.err()),
    ]
}
