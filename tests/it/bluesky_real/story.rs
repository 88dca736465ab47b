//! The municipality's profile, the citizens, and the real worker between them.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use ordstyrer::intake::{Walk, Walker};
use ordstyrer::model::{AccountName, Kept, ManualClock, State};
use ordstyrer::platform::{self, Connection, Secrets};
use ordstyrer::store::{self, inquiry::Row};
use ordstyrer::worker::{Connected, Report};
use secrecy::SecretString;

use super::citizens::Reply;
use super::network::{Network, Person, Ref, Thread, now, real};
use super::services::Services;
use crate::harness::{House, minutes, settings};

const CITIZENS: [&str; 5] = ["anna", "bent", "camilla", "dorte", "erik"];
const POSTS: [&str; 5] = [
    "Vi holder åbent hus på rådhuset på lørdag.",
    "Budgettet for næste år er vedtaget.",
    "Ny cykelsti ved skolen.",
    "Affaldssorteringen bliver lagt om.",
    "Svømmehallen åbner igen.",
];

pub(super) struct Story {
    pub(super) network: Network,
    pub(super) us: Person,
    pub(super) citizens: Vec<Person>,
    pub(super) posts: Vec<Ref>,
    pub(super) replies: Vec<Reply>,
    /// Mentions and quotes, outside our threads.
    pub(super) elsewhere: Vec<Ref>,
    pub(super) house: House,
    pub(super) account: AccountName,
    /// What all turns came to.
    pub(super) sum: Report,
    pub(super) turns: usize,
    services: Services,
    connection: Connection,
}

