//! What happens in the middle of an act, on a network that does exactly what the test says.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use ordstyrer::model::{
    AccountName, Capabilities, Incoming, LengthUnit, ManualClock, OrganisationId, Post, RemoteId, ReplyLimit,
    Stamp, State, Target, Text,
};
use ordstyrer::platform::{Cursor, Error, OwnReply, Page, Platform, Reply, Secrets, Sent};
use ordstyrer::settle::Choice;
use ordstyrer::store::{self, Db};
use ordstyrer::worker::Connected;

use crate::harness::{House, hours, minutes};

/// A network with a few comments.
#[derive(Default)]
struct Script {
    comments: Vec<(&'static str, &'static str)>,
    is_hidden: AtomicBool,
    hides: AtomicUsize,
    /// Hidden does not show when it is read.
    hides_late: AtomicBool,
    /// Reading fails once something is hidden.
    fails_after_hide: AtomicBool,
    /// The answer about this one is never of use.
    broken: Option<&'static str>,
    /// These are gone.
    is_gone: AtomicBool,
    /// Whoever reads halts this organisation: the halt falls between claim and deed.
    halts: OnceLock<(Db, OrganisationId)>,
}

struct Scripted(Arc<Script>);

impl Script {
    fn incoming(&self, (remote, words): (&str, &str)) -> Incoming {
        Incoming {
            target: Target { remote: RemoteId::new(remote), post: None },
            parent: None,
            author_name: None,
            handle: None,
            is_ours: false,
            text: Text::new(words),
            written_at: start(),
            marker: None,
            link: None,
            is_hidden: Some(self.is_hidden.load(SeqCst) && !self.hides_late.load(SeqCst)),
            images: 0,
        }
    }
}

#[async_trait]
impl Platform for Scripted {
    fn can(&self) -> Capabilities {
        Capabilities {
            hide: true,
            delete: false,
            reply: false,
            idempotent_reply: false,
            hidden_still_seen: false,
            counts: ordstyrer::model::Counts::All,
            reply_limit: ReplyLimit { most: 300, unit: LengthUnit::Utf16, most_bytes: None },
        }
    }

    async fn check(&self) -> Result<ordstyrer::platform::Grant, Error> {
        Ok(ordstyrer::platform::Grant::default())
    }

    async fn posts(&self, _: Stamp) -> Result<Vec<Post>, Error> {
        Ok(Vec::new())
    }

    async fn pull(&self, _: Stamp, _: Option<&Cursor>) -> Result<Page, Error> {
        let items = self.0.comments.iter().map(|comment| self.0.incoming(*comment)).collect();
        Ok(Page { items, ..Page::default() })
    }

    async fn thread(&self, _: &RemoteId, _: Option<Stamp>, _: Option<&Cursor>) -> Result<Page, Error> {
        Ok(Page::default())
    }

