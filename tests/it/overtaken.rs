//! What overtakes what: an edit, a second moderator, a halt or a deletion that comes while something
//! else is under way. Nobody's decision gets lost, and nothing stays hidden that nobody watches.

use std::time::Duration;

use ordstyrer::decide::{Circumstances, Policy};
use ordstyrer::demo::Network;
use ordstyrer::detect::{Detectors, Lists};
use ordstyrer::intake;
use ordstyrer::model::{
    AlarmKind, By, Incoming, InquiryId, ModeratorId, OrganisationId, RemoteId, Screened, Source, Staffed,
    Stamp, State, Target, Text,
};
use ordstyrer::screen::Screen;
use ordstyrer::settle::{self, Choice, Decided};
use ordstyrer::store::inquiry::{Change, Row};
use ordstyrer::store::{self, Engine, keys::Key};

use crate::harness::{Town, caps, days, engines, hours, minutes, name, redirect_with};

const LEAK: &str = "Hej, mit nummer er 311236-4004, kan I se på det?";
const HARMLESS: &str = "Hvor er det dejligt!";
/// How long a page is watched until it is believed to wait for another transaction.
const WATCHED: Duration = Duration::from_millis(400);

async fn taken_in(town: &Town, words: &str) -> (String, Row) {
    let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
    let comment = town.networks.comment(&post, "Testborger", words);
    town.turn().await;
    let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
    (comment, row)
}

async fn decide_with_undo(town: &Town, row: &Row, choice: Choice) -> Decided {
    settle::decision(
        &town.db,
        &town.vault,
        &town.policy,
        &town.organisation,
        settle::Seen { inquiry: &row.id, version: row.version, can_hide: true },
        &choice,
        &By::Moderator(ModeratorId::from_text("moderator-1")),
        hours(5),
        town.now(),
    )
    .await
    .unwrap()
}

/// The comment as an edit would bring it through intake and screen.
pub(crate) async fn edited(town: &Town, comment: &str, words: &str) -> Screened {
    let account = name(Network::Facebook);
    let mac = town.vault.tombstone(&account, &RemoteId::new(comment));
    let mut tx = town.db.read().await.unwrap();
    let before = store::tombstone::get(&mut tx, &town.organisation, &account, &mac).await.unwrap();
    drop(tx);
    let incoming = Incoming {
        target: Target { remote: RemoteId::new(comment), post: None },
        parent: None,
        author_name: None,
        handle: None,
        is_ours: false,
        text: Text::new(words),
        written_at: town.now(),
        marker: None,
        link: None,
        is_hidden: None,
        images: 0,
    };
    let fresh = intake::fresh(&town.vault, &account, incoming, mac, before, true);
    let policy = std::sync::Arc::new(Policy::shipped());
    let screen =
        Screen::new(Detectors::new(&Lists::shipped()).unwrap(), policy, Stamp::parse("2040-01-01T00:00:00Z"));
    screen.look(fresh, None, Circumstances { may_act: true, can_hide: true }, town.now())
}

/// Takes the account's lease from the worker, whose own has run out.
pub(crate) async fn lease(town: &Town) -> i64 {
    town.later(minutes(5));
    let mut tx = town.db.write().await.unwrap();
    let (account, until) = (name(Network::Facebook), town.now().later(minutes(1)));
    let taken = store::account::lease(&mut tx, &town.organisation, &account, "test", town.now(), until);
    let (fence, is_new) = taken.await.unwrap().unwrap();
    assert!(is_new);
    tx.commit().await.unwrap();
    fence
}

pub(crate) async fn settle_page(
    town: &Town,
    fence: i64,
    screened: Screened,
) -> anyhow::Result<settle::Settled> {
    let (organisation, account): (&OrganisationId, _) = (&town.organisation, name(Network::Facebook));
    let staffed = Staffed::default();
    let source = Source::Poll;
    let from = settle::From {
        organisation,
        account: &account,
        fence,
        source,
        caps: caps(),
        staffed: &staffed,
        undo: minutes(2),
        tracks_leaks: false,
    };
    settle::page(&town.db, &town.vault, &town.policy, from, vec![screened], town.now()).await
}

