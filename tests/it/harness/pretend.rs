//! A network in memory, for tests that need it thousands of times: what stands there, and nothing else.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use ordstyrer::model::{
    AccountName, Capabilities, Counts, Incoming, LengthUnit, ManualClock, Post, RemoteId, ReplyLimit, Stamp,
    Target, Text,
};
use ordstyrer::platform::{Cursor, Error, Grant, OwnReply, Page, Platform, Reply, Secrets, Sent};
use ordstyrer::settle::Caps;
use ordstyrer::store::Engine;
use ordstyrer::worker::Connected;

use super::{House, postgres};

/// One comment there.
#[derive(Clone, Debug, Default)]
pub(crate) struct There {
    pub author: Option<String>,
    pub images: u32,
    pub words: String,
    pub written_at: Stamp,
    pub is_hidden: bool,
    pub is_deleted: bool,
    /// What the network says to a hide.
    pub hide_fails: Option<Error>,
    /// Our replies, by id.
    pub replies: Vec<(String, String, Stamp)>,
}

/// What stands on it.
#[derive(Clone, Default)]
pub(crate) struct Pretend(pub Arc<Mutex<BTreeMap<String, There>>>);

impl Pretend {
    pub(crate) fn comment(&self, id: &str, words: &str, now: Stamp) {
        let there = There { words: words.to_owned(), written_at: now, ..There::default() };
        self.0.lock().unwrap().insert(id.to_owned(), there);
    }

    /// A comment whose author the network names.
    pub(crate) fn comment_by(&self, author: &str, id: &str, words: &str, now: Stamp) {
        self.comment(id, words, now);
        self.change(id, |there| there.author = Some(author.to_owned()));
    }

    pub(crate) fn there(&self, id: &str) -> There {
        self.0.lock().unwrap().get(id).cloned().unwrap()
    }

    pub(crate) fn change(&self, id: &str, change: impl FnOnce(&mut There)) {
        change(self.0.lock().unwrap().get_mut(id).unwrap());
    }

    /// An account on it.
    pub(crate) fn connected(&self, account: &AccountName) -> Connected {
        let of = self.clone();
        let connect = move |_| Ok(Box::new(of.clone()) as Box<dyn Platform>);
        Connected::by(account.clone(), "facebook", self.can(), connect)
    }

    pub(crate) fn forget_replies(&self) {
        self.0.lock().unwrap().values_mut().for_each(|there| there.replies.clear());
    }

    pub(crate) fn forget(&self) {
        self.0.lock().unwrap().clear();
    }

    fn with<T>(&self, target: &Target, change: impl FnOnce(&mut There) -> T) -> Option<T> {
        let mut all = self.0.lock().unwrap();
        all.get_mut(target.remote.expose()).filter(|there| !there.is_deleted).map(change)
    }
}

fn incoming(id: &str, there: &There) -> Incoming {
    Incoming {
        target: Target { remote: RemoteId::new(id), post: None },
        parent: None,
        author_name: there.author.as_deref().map(Text::new),
        handle: None,
        is_ours: false,
        text: Text::new(there.words.as_str()),
        written_at: there.written_at,
        marker: None,
        link: None,
        is_hidden: Some(there.is_hidden),
        images: there.images,
    }
}

#[async_trait]
impl Platform for Pretend {
    fn can(&self) -> Capabilities {
        Capabilities {
            hide: true,
            delete: true,
            reply: true,
            idempotent_reply: false,
            hidden_still_seen: true,
            counts: Counts::All,
            reply_limit: ReplyLimit { most: 8000, unit: LengthUnit::Utf16, most_bytes: None },
        }
    }

    async fn check(&self) -> Result<Grant, Error> {
        Ok(Grant::default())
    }

    async fn posts(&self, _: Stamp) -> Result<Vec<Post>, Error> {
        Ok(Vec::new())
    }

    async fn pull(&self, _: Stamp, _: Option<&Cursor>) -> Result<Page, Error> {
        let all = self.0.lock().unwrap();
        let items = all
            .iter()
            .filter(|(_, there)| !there.is_deleted)
            .map(|(id, there)| incoming(id, there))
            .collect();
        Ok(Page { items, ..Page::default() })
    }

    async fn thread(&self, _: &RemoteId, _: Option<Stamp>, _: Option<&Cursor>) -> Result<Page, Error> {
        Ok(Page::default())
    }

    async fn reread(&self, target: &Target) -> Result<Option<Incoming>, Error> {
        // A network answers after others had their turn.
        tokio::task::yield_now().await;
        Ok(self.with(target, |there| incoming(target.remote.expose(), there)))
    }

    async fn hide(&self, target: &Target, _: Stamp) -> Result<Sent, Error> {
        let hidden = self.with(target, |there| {
            if let Some(error) = &there.hide_fails {
                return Err(error.clone());
            }
            there.is_hidden = true;
            Ok(())
        });
        hidden.transpose().map(|done| done.map_or(Sent::Gone, |()| Sent::Done(None)))
    }

    async fn unhide(&self, target: &Target, _: Stamp) -> Result<Sent, Error> {
        Ok(self.with(target, |there| there.is_hidden = false).map_or(Sent::Gone, |()| Sent::Done(None)))
    }

    async fn delete(&self, target: &Target) -> Result<Sent, Error> {
        tokio::task::yield_now().await;
        Ok(self.with(target, |there| there.is_deleted = true).map_or(Sent::Gone, |()| Sent::Done(None)))
    }

    async fn reply(&self, target: &Target, reply: &Reply<'_>) -> Result<Sent, Error> {
        tokio::task::yield_now().await;
        let id = format!("{}-{}", target.remote.expose(), reply.task.as_str());
        let said = (id.clone(), reply.words.to_owned(), reply.at);
        let done = self.with(target, |there| there.replies.push(said));
        Ok(done.map_or(Sent::Gone, |()| Sent::Done(Some(RemoteId::new(id)))))
    }

    async fn own_replies(&self, target: &Target) -> Result<Vec<OwnReply>, Error> {
        tokio::task::yield_now().await;
        let own = |(id, words, at): &(String, String, Stamp)| OwnReply {
            remote: RemoteId::new(id.as_str()),
            words: words.clone(),
            written_at: *at,
        };
        Ok(self.with(target, |there| there.replies.iter().map(own).collect()).unwrap_or_default())
    }
}

/// A house on a network in memory.
pub(crate) async fn pretend_house(engine: Engine) -> (House, Pretend, AccountName) {
    pretend_house_with(engine, super::caps()).await
}

/// The same, where the machine may do so much alone.
pub(crate) async fn pretend_house_with(engine: Engine, caps: Caps) -> (House, Pretend, AccountName) {
    let net = Pretend::default();
    let account = AccountName::from_text("prøveby-net");
    let connected = net.connected(&account);
    let folder = tempfile::tempdir().unwrap();
    let addresses = match engine {
        Engine::Sqlite => House::sqlite(folder.path()),
        Engine::Postgres => [postgres::database().await, postgres::database().await],
    };
    let clock = ManualClock::at(Stamp::parse("2026-11-21T12:00:00Z").unwrap());
    let house =
        House::open_with(caps, vec![(connected, Secrets::token("t".into()))], clock, folder, addresses).await;
    house.act_on(&account).await;
    (house, net, account)
}