    async fn reread(&self, target: &Target) -> Result<Option<Incoming>, Error> {
        if let Some((db, organisation)) = self.0.halts.get() {
            let mut tx = db.write().await.unwrap();
            store::organisation::set_halted(&mut tx, organisation, Some((start(), "operator")))
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
        let remote = target.remote.expose();
        if self.0.broken == Some(remote) {
            return Err(Error::Broken("JSON of another shape"));
        }
        if self.0.fails_after_hide.load(SeqCst) && self.0.is_hidden.load(SeqCst) {
            return Err(Error::Unreachable("no connection"));
        }
        let found = self.0.comments.iter().find(|(id, _)| *id == remote);
        Ok(found.filter(|_| !self.0.is_gone.load(SeqCst)).map(|comment| self.0.incoming(*comment)))
    }

    async fn hide(&self, _: &Target, _: Stamp) -> Result<Sent, Error> {
        self.0.is_hidden.store(true, SeqCst);
        self.0.hides.fetch_add(1, SeqCst);
        Ok(Sent::Done(None))
    }

    async fn unhide(&self, _: &Target, _: Stamp) -> Result<Sent, Error> {
        self.0.is_hidden.store(false, SeqCst);
        Ok(Sent::Done(None))
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

fn start() -> Stamp {
    Stamp::parse("2026-11-21T12:00:00Z").unwrap()
}

fn account() -> AccountName {
    AccountName::from_text("prøveby-net")
}

async fn house(script: Script) -> (House, Arc<Script>) {
    let script = Arc::new(script);
    let scripted = Scripted(Arc::clone(&script));
    let can = scripted.can();
    let connect = move |_| Ok(Box::new(Scripted(Arc::clone(&scripted.0))) as Box<dyn Platform>);
    let connected = Connected::by(account(), "facebook", can, connect);
    let folder = tempfile::tempdir().unwrap();
    let addresses = House::sqlite(folder.path());
    let house = House::open(
        vec![(connected, Secrets::token("scripted".into()))],
        ManualClock::at(start()),
        folder,
        addresses,
    )
    .await;
    house.act_on(&account()).await;
    (house, script)
}

fn leak() -> Script {
    Script { comments: vec![("c1", "mit cpr er 311236-4004")], ..Script::default() }
}

#[tokio::test]
async fn a_halt_between_claim_and_deed_halts_the_deed() {
    let (house, script) = house(leak()).await;
    script.halts.set((house.db.clone(), house.organisation.clone())).ok().unwrap();
    house.worker.turn().await.unwrap();
    assert_eq!(script.hides.load(SeqCst), 0, "halted is halted");

    let mut tx = house.db.write().await.unwrap();
    store::organisation::set_halted(&mut tx, &house.organisation, None).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(script.hides.load(SeqCst), 0);
}

#[tokio::test]
async fn what_was_hidden_and_could_not_be_read_back_is_shown_again_when_a_person_keeps_it() {
    let (house, script) = house(leak()).await;
    script.fails_after_hide.store(true, SeqCst);
    house.worker.turn().await.unwrap();
    assert!(script.is_hidden.load(SeqCst));
    let (row, _) = house.held(&account(), "c1").await.unwrap();
    house.decide(&row, Choice::Keep).await;
    script.fails_after_hide.store(false, SeqCst);
    for _ in 0..3 {
        house.later(hours(1));
        house.worker.turn().await.unwrap();
    }
    assert!(!script.is_hidden.load(SeqCst), "kept means that it can be seen");
}

#[tokio::test]
async fn what_was_hidden_and_could_not_be_read_back_is_counted_when_it_can_be() {
    let (house, script) = house(leak()).await;
    script.fails_after_hide.store(true, SeqCst);
    let mut hidden = house.worker.turn().await.unwrap().hidden;
    assert_eq!(hidden, 0, "nobody says so before it was seen");
    script.fails_after_hide.store(false, SeqCst);
    for _ in 0..2 {
        house.later(hours(1));
        hidden += house.turn().await.hidden;
    }
    assert_eq!((hidden, script.hides.load(SeqCst)), (1, 1));
}

#[tokio::test]
async fn a_hide_that_does_not_show_yet_is_not_done_again_after_a_person_kept_the_comment() {
    let (house, script) = house(leak()).await;
    script.hides_late.store(true, SeqCst);
    house.turn().await;
    let (row, _) = house.held(&account(), "c1").await.unwrap();
    house.decide(&row, Choice::Keep).await;
    script.hides_late.store(false, SeqCst);
    for _ in 0..4 {
        house.turn().await;
        house.later(minutes(1));
    }
    assert_eq!((script.is_hidden.load(SeqCst), script.hides.load(SeqCst)), (false, 1));
}

#[tokio::test]
async fn one_comment_that_cannot_be_asked_for_again_does_not_stand_before_the_others() {
    let comments = vec![("c1", "Hvornår åbner I?"), ("c2", "Hvornår lukker I?")];
    let (house, script) = house(Script { comments, broken: Some("c1"), ..Script::default() }).await;
    house.turn().await;
    assert_eq!(house.count().await, 2);
    script.is_gone.store(true, SeqCst);
    house.later(hours(2));
    let report = house.worker.turn().await.unwrap();
    assert_eq!(report.troubles.len(), 1, "it is told: {:?}", report.troubles);
    assert!(house.held(&account(), "c2").await.is_none(), "and the other one's end is seen");
}

#[tokio::test]
async fn a_row_that_does_not_open_goes_to_a_person_and_its_account_goes_on() {
    let comments = vec![("c1", "I er nogle kæmpe idioter.")];
    let (house, _script) = house(Script { comments, ..Script::default() }).await;
    house.turn().await;
    let (row, _) = house.held(&account(), "c1").await.unwrap();
    house.decide(&row, Choice::Remove { rule: "R6".into() }).await;
    let mut tx = house.db.write().await.unwrap();
    let damaged = vec![1; row.sealed.len()];
    let version = row.key_version;
    store::inquiry::reseal(&mut tx, &house.organisation, &row.id, &damaged, version, start()).await.unwrap();
    tx.commit().await.unwrap();

    house.later(minutes(1));
    house.turn().await;

    let mut tx = house.db.read().await.unwrap();
    let row = store::inquiry::get(&mut tx, &house.organisation, &row.id).await.unwrap().unwrap();
    assert_eq!((row.state, row.is_urgent), (State::Queued, true));
}