#[tokio::test]
async fn of_moderators_who_decide_at_once_one_decides_and_the_others_are_told() {
    for engine in engines() {
        let town = Town::new(engine).await;
        for _ in 0..5 {
            let (_, row) = taken_in(&town, "I er nogle kæmpe idioter.").await;
            let all = (0..4).map(|nth| {
                let choice = if nth % 2 == 0 { Choice::Keep } else { Choice::Remove { rule: "R6".into() } };
                town.decide(&row, choice)
            });
            let all = futures_util::future::join_all(all).await;

            let done = all.iter().filter(|one| **one == Decided::Done).count();
            let stale = all.iter().filter(|one| matches!(one, Decided::Stale { .. })).count();
            assert_eq!((done, stale), (1, 3), "{engine:?}: {all:?}");
            let mut tx = town.db.read().await.unwrap();
            let verdicts = store::verdict::of_inquiry(&mut tx, &town.organisation, &row.id).await.unwrap();
            assert_eq!(verdicts.len(), 2, "{engine:?}: the machine's and one person's");
        }
    }
}

#[tokio::test]
async fn a_decision_that_falls_while_an_edit_is_settled_is_put_before_a_person_again() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (comment, row) = taken_in(&town, "I er nogle kæmpe idioter.").await;
        let fence = lease(&town).await;
        let screened = edited(&town, &comment, HARMLESS).await;

        let mut person = town.db.write().await.unwrap();
        let removed = Change {
            state: State::Removed,
            is_urgent: false,
            rule: "R6",
            decide_by: None,
            delete_after: row.delete_after,
        };
        let is_done =
            store::inquiry::change(&mut person, &town.organisation, &row.id, row.version, &removed).await;
        assert!(is_done.unwrap());
        let mut page = std::pin::pin!(settle_page(&town, fence, screened));
        assert!(tokio::time::timeout(WATCHED, &mut page).await.is_err(), "{engine:?}: the page waits");
        person.commit().await.unwrap();
        page.await.unwrap();

        let (row, kept) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!(kept.text.unwrap().expose(), HARMLESS);
        assert_eq!(row.state, State::Queued, "{engine:?}: nobody judged these words to be removed");
    }
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_does_not_take_the_key_of_the_one_that_has_it() {
    // Only SQLite lets the test stop a page at its keys.
    let town = Town::new(Engine::Sqlite).await;
    let (comment, row) = taken_in(&town, HARMLESS).await;
    let frozen = lease(&town).await;
    let screened = edited(&town, &comment, "Hvornår åbner I?").await;
    let account = name(Network::Facebook);

    let mut keys = town.vault.keys.write().await.unwrap();
    let mut page = std::pin::pin!(settle_page(&town, frozen, screened));
    assert!(tokio::time::timeout(WATCHED, &mut page).await.is_err(), "the page waits for the keys");
    let newer = Key {
        inquiry: row.id.clone(),
        key_version: row.key_version + 1,
        account: account.clone(),
        fence: frozen + 1,
        month: town.now().month(),
        wrapped: vec![7; 40],
        blind_name: None,
        blind_handle: None,
    };
    store::keys::insert(&mut keys, &town.organisation, &newer).await.unwrap();
    town.later(minutes(5));
    let mut tx = town.db.write().await.unwrap();
    let (organisation, now) = (&town.organisation, town.now());
    let taken = store::account::lease(&mut tx, organisation, &account, "newer", now, now.later(minutes(1)));
    assert_eq!(taken.await.unwrap(), Some((newer.fence, true)));
    tx.commit().await.unwrap();
    keys.commit().await.unwrap();
    assert!(page.await.is_err(), "its page is refused");

    let mut keys = town.vault.keys.read().await.unwrap();
    let stands = store::keys::get(&mut keys, &town.organisation, &row.id, newer.key_version).await.unwrap();
    assert_eq!(stands.map(|(_, wrapped)| wrapped), Some(newer.wrapped), "the newer worker's key stands");
}