impl Story {
    /// Profiles and posts on a fresh network, and a house that is not connected to it yet: `before`
    /// is what citizens write until then.
    pub(super) async fn begin(before: impl AsyncFnOnce(&Network, &[Person], &[Ref]) -> Vec<Reply>) -> Self {
        let mut services = Services::start();
        let network = Network::new(services.at.clone());
        let us = network.sign_up("proeveby").await;
        let mut citizens = Vec::new();
        for name in CITIZENS {
            citizens.push(network.sign_up(name).await);
        }
        let mut posts = Vec::new();
        for words in POSTS {
            posts.push(network.post(&us, words).await);
        }
        let replies = before(&network, &citizens, &posts).await;
        services.settle();

        let account = AccountName::from_text("prøveby-bsky");
        let connection = Connection {
            account: account.clone(),
            base_url: services.at.pds.clone(),
            page: "proeveby.test".to_owned(),
            secrets: Secrets::token(SecretString::from(network.app_password(&us).await)),
            budget: Arc::default(),
            deadline: Duration::from_secs(20),
            most_bytes: 8 << 20,
            options: toml::Table::new(),
        };
        let platform = platform::connect("bluesky", connection.clone()).unwrap();
        platform.check().await.expect("the profile can be used as it is connected");
        let connected = Connected::new("bluesky", connection.clone()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let addresses = House::sqlite(folder.path());
        let accounts = vec![(connected, connection.secrets.clone())];
        let house = House::open(accounts, ManualClock::at(real()), folder, addresses).await;
        let sum = Report::default();
        Self {
            network,
            us,
            citizens,
            posts,
            replies,
            elsewhere: Vec::new(),
            house,
            account,
            sum,
            turns: 0,
            services,
            connection,
        }
    }

    /// A citizen writes; returns which reply it is.
    pub(super) async fn write(
        &mut self,
        by: usize,
        words: String,
        to: (Ref, Ref),
        written_at: &str,
        is_leak: bool,
    ) -> usize {
        let (root, parent) = to;
        let by = by % self.citizens.len();
        let here = self.network.reply(&self.citizens[by], &words, (&root, &parent), written_at).await;
        self.replies.push(Reply {
            here,
            by,
            root,
            parent,
            written_at: written_at.to_owned(),
            words,
            is_leak,
        });
        self.replies.len() - 1
    }

    /// The same citizen writes something else there.
    pub(super) async fn edit(&mut self, which: usize, words: String, is_leak: bool) {
        let reply = &mut self.replies[which];
        let by = &self.citizens[reply.by];
        let to = (&reply.root, &reply.parent);
        self.network.edit(by, &reply.here, &words, to, &reply.written_at).await;
        (reply.words, reply.is_leak) = (words, is_leak);
    }

    pub(super) async fn delete(&self, which: usize) {
        let reply = &self.replies[which];
        self.network.delete(&self.citizens[reply.by], &reply.here).await;
    }

    /// Under a post of ours.
    pub(super) fn under(&self, post: usize) -> (Ref, Ref) {
        (self.posts[post].clone(), self.posts[post].clone())
    }

    /// Under a reply.
    pub(super) fn below(&self, which: usize) -> (Ref, Ref) {
        let reply = &self.replies[which];
        (reply.root.clone(), reply.here.clone())
    }

    /// A turn of the worker; its clock follows the real one until it is ahead of it.
    pub(super) async fn turn(&mut self) -> Report {
        self.house.later(real().since(self.house.now()));
        let report = self.house.turn().await;
        self.sum.add(report.clone());
        self.turns += 1;
        report
    }

    /// Turns until everything that is held was asked for again.
    pub(super) async fn turns(&mut self, count: usize) {
        for _ in 0..count {
            self.house.later(minutes(1));
            self.turn().await;
        }
    }

    /// Waits until a reader sees everything.
    pub(super) fn settle(&mut self) {
        self.services.settle();
    }

    /// What is held of a reply.
    pub(super) async fn held(&self, which: usize) -> Option<(Row, Kept)> {
        self.house.held(&self.account, &self.replies[which].here.uri).await
    }

    pub(super) async fn state(&self, which: usize) -> Option<State> {
        self.held(which).await.map(|(row, _)| row.state)
    }

    /// What the notifications alone would bring now, by the real adapter on a connection of its own.
    pub(super) async fn stream_alone(&self) -> HashSet<String> {
        let mut tx = self.house.db.read().await.unwrap();
        let known = store::account::list(&mut tx, &self.house.organisation).await.unwrap();
        drop(tx);
        let since = known[0].watermark.earlier(settings().intake.overlap);
        let platform = platform::connect("bluesky", self.connection.clone()).unwrap();
        let mut walker = Walker::new(Walk::Stream { since }, settings().intake.page_cap);
        let mut seen = HashSet::new();
        while let Some(page) = walker.next(platform.as_ref()).await.unwrap() {
            seen.extend(page.items.into_iter().map(|item| item.target.remote.expose().to_owned()));
        }
        seen
    }

    /// The threads of all posts, as a reader gets them now.
    pub(super) async fn threads(&mut self) -> Vec<Thread> {
        self.settle();
        let mut threads = Vec::new();
        for post in &self.posts {
            threads.push(self.network.thread(post).await);
        }
        threads
    }

    /// What is hidden on the network, as a reader gets it now.
    pub(super) async fn hidden(&mut self) -> HashSet<String> {
        self.threads().await.into_iter().flat_map(|thread| thread.hidden).collect()
    }

    /// Which replies are on top of the queue.
    pub(super) async fn urgent(&self) -> Vec<Row> {
        let mut tx = self.house.db.read().await.unwrap();
        let open =
            store::inquiry::open(&mut tx, &self.house.organisation, self.house.now(), 0, 1000).await.unwrap();
        let count = open.iter().take_while(|row| row.is_urgent).count();
        assert!(!open.iter().skip(count).any(|row| row.is_urgent), "urgent stands first");
        open.into_iter().take(count).collect()
    }

    /// Our colleague answers in the network's own app.
    pub(super) async fn colleague_answers(&self, which: usize, words: &str) {
        let (root, parent) = self.below(which);
        self.network.reply(&self.us, words, (&root, &parent), &now()).await;
    }
}
