//! Tokens: sealed, used by version, replaced while the worker runs, renewed in time, and loudly dead.

mod script;

use std::sync::Arc;

use ordstyrer::demo::{Access, Network};
use ordstyrer::model::{AccountName, Clock, Days, ManualClock, OrganisationId, Stamp, TaskState};
use ordstyrer::platform;
use ordstyrer::settle::Choice;
use ordstyrer::store::credential::Stored;
use ordstyrer::store::{self, Engine};
use ordstyrer::vault::{self, KeyRing, Ledger, Master, Vault};
use secrecy::ExposeSecret;
use tokio::sync::Notify;

use crate::harness::{House, Town, days, engines, hours, minutes, name, postgres};
use crate::privacy::{contains, walk};
use script::{Script, token};

const FIRST: &str = "hemmelig-foerste-qx";
const SECOND: &str = "hemmelig-anden-qx";

/// A house with one account, whose first token works.
async fn house(engine: Engine) -> (House, Arc<Script>) {
    house_on(engine, "instagram", Script::default()).await
}

async fn house_on(engine: Engine, network: &str, script: Script) -> (House, Arc<Script>) {
    let script = Arc::new(script);
    script.live(FIRST);
    let folder = tempfile::tempdir().unwrap();
    let addresses = match engine {
        Engine::Sqlite => House::sqlite(folder.path()),
        Engine::Postgres => [postgres::database().await, postgres::database().await],
    };
    let clock = ManualClock::at(Stamp::parse("2026-11-21T12:00:00Z").unwrap());
    let accounts = vec![(script.connected_as(network), token(FIRST))];
    (House::open(accounts, clock, folder, addresses).await, script)
}

async fn stored(house: &House) -> Option<Stored> {
    let mut tx = house.db.read().await.unwrap();
    store::credential::get(&mut tx, &house.organisation, &script::name()).await.unwrap()
}

/// What the audit trail says of tokens.
async fn audited(house: &House) -> Vec<String> {
    let mut tx = house.db.read().await.unwrap();
    let lines = store::audit::list(&mut tx, &house.organisation, 0, 1000).await.unwrap();
    let what = lines.into_iter().map(|chained| format!("{} {}", chained.line.who, chained.line.what));
    what.filter(|what| what.contains("token")).collect()
}

#[tokio::test]
async fn a_token_that_is_replaced_while_the_worker_runs_is_used_in_the_next_turn() {
    for engine in engines() {
        let (house, script) = house(engine).await;
        script.live(SECOND);
        for _ in 0..3 {
            house.turn().await;
        }
        assert_eq!(*script.connections.lock().unwrap(), [FIRST], "{engine:?}: one connection for all turns");

        assert_eq!(house.rotate(&script::name(), &token(SECOND), None).await, 2);
        house.turn().await;
        house.turn().await;

        assert_eq!(script.last_pull().unwrap(), SECOND, "{engine:?}");
        assert_eq!(*script.connections.lock().unwrap(), [FIRST, SECOND], "{engine:?}");
        let name = script::name();
        assert_eq!(
            audited(&house).await,
            [
                format!("operator account.token_added:{name}"),
                format!("operator account.token_rotated:{name}")
            ]
        );
    }
}

#[tokio::test]
async fn every_worker_uses_the_new_token() {
    for engine in engines() {
        let (house, script) = house(engine).await;
        let other = house.another_worker(vec![script.connected()]);
        house.turn().await;
        // The first one's lease has run out: the other takes over.
        house.later(minutes(5));
        other.turn().await.unwrap();
        assert_eq!(*script.connections.lock().unwrap(), [FIRST, FIRST], "{engine:?}");

        script.live(SECOND);
        script.kill(FIRST);
        house.rotate(&script::name(), &token(SECOND), None).await;
        house.later(minutes(5));
        house.turn().await;
        house.later(minutes(5));
        let report = other.turn().await.unwrap();

        assert_eq!(report.troubles, Vec::<String>::new(), "{engine:?}");
        assert_eq!(*script.connections.lock().unwrap(), [FIRST, FIRST, SECOND, SECOND], "{engine:?}");
    }
}

