//! What the databases promise, on both engines.

use std::time::Duration;

use ordstyrer::demo::Network;
use ordstyrer::model::{By, Days, Deed, InquiryId, Outcome, Stamp, TaskState};
use ordstyrer::store::{self, Db, Error, Schema, task::Task};
use ordstyrer::vault::Break;

use crate::harness::{Town, days, engines, minutes, name};

fn task(town: &Town, number: i64) -> Task {
    let made_at = town.now().later(Duration::from_millis(number.unsigned_abs()));
    let inquiry = InquiryId::new(made_at);
    Task { not_before: town.now(), ..Task::new(&inquiry, &name(Network::Facebook), Deed::Hide, made_at) }
}

async fn put(town: &Town, tasks: &[Task]) {
    let mut tx = town.db.write().await.unwrap();
    for task in tasks {
        store::task::insert(&mut tx, &town.organisation, task).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn claim(town: &Town, owner: &str, halted: bool, limit: i64) -> Vec<Task> {
    let (now, until) = (town.now(), town.now().later(minutes(1)));
    let mut tx = town.db.write().await.unwrap();
    let account = name(Network::Facebook);
    let claimed =
        store::task::claim(&mut tx, &town.organisation, &account, owner, now, until, halted, limit).await;
    tx.commit().await.unwrap();
    claimed.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn four_workers_that_claim_at_once_never_take_the_same_task() {
    for engine in engines() {
        let town = std::sync::Arc::new(Town::new(engine).await);
        let tasks: Vec<_> = (0..100).map(|number| task(&town, number)).collect();
        put(&town, &tasks).await;
        let workers: Vec<_> = (0..4)
            .map(|number| {
                let town = std::sync::Arc::clone(&town);
                tokio::spawn(async move {
                    let mut mine = Vec::new();
                    loop {
                        let claimed = claim(&town, &format!("worker-{number}"), false, 3).await;
                        assert!(claimed.len() <= 3, "no more than asked for");
                        if claimed.is_empty() {
                            return mine;
                        }
                        mine.extend(claimed.into_iter().map(|task| task.id));
                    }
                })
            })
            .collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.await.unwrap());
        }
        let count = all.len();
        all.sort();
        all.dedup();
        // A claimer that finds others' claims in its way on PostgreSQL may come away empty.
        assert_eq!(count, all.len(), "{engine:?}: a task was claimed twice");
        all.extend(claim(&town, "last", false, 100).await.into_iter().map(|task| task.id));
        assert_eq!(all.len(), 100, "{engine:?}");
    }
}

#[tokio::test]
async fn the_result_of_a_claim_that_was_lost_is_refused() {
    for engine in engines() {
        let town = Town::new(engine).await;
        put(&town, &[task(&town, 1)]).await;
        let first = claim(&town, "first", false, 10).await.remove(0);
        assert!(claim(&town, "second", false, 10).await.is_empty(), "{engine:?}: it is held");
        town.later(minutes(2));
        let second = claim(&town, "second", false, 10).await.remove(0);

        let mut tx = town.db.write().await.unwrap();
        let (now, org) = (town.now(), &town.organisation);
        assert!(!store::task::intend(&mut tx, org, &first, now).await.unwrap());
        assert!(!store::task::end(&mut tx, org, &first, TaskState::Done, None, None, now).await.unwrap());
        assert!(store::task::end(&mut tx, org, &second, TaskState::Done, None, None, now).await.unwrap());
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_task_waits_for_the_one_that_must_hold_first_and_a_halt_leaves_replies_and_automatic_acts() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let hide = task(&town, 1);
        let delete = Task { deed: Deed::Delete, after: Some(hide.id.clone()), ..task(&town, 2) };
        let reply = Task { deed: Deed::Reply, words: Some("Hej".into()), ..task(&town, 3) };
        let automatic = Task { is_automatic: true, ..task(&town, 4) };
        put(&town, &[hide.clone(), delete.clone(), reply, automatic]).await;

        let claimed = claim(&town, "worker", true, 10).await;
        assert_eq!(claimed.iter().map(|task| &task.id).collect::<Vec<_>>(), [&hide.id], "{engine:?}");

        let mut tx = town.db.write().await.unwrap();
        let now = town.now();
        store::task::end(&mut tx, &town.organisation, &claimed[0], TaskState::Done, None, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let claimed = claim(&town, "worker", true, 10).await;
        assert_eq!(claimed.iter().map(|task| &task.id).collect::<Vec<_>>(), [&delete.id], "{engine:?}");
        assert_eq!(claim(&town, "worker", false, 10).await.len(), 2, "{engine:?}: after start");
    }
}

#[tokio::test]
async fn a_read_transaction_cannot_write() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let mut tx = town.db.read().await.unwrap();
        let written = store::task::insert(&mut tx, &town.organisation, &task(&town, 1)).await;
        assert!(matches!(written, Err(Error::Refused(_))), "{engine:?}: {written:?}");
    }
}

