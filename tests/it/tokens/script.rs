//! A network whose tokens do exactly what the test says.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use ordstyrer::model::{
    AccountName, Capabilities, Counts, Incoming, LengthUnit, Post, RemoteId, ReplyLimit, Stamp, Target, Text,
};
use ordstyrer::platform::{
    ConnectError, Cursor, Error, Grant, OwnReply, Page, Platform, Renewed, Reply, Secrets, Sent,
};
use ordstyrer::worker::Connected;
use secrecy::ExposeSecret;
use tokio::sync::Notify;

/// What happens there, and what was seen.
#[derive(Default)]
pub(super) struct Script {
    /// What citizens wrote, each with its id.
    pub(super) comments: Vec<(&'static str, &'static str)>,
    /// The tokens that work.
    pub(super) alive: Mutex<Vec<String>>,
    /// With which token each connection was made.
    pub(super) connections: Mutex<Vec<String>>,
    /// With which token each pull came.
    pub(super) pulls: Mutex<Vec<String>>,
    /// The tokens that are given in exchange, the next one last, each with its life. Without one the network
    /// exchanges none.
    pub(super) fresh: Mutex<Vec<(String, Duration)>>,
    /// How often an exchange was asked for.
    pub(super) exchanges: AtomicUsize,
    /// An exchange is carried out, and its answer does not come until this.
    pub(super) holds_answers: Mutex<Option<Arc<Notify>>>,
    /// Every exchange fails.
    pub(super) fails: Mutex<bool>,
    /// A pull waits in the middle: it says so on the first, and goes on at the second.
    pub(super) stops_pulls: Mutex<Option<(Arc<Notify>, Arc<Notify>)>>,
}

impl Script {
    pub(super) fn live(&self, token: &str) {
        self.alive.lock().unwrap().push(token.to_owned());
    }

    pub(super) fn kill(&self, token: &str) {
        self.alive.lock().unwrap().retain(|one| one != token);
    }

    pub(super) fn last_pull(&self) -> Option<String> {
        self.pulls.lock().unwrap().last().cloned()
    }

    pub(super) fn exchanged(&self) -> usize {
        self.exchanges.load(SeqCst)
    }

    /// Our account there.
    pub(super) fn connected(self: &Arc<Self>) -> Connected {
        self.connected_as("instagram")
    }

    /// The same, under the terms of this network.
    pub(super) fn connected_as(self: &Arc<Self>, network: &str) -> Connected {
        let script = Arc::clone(self);
        let connect = move |secrets: Secrets| {
            let token = secrets.get("token").ok_or(ConnectError::Token("is missing"))?;
            let token = token.expose_secret().to_owned();
            script.connections.lock().unwrap().push(token.clone());
            Ok(Box::new(Line { script: Arc::clone(&script), token }) as Box<dyn Platform>)
        };
        Connected::by(name(), network, can(), connect)
    }
}

pub(super) fn name() -> AccountName {
    AccountName::from_text("prøveby-token")
}

pub(super) fn token(word: &str) -> Secrets {
    Secrets::token(word.into())
}

fn can() -> Capabilities {
    Capabilities {
        hide: true,
        delete: false,
        reply: false,
        idempotent_reply: false,
        hidden_still_seen: false,
        counts: Counts::All,
        reply_limit: ReplyLimit { most: 300, unit: LengthUnit::Utf16, most_bytes: None },
    }
}

fn incoming((id, words): (&str, &str)) -> Incoming {
    Incoming {
        target: Target { remote: RemoteId::new(id), post: None },
        parent: None,
        author_name: None,
        handle: None,
        is_ours: false,
        text: Text::new(words),
        written_at: Stamp::parse("2026-11-21T12:00:00Z").unwrap(),
        marker: None,
        link: None,
        is_hidden: Some(false),
        images: 0,
    }
}

struct Line {
    script: Arc<Script>,
    token: String,
}

impl Line {
    fn allowed(&self) -> Result<(), Error> {
        let is_alive = self.script.alive.lock().unwrap().contains(&self.token);
        if is_alive { Ok(()) } else { Err(Error::TokenDead("it was ended")) }
    }
}

#[async_trait]
impl Platform for Line {
    fn can(&self) -> Capabilities {
        can()
    }

    async fn check(&self) -> Result<Grant, Error> {
        self.allowed().map(|()| Grant::default())
    }

    async fn renew(&self, now: Stamp) -> Result<Option<Renewed>, Error> {
        self.script.exchanges.fetch_add(1, SeqCst);
        self.allowed()?;
        if *self.script.fails.lock().unwrap() {
            return Err(Error::Unreachable("no connection"));
        }
        let Some((fresh, life)) = self.script.fresh.lock().unwrap().pop() else { return Ok(None) };
        // The old one lives on, as Instagram's does.
        self.script.live(&fresh);
        let held = self.script.holds_answers.lock().unwrap().clone();
        if let Some(held) = held {
            held.notified().await;
        }
        Ok(Some(Renewed { secrets: token(&fresh), ends: Some(now.later(life)) }))
    }

    async fn posts(&self, _: Stamp) -> Result<Vec<Post>, Error> {
        self.allowed()?;
        Ok(Vec::new())
    }

    async fn pull(&self, _: Stamp, _: Option<&Cursor>) -> Result<Page, Error> {
        self.script.pulls.lock().unwrap().push(self.token.clone());
        let stops = self.script.stops_pulls.lock().unwrap().take();
        if let Some((reached, goes_on)) = stops {
            reached.notify_one();
            goes_on.notified().await;
        }
        self.allowed()?;
        let items = self.script.comments.iter().map(|comment| incoming(*comment)).collect();
        Ok(Page { items, ..Page::default() })
    }

    async fn thread(&self, _: &RemoteId, _: Option<Stamp>, _: Option<&Cursor>) -> Result<Page, Error> {
        Ok(Page::default())
    }

    async fn reread(&self, target: &Target) -> Result<Option<Incoming>, Error> {
        self.allowed()?;
        let found = self.script.comments.iter().find(|(id, _)| *id == target.remote.expose());
        Ok(found.map(|comment| incoming(*comment)))
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