#[tokio::test]
async fn without_a_token_an_account_rests_and_goes_on_at_once_when_it_has_one() {
    for engine in engines() {
        let (house, script) = house(engine).await;
        let mut tx = house.db.write().await.unwrap();
        let (org, name) = (&house.organisation, script::name());
        assert!(store::credential::forget(&mut tx, org, &name, house.now()).await.unwrap());
        assert!(!store::credential::forget(&mut tx, org, &name, house.now()).await.unwrap(), "only once");
        tx.commit().await.unwrap();

        let report = house.worker.turn().await.unwrap();
        let says = format!("{name}: no token yet: run `ordstyrer account add {name}`");
        assert_eq!(report.troubles, [says], "{engine:?}");
        house.later(minutes(2));
        assert!(house.worker.turn().await.unwrap().troubles.is_empty(), "it rests, and is not told again");
        assert!(script.pulls.lock().unwrap().is_empty());

        assert_eq!(house.rotate(&name, &token(FIRST), None).await, 3, "a version is never given twice");
        house.turn().await;
        assert_eq!(script.last_pull().unwrap(), FIRST, "{engine:?}");
    }
}

#[tokio::test]
async fn a_dead_token_is_one_warning_and_what_was_decided_is_done_with_the_next_one() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let elsewhere = town.networks.post(Network::Bluesky, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", "I er nogle kæmpe idioter.");
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        town.decide(&row, Choice::Remove { rule: "R6".into() }).await;
        town.networks.set_access(Network::Facebook, Access::Revoked);
        let (facebook, died) = (name(Network::Facebook), town.now());

        for _ in 0..5 {
            let report = town.worker.turn().await.unwrap();
            assert!(report.troubles.iter().all(|trouble| trouble.starts_with(facebook.as_str())));
            town.later(hours(1));
        }
        let other = town.networks.comment(&elsewhere, "Testborger", "Hvornår åbner I?");
        town.worker.turn().await.unwrap();

        assert_eq!(town.account(&facebook).await.dead_since, Some(died), "{engine:?}: the first moment");
        assert_eq!(town.warnings("token_dead").await.len(), 1, "{engine:?}");
        assert!(town.knows(Network::Bluesky, &other).await, "{engine:?}: the others go on");
        let waits = |task: &store::task::Task| task.state == TaskState::Open;
        assert!(town.tasks(&row).await.iter().any(waits), "{engine:?}: what was decided waits");
        assert!(town.networks.effects().is_empty());

        town.networks.set_access(Network::Facebook, Access::Full);
        town.rotate(&facebook, &town.networks.secrets(Network::Facebook), None).await;
        let turns = [town.turn().await, town.turn().await];

        assert!(turns.iter().any(|report| report.hidden == 1), "{engine:?}: {turns:?}");
        assert_eq!(town.account(&facebook).await.dead_since, None, "{engine:?}");
        town.networks.set_access(Network::Facebook, Access::Revoked);
        town.later(hours(1));
        town.worker.turn().await.unwrap();
        assert_eq!(town.warnings("token_dead").await.len(), 2, "{engine:?}: another death");
        // A token that the network takes again needs no new one.
        town.networks.set_access(Network::Facebook, Access::Full);
        town.later(hours(1));
        town.turn().await;
        assert_eq!(town.account(&facebook).await.dead_since, None, "{engine:?}");
    }
}