#[tokio::test]
async fn an_older_binary_refuses_a_newer_schema() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let statement =
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
            VALUES (9999, 'later', TRUE, $1, 0)";
        match &town.db {
            Db::Sqlite { write, .. } => {
                sqlx::query(statement).bind(vec![0_u8]).execute(write).await.unwrap();
            }
            Db::Postgres(pool) => {
                sqlx::query(statement).bind(vec![0_u8]).execute(pool).await.unwrap();
            }
        }
        let opened = Db::open(&town.addresses[0], Schema::Main).await;
        assert!(matches!(opened, Err(Error::Newer(9999))), "{engine:?}: {opened:?}");
        assert!(opened.unwrap_err().to_string().contains("newer version of ordstyrer"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_audit_chain_does_not_fork_under_four_writers_and_shows_every_change() {
    for engine in engines() {
        let town = std::sync::Arc::new(Town::new(engine).await);
        let before =
            store::audit::head(&mut town.db.read().await.unwrap(), &town.organisation).await.unwrap().0;
        let writers: Vec<_> = (0..4)
            .map(|_| {
                let town = std::sync::Arc::clone(&town);
                tokio::spawn(async move {
                    for _ in 0..25 {
                        let mut tx = town.db.write().await.unwrap();
                        let now = town.now();
                        town.vault
                            .audit(&mut tx, &town.organisation, &By::Machine, "test", None, now)
                            .await
                            .unwrap();
                        tx.commit().await.unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let mut tx = town.db.read().await.unwrap();
        let org = &town.organisation;
        let lines = store::audit::list(&mut tx, org, 0, 1000).await.unwrap();
        let head = store::audit::head(&mut tx, org).await.unwrap();
        assert_eq!(head.0, before + 100, "{engine:?}");
        assert_eq!(i64::try_from(lines.len()), Ok(head.0), "{engine:?}");
        assert_eq!(town.vault.verify(org, 0, "", &lines), Ok(head.1), "{engine:?}");

        let mut changed = lines.clone();
        changed[40].line.what = "something else".into();
        assert_eq!(town.vault.verify(org, 0, "", &changed), Err(Break::Changed(41)));
        let mut gap = lines.clone();
        gap.remove(10);
        assert_eq!(town.vault.verify(org, 0, "", &gap), Err(Break::Gap(12)));
    }
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_writes_nothing_of_its_page() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (org, account) = (&town.organisation, name(Network::Facebook));
        let lease = |owner: &'static str, now: Stamp| {
            let account = account.clone();
            let town = &town;
            async move {
                let mut tx = town.db.write().await.unwrap();
                let until = now.later(minutes(1));
                let lease =
                    store::account::lease(&mut tx, &town.organisation, &account, owner, now, until).await;
                tx.commit().await.unwrap();
                lease.unwrap()
            }
        };
        let (fence, is_new) = lease("first", town.now()).await.unwrap();
        assert!(is_new);
        assert_eq!(lease("first", town.now()).await, Some((fence, false)), "{engine:?}: renewed");
        assert_eq!(lease("second", town.now()).await, None, "{engine:?}: held");
        town.later(minutes(2));
        let late = lease("first", town.now()).await;
        assert_eq!(late, Some((fence, false)), "{engine:?}: it ran out, and nobody took it");
        town.later(minutes(2));
        let (newer, _) = lease("second", town.now()).await.unwrap();
        assert!(newer > fence);

        let mut tx = town.db.write().await.unwrap();
        assert!(!store::account::hold(&mut tx, org, &account, fence).await.unwrap(), "{engine:?}");
        assert!(store::account::hold(&mut tx, org, &account, newer).await.unwrap());
    }
}

#[tokio::test]
async fn the_second_moderator_sees_the_first_ones_decision() {
    use ordstyrer::settle::{Choice, Decided};
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", "I er nogle kæmpe idioter.");
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();

        assert_eq!(town.decide(&row, Choice::Keep).await, Decided::Done);
        let second = town.decide(&row, Choice::Remove { rule: "R6".into() }).await;

        let Decided::Stale { state, by } = second else { panic!("{engine:?}: {second:?}") };
        assert_eq!((state.as_str(), by.as_deref()), ("kept", Some("moderator-1")));
        let mut tx = town.db.read().await.unwrap();
        let verdicts = store::verdict::of_inquiry(&mut tx, &town.organisation, &row.id).await.unwrap();
        assert_eq!(verdicts.last().unwrap().outcome, Outcome::Leave.as_str());
    }
}

#[tokio::test]
async fn a_horizon_that_is_raised_reaches_further_day_by_day_and_not_at_once() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (org, start) = (&town.organisation, town.now());
        let mut tx = town.db.write().await.unwrap();
        for (passed, horizon, reaches) in [(0, 30, 30), (1, 90, 30), (11, 90, 40), (90, 90, 90)] {
            let now = start.later(days(passed));
            let reach = store::organisation::reach(&mut tx, org, Days(horizon), now).await.unwrap();
            assert_eq!(Days::since(reach, now), Days(reaches), "{engine:?}: {horizon} days, {passed} later");
        }
        let now = start.later(days(91));
        let shorter = store::organisation::reach(&mut tx, org, Days(10), now).await.unwrap();
        assert_eq!(shorter, now.earlier(days(10)), "{engine:?}");
        let raised = store::organisation::reach(&mut tx, org, Days(20), now).await.unwrap();
        assert_eq!(raised, shorter, "{engine:?}: what the shorter one dropped does not come back");
    }
}