#[tokio::test]
async fn a_hide_that_a_person_lifts_is_not_forgotten_because_the_comment_is_edited() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (comment, row) = taken_in(&town, LEAK).await;
        assert_eq!(decide_with_undo(&town, &row, Choice::Keep).await, Decided::Done);
        town.networks.edit(&comment, HARMLESS);
        town.later(hours(2));
        town.turn().await;

        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert!(town.networks.is_hidden(&comment));
        assert!(row.state.is_open(), "{engine:?}: it is still hidden, so somebody must see it");

        assert_eq!(town.decide(&row, Choice::Keep).await, Decided::Done);
        town.later(minutes(1));
        town.turn().await;
        assert!(!town.networks.is_hidden(&comment), "{engine:?}: shown again");
    }
}

#[tokio::test]
async fn an_answer_that_waited_while_the_comment_was_edited_goes_back_to_a_person() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (comment, row) =
            taken_in(&town, "Hvornår får jeg svar på min ansøgning om plads i vuggestuen?").await;
        let redirect = redirect_with("Skriv til os.");
        assert_eq!(decide_with_undo(&town, &row, redirect).await, Decided::Done);
        town.networks.edit(&comment, HARMLESS);
        town.later(hours(2));
        town.turn().await;

        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!(row.state, State::Queued, "{engine:?}: its answer was taken back, a person decides anew");
        town.later(hours(9));
        town.turn().await;
        assert!(town.networks.replies_by_us(&comment).is_empty(), "{engine:?}");
    }
}

#[tokio::test]
async fn a_leak_that_its_author_takes_out_stays_hidden_only_under_a_persons_deadline() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (comment, before) = taken_in(&town, LEAK).await;
        town.networks.edit(&comment, HARMLESS);
        town.later(hours(2));
        town.turn().await;

        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert!(town.networks.is_hidden(&comment), "no machine lifts what a person shall lift");
        assert_eq!((row.state, row.decide_by), (State::Hidden, before.decide_by), "{engine:?}");
        town.later(days(2));
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!(row.state, State::Hidden, "{engine:?}: hidden words are not forgotten about");
        let alarms = town.alarms(AlarmKind::Overdue).await;
        assert_eq!(alarms.len(), 1, "{engine:?}: and somebody is told");
    }
}

#[tokio::test]
async fn a_comment_that_is_forgotten_while_its_edit_is_settled_leaves_no_key() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (comment, row) = taken_in(&town, HARMLESS).await;
        let fence = lease(&town).await;
        let screened = edited(&town, &comment, "Hvornår åbner I?").await;

        let mut forgetting = town.db.write().await.unwrap();
        let (organisation, id): (_, &InquiryId) = (&town.organisation, &row.id);
        assert!(store::inquiry::claim_one(&mut forgetting, organisation, id).await.unwrap());
        assert!(store::inquiry::destroy(&mut forgetting, organisation, id).await.unwrap());
        let mut page = std::pin::pin!(settle_page(&town, fence, screened));
        assert!(tokio::time::timeout(WATCHED, &mut page).await.is_err(), "{engine:?}: the page waits");
        forgetting.commit().await.unwrap();
        page.await.unwrap();

        let mut keys = town.vault.keys.read().await.unwrap();
        let left = store::keys::get(&mut keys, organisation, id, row.key_version + 1).await.unwrap();
        assert!(left.is_none(), "{engine:?}: key and blind index of the new words are gone");
    }
}

#[tokio::test]
async fn a_months_key_stands_as_long_as_any_organisation_needs_it() {
    let town = Town::new(Engine::Sqlite).await;
    taken_in(&town, HARMLESS).await;
    let month = town.now().month();
    // One that this worker's configuration does not name (any more).
    let other = OrganisationId::from_text("naboby");
    let mut tx = town.db.write().await.unwrap();
    store::organisation::ensure(&mut tx, &other).await.unwrap();
    tx.commit().await.unwrap();
    let key = Key {
        inquiry: InquiryId::new(town.now()),
        key_version: 1,
        account: name(Network::Facebook),
        fence: 1,
        month: month.clone(),
        wrapped: vec![7; 40],
        blind_name: None,
        blind_handle: None,
    };
    let mut keys = town.vault.keys.write().await.unwrap();
    store::keys::insert(&mut keys, &other, &key).await.unwrap();
    keys.commit().await.unwrap();

    town.later(days(60));
    town.turn().await;
    assert_eq!(town.count().await, 0);
    assert!(town.vault.ring.months().unwrap().contains(&month));
}