#[tokio::test]
async fn what_a_network_gave_us_goes_so_long_after_our_access_ended_as_its_terms_say() {
    let Days(within) = platform::terms("youtube").after_access.expect("its terms count from there");
    for engine in engines() {
        for is_ended in [true, false] {
            let comments = vec![("c1", "I er nogle kæmpe idioter.")];
            let script = Script { comments, ..Script::default() };
            let (house, script) = house_on(engine, "youtube", script).await;
            house.turn().await;
            assert_eq!(house.count().await, 1, "{engine:?}: it waits for a person");
            if is_ended {
                script.kill(FIRST);
            }
            house.worker.turn().await.unwrap();
            for day in 1..=u64::from(within) {
                house.later(days(1));
                house.worker.turn().await.unwrap();
                // A day early: a machine that is off for a night must not break a promise.
                let is_over = is_ended && day >= u64::from(within) - 1;
                assert_eq!(house.count().await, i64::from(!is_over), "{engine:?}: day {day}, {is_ended}");
            }
            let warned = house.warnings("undecided_gone").await.len();
            assert_eq!(warned > 0, is_ended, "{engine:?}: nobody had decided on it");
            if is_ended {
                script.live(SECOND);
                house.rotate(&script::name(), &token(SECOND), None).await;
                house.turn().await;
                assert_eq!(house.count().await, 1, "{engine:?}: it is taken in again, and waits again");
            }
        }
    }
}

#[tokio::test]
async fn a_token_that_is_replaced_in_the_middle_of_a_failing_turn_is_not_called_dead() {
    for engine in engines() {
        let (house, script) = house(engine).await;
        script.live(SECOND);
        let (reached, goes_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        *script.stops_pulls.lock().unwrap() = Some((Arc::clone(&reached), Arc::clone(&goes_on)));
        let replace = async {
            reached.notified().await;
            script.kill(FIRST);
            house.rotate(&script::name(), &token(SECOND), None).await;
            goes_on.notify_one();
        };
        let (report, ()) = tokio::join!(house.worker.turn(), replace);

        assert!(report.unwrap().troubles.is_empty(), "{engine:?}");
        assert_eq!(house.account(&script::name()).await.dead_since, None, "{engine:?}");
        assert!(house.warnings("token_dead").await.is_empty(), "{engine:?}");
        house.turn().await;
        assert_eq!(script.last_pull().unwrap(), SECOND, "{engine:?}: at once, without a rest");
    }
}

#[tokio::test]
async fn a_token_is_renewed_when_a_third_of_its_life_is_left_and_not_before() {
    for engine in engines() {
        let (house, script) = house(engine).await;
        let life = days(60);
        *script.fresh.lock().unwrap() = vec![("third".into(), life), (SECOND.into(), life)];
        house.rotate(&script::name(), &token(FIRST), Some(house.now().later(life))).await;

        house.later(days(39));
        house.turn().await;
        assert_eq!((script.exchanged(), script.last_pull().unwrap().as_str()), (0, FIRST), "{engine:?}");
        house.later(days(2));
        house.turn().await;
        assert_eq!((script.exchanged(), script.last_pull().unwrap().as_str()), (1, SECOND), "{engine:?}");
        let fresh = stored(&house).await.unwrap();
        assert_eq!((fresh.version, fresh.ends_at), (3, Some(house.now().later(life))), "{engine:?}");

        for _ in 0..39 {
            house.later(days(1));
            house.turn().await;
        }
        assert_eq!(script.exchanged(), 1, "{engine:?}: its life began anew");
        assert!(house.warnings("token_ends").await.is_empty(), "{engine:?}");
        assert!(audited(&house).await.contains(&format!("machine account.token_renewed:{}", script::name())));
    }
}

#[tokio::test]
async fn an_end_that_nothing_renews_is_warned_of_in_four_steps() {
    for fails in [true, false] {
        let (house, script) = house(Engine::Sqlite).await;
        *script.fails.lock().unwrap() = fails;
        house.rotate(&script::name(), &token(FIRST), Some(house.now().later(days(60)))).await;
        let mut warned = Vec::new();
        for day in 1..60 {
            house.later(days(1));
            for _ in 0..4 {
                house.turn().await;
                house.later(minutes(30));
            }
            house.clock.advance(std::time::Duration::ZERO);
            let count = house.warnings("token_ends").await.len();
            if warned.len() < count {
                warned.push(60 - day);
                assert_eq!(warned.len(), count, "one at a time");
            }
        }
        assert_eq!(warned.len(), 4, "{warned:?}");
        assert!(script.exchanged() > 10, "it is tried again and again: {}", script.exchanged());
        assert_eq!(script.last_pull().unwrap(), FIRST, "and what stands is used on");
    }
}

#[tokio::test]
async fn an_exchange_that_did_not_work_is_not_tried_in_every_turn() {
    let (house, script) = house(Engine::Sqlite).await;
    *script.fails.lock().unwrap() = true;
    house.rotate(&script::name(), &token(FIRST), Some(house.now().later(days(30)))).await;
    house.later(days(21));
    for _ in 0..10 {
        house.turn().await;
        house.later(minutes(30));
    }
    assert_eq!(script.exchanged(), 1);
    house.later(hours(2));
    house.turn().await;
    assert_eq!(script.exchanged(), 2);
}

#[tokio::test]
async fn a_token_without_a_known_end_is_exchanged_where_that_works() {
    let (house, script) = house(Engine::Sqlite).await;
    *script.fresh.lock().unwrap() = vec![(SECOND.into(), days(60))];
    house.later(hours(23));
    house.turn().await;
    assert_eq!(script.exchanged(), 0);
    house.later(hours(2));
    house.turn().await;
    assert_eq!(script.last_pull().unwrap(), SECOND);
    assert_eq!(stored(&house).await.unwrap().ends_at, Some(house.now().later(days(60))));
}

#[tokio::test]
async fn a_crash_between_the_exchange_and_our_database_loses_nothing() {
    for engine in engines() {
        let (house, script) = house(engine).await;
        let life = days(60);
        *script.fresh.lock().unwrap() = vec![(SECOND.into(), life), ("lost".into(), life)];
        *script.holds_answers.lock().unwrap() = Some(Arc::new(Notify::new()));
        house.rotate(&script::name(), &token(FIRST), Some(house.now().later(life))).await;
        house.later(days(45));

        // The network has given the fresh token, and the worker dies before it hears of it.
        let turn = tokio::time::timeout(minutes(1) / 200, house.worker.turn()).await;
        assert!(turn.is_err() && script.exchanged() == 1, "{engine:?}: it died in the middle");
        assert_eq!(stored(&house).await.unwrap().version, 2, "{engine:?}");

        *script.holds_answers.lock().unwrap() = None;
        house.later(hours(7));
        let next = house.another_worker(vec![script.connected()]);
        assert_eq!(next.turn().await.unwrap().troubles, Vec::<String>::new(), "{engine:?}");
        assert_eq!(script.last_pull().unwrap(), SECOND, "{engine:?}");
    }
}

#[tokio::test]
async fn a_person_who_replaces_a_token_while_it_is_exchanged_wins() {
    for engine in engines() {
        let (house, script) = house(engine).await;
        script.live("persons");
        let answers = Arc::new(Notify::new());
        *script.fresh.lock().unwrap() = vec![(SECOND.into(), days(60))];
        *script.holds_answers.lock().unwrap() = Some(Arc::clone(&answers));
        house.rotate(&script::name(), &token(FIRST), Some(house.now().later(days(60)))).await;
        house.later(days(45));
        let replace = async {
            while script.exchanged() == 0 {
                tokio::task::yield_now().await;
            }
            house.rotate(&script::name(), &token("persons"), None).await;
            answers.notify_one();
        };
        let (report, ()) = tokio::join!(house.worker.turn(), replace);

        assert!(report.unwrap().troubles.is_empty(), "{engine:?}");
        assert_eq!(script.last_pull().unwrap(), "persons", "{engine:?}");
        assert_eq!(stored(&house).await.unwrap().version, 3, "{engine:?}");
    }
}

#[tokio::test]
async fn a_sealed_token_opens_in_its_own_place_only() {
    for engine in engines() {
        let (house, _script) = house(engine).await;
        let (org, name) = (&house.organisation, script::name());
        let good = stored(&house).await.unwrap();
        let opens = |org: &OrganisationId, name: &AccountName, stored: &Stored| {
            house.vault.open_secrets(org, name, stored)
        };
        assert_eq!(opens(org, &name, &good).unwrap()["token"].expose_secret(), FIRST);

        let elsewhere = AccountName::from_text("anden");
        let others = OrganisationId::from_text("anden");
        let newer = Stored { version: 2, ..good.clone() };
        let mut changed = good.clone();
        *changed.sealed.last_mut().unwrap() ^= 1;
        let cut = Stored { sealed: vec![1, 2], ..good.clone() };
        for (org, name, stored) in [
            (org, &elsewhere, &good),
            (&others, &name, &good),
            (org, &name, &newer),
            (org, &name, &changed),
            (org, &name, &cut),
        ] {
            assert!(matches!(opens(org, name, stored), Err(vault::Error::NotOpened)), "{engine:?}");
        }
        assert_eq!(format!("{good:?}"), "Stored(version 1)");
    }
}

#[tokio::test]
async fn a_copy_of_the_main_database_alone_opens_no_token() {
    let (house, _script) = house(Engine::Sqlite).await;
    let copy = tempfile::tempdir().unwrap();
    house.db.checkpoint().await.unwrap();
    std::fs::copy(house.folder.path().join("main.db"), copy.path().join("main.db")).unwrap();
    let [main, keys] = House::sqlite(copy.path());
    let db = store::Db::open(&main, store::Schema::Main).await.unwrap();
    let keys = store::Db::open(&keys, store::Schema::Keys).await.unwrap();
    let ring = KeyRing::create(&copy.path().join("keys"), &Master::InFolder, house.vault.ring.installation());
    let ledger = Ledger::open(&copy.path().join("deletions.jsonl")).unwrap();
    let thief = Vault::new(keys, ring.unwrap(), ledger, house.now()).await.unwrap();

    let mut tx = db.read().await.unwrap();
    let (org, name) = (&house.organisation, script::name());
    let stolen = store::credential::get(&mut tx, org, &name).await.unwrap().unwrap();
    assert!(matches!(thief.open_secrets(org, &name, &stolen), Err(vault::Error::NotOpened)));
    assert!(house.vault.open_secrets(org, &name, &stolen).is_ok(), "with its own key folder it opens");
}

#[tokio::test]
async fn a_stored_token_that_does_not_open_rests_its_account_and_names_the_way_out() {
    let (house, script) = house(Engine::Sqlite).await;
    let (name, version) = (script::name(), 2);
    let damaged = Stored { version, sealed: vec![1; 60], set_at: house.clock.now(), ends_at: None };
    let mut tx = house.db.write().await.unwrap();
    assert!(store::credential::set(&mut tx, &house.organisation, &name, &damaged).await.unwrap());
    assert!(
        !store::credential::set(&mut tx, &house.organisation, &name, &damaged).await.unwrap(),
        "a version is taken once"
    );
    tx.commit().await.unwrap();

    let report = house.worker.turn().await.unwrap();

    let [trouble] = report.troubles.as_slice() else { panic!("{report:?}") };
    assert!(trouble.contains(&format!("run `ordstyrer account rotate {name}`")), "{trouble}");
    assert!(script.pulls.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_replaced_or_removed_token_is_gone_from_the_files() {
    let (house, _script) = house(Engine::Sqlite).await;
    let first = stored(&house).await.unwrap().sealed;
    house.rotate(&script::name(), &token(SECOND), None).await;
    let second = stored(&house).await.unwrap().sealed;
    let mut tx = house.db.write().await.unwrap();
    store::credential::forget(&mut tx, &house.organisation, &script::name(), house.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(stored(&house).await.is_none());
    house.db.checkpoint().await.unwrap();

    let mut files = Vec::new();
    walk(house.folder.path(), &mut files);
    assert!(files.len() > 3);
    for (file, bytes) in files {
        assert!(!contains(&bytes, &first) && !contains(&bytes, &second), "a sealed token is left in {file}");
    }
}
