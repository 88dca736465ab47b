//! What a network keeps from us in one place stops nothing in another.

use std::sync::Arc;
use std::time::Duration;

use ordstyrer::demo::{self, Call, Fault, Network};
use ordstyrer::platform::{self, Allowance, Budget, Connection, Quota};
use ordstyrer::settle::Choice;
use ordstyrer::store;
use ordstyrer::worker::Meter;

use crate::harness::{Town, days, engines, hours, minutes, name, redirect_with};

#[tokio::test]
async fn a_thread_that_is_closed_to_us_stops_no_other_and_no_re_check() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let posts =
            ["Ny cykelsti", "Nye åbningstider"].map(|words| town.networks.post(Network::Facebook, words));
        let gone = town.networks.comment(&posts[0], "Sofie Eksempel", "I er nogle kæmpe idioter.");
        town.turn().await;
        let pulled_at = town.account(&name(Network::Facebook)).await.pulled_at;
        town.later(hours(2));
        town.networks.delete(&gone);
        let fresh = posts.map(|post| town.networks.comment(&post, "Jens Prøve", "Hvornår er den færdig?"));
        town.networks.fail_on(Network::Facebook, Call::Thread, Fault::PermissionLost);

        let report = town.worker.turn().await.unwrap();

        let known =
            [town.knows(Network::Facebook, &fresh[0]).await, town.knows(Network::Facebook, &fresh[1]).await];
        assert!(known[0] != known[1], "{engine:?}: one thread was closed and one read: {known:?}");
        assert_eq!(report.gone, 1, "{engine:?}: our copy of what was deleted there is gone too");
        assert!(report.troubles.iter().any(|trouble| trouble.contains("does not permit")), "{report:?}");
        assert_eq!(town.account(&name(Network::Facebook)).await.pulled_at, pulled_at, "not all was read");

        town.later(minutes(3));
        town.turn().await;
        for fresh in &fresh {
            assert!(town.knows(Network::Facebook, fresh).await, "{engine:?}: it is tried again soon");
        }
        assert_eq!(town.account(&name(Network::Facebook)).await.pulled_at, Some(town.now()), "{engine:?}");
    }
}

#[tokio::test]
async fn a_thread_that_the_network_fails_on_each_time_stops_no_other_and_no_re_check() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Facebook]).await;
        let posts =
            ["Ny cykelsti", "Nye åbningstider"].map(|words| town.networks.post(Network::Facebook, words));
        let gone = town.networks.comment(&posts[0], "Sofie Eksempel", "I er nogle kæmpe idioter.");
        town.turn().await;
        town.later(hours(2));
        town.networks.delete(&gone);
        let fresh = posts.map(|post| town.networks.comment(&post, "Jens Prøve", "Hvornår er den færdig?"));
        town.networks.fail_on(Network::Facebook, Call::Thread, Fault::ServerError);

        let report = town.worker.turn().await.unwrap();

        let known =
            [town.knows(Network::Facebook, &fresh[0]).await, town.knows(Network::Facebook, &fresh[1]).await];
        assert!(known[0] != known[1], "{engine:?}: one thread failed and one was read: {known:?}");
        assert_eq!(report.gone, 1, "{engine:?}: our copy of what was deleted there is gone too");
        assert_eq!(report.troubles.len(), 1, "{engine:?}: {report:?}");
    }
}

#[tokio::test]
async fn a_network_that_fails_on_every_thread_is_asked_three_times_and_no_more() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Facebook]).await;
        let posts = [0; 6].map(|_| town.networks.post(Network::Facebook, "Ny cykelsti"));
        town.turn().await;
        town.later(minutes(1));
        for post in &posts {
            town.networks.comment(post, "Jens Prøve", "Hvornår er den færdig?");
        }
        let (_, before) = town.networks.calls(Network::Facebook);
        for _ in 0..6 {
            town.networks.fail_on(Network::Facebook, Call::Thread, Fault::ServerError);
        }

        let report = town.worker.turn().await.unwrap();

        let (_, failed) = town.networks.calls(Network::Facebook);
        assert_eq!((failed - before, report.troubles.len()), (3, 1), "{engine:?}: {report:?}");
    }
}

#[tokio::test]
async fn access_that_came_back_counts_though_one_thread_stays_closed() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Facebook]).await;
        let posts =
            ["Ny cykelsti", "Nye åbningstider"].map(|words| town.networks.post(Network::Facebook, words));
        town.turn().await;
        town.networks.fail_on(Network::Facebook, Call::Posts, Fault::TokenExpired);
        town.later(minutes(1));
        town.worker.turn().await.unwrap();
        let account = name(Network::Facebook);
        assert!(town.account(&account).await.dead_since.is_some(), "{engine:?}");

        town.later(hours(1));
        town.networks.comment(&posts[0], "Jens Prøve", "Hvornår er den færdig?");
        town.networks.fail_on(Network::Facebook, Call::Thread, Fault::PermissionLost);
        let report = town.worker.turn().await.unwrap();

        assert_eq!(report.troubles.len(), 1, "{engine:?}: {report:?}");
        assert_eq!(town.account(&account).await.dead_since, None, "{engine:?}: a list was given to us");
    }
}

#[tokio::test]
async fn which_post_a_webhook_spoke_of_is_forgotten_when_it_is_taken() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Facebook]).await;
        let (account, now) = (name(Network::Facebook), town.now());
        let hint = store::hint::Hint {
            id: "seen".into(),
            account: account.clone(),
            post: Some("1_2".into()),
            kind: "comment.added".into(),
            heard_at: now,
        };
        let mut tx = town.db.write().await.unwrap();
        store::hint::insert(&mut tx, &town.organisation, &[hint]).await.unwrap();
        tx.commit().await.unwrap();

        town.turn().await;

        let mut tx = town.db.read().await.unwrap();
        assert!(
            store::hint::has(&mut tx, &town.organisation, "seen").await.unwrap(),
            "{engine:?}: known again"
        );
        let told = store::hint::posts(&mut tx, &town.organisation).await.unwrap();
        assert!(told.is_empty(), "{engine:?}: a visitor's post leads to a person");
    }
}

#[test]
fn what_was_reserved_of_a_day_is_not_spent_after_its_midnight() {
    let ends = ordstyrer::model::Stamp::parse("2026-11-22T08:00:00Z").unwrap();
    let budget = Budget::default();
    let allowance = Allowance { all: 250, replies: 250, pulls: 200, resets: ends, ends };
    budget.allow(allowance);
    budget.expire(ends.earlier(Duration::from_millis(1)));
    assert_eq!(budget.left(), Some(allowance));
    budget.expire(ends);
    let left = budget.left().unwrap();
    assert_eq!((left.all, left.replies, left.pulls), (0, 0, 0));
}

#[tokio::test]
async fn a_read_that_is_lost_on_its_way_is_asked_for_once_more_and_a_write_never() {
    for engine in engines() {
        for fault in [Fault::BadGateway, Fault::Dropped] {
            let town = Town::new(engine).await;
            let post = town.networks.post(Network::Facebook, "Ny cykelsti");
            town.turn().await;
            town.later(minutes(1));
            let comment = town.networks.comment(&post, "Testborger", "mit cpr er 311236-4004");
            town.networks.fail_on(Network::Facebook, Call::Thread, fault);
            town.networks.fail_on(Network::Facebook, Call::Hide, fault);

            let report = town.worker.turn().await.unwrap();

            assert!(town.knows(Network::Facebook, &comment).await, "{engine:?} {fault:?}: read in this turn");
            assert!(report.troubles.is_empty(), "{engine:?} {fault:?}: {report:?}");
            assert!(
                !town.networks.is_hidden(&comment),
                "{engine:?} {fault:?}: the hide waits for its next try"
            );
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_off_stops_no_other_thread_and_is_asked_for_again() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let posts =
            ["Ny cykelsti", "Nye åbningstider"].map(|words| town.networks.post(Network::Facebook, words));
        town.turn().await;
        town.later(minutes(1));
        let fresh = posts.map(|post| town.networks.comment(&post, "Jens Prøve", "Hvornår er den færdig?"));
        town.networks.fail_on(Network::Facebook, Call::Thread, Fault::Truncated);

        let report = town.worker.turn().await.unwrap();

        let known =
            [town.knows(Network::Facebook, &fresh[0]).await, town.knows(Network::Facebook, &fresh[1]).await];
        assert!(known[0] != known[1], "{engine:?}: one answer was cut off and one read: {known:?}");
        assert_eq!(report.troubles.len(), 1, "{engine:?}: it is told: {report:?}");
        town.later(minutes(3));
        town.turn().await;
        for fresh in &fresh {
            assert!(town.knows(Network::Facebook, fresh).await, "{engine:?}: it is tried again soon");
        }
    }
}

#[tokio::test]
async fn a_thread_that_is_closed_to_us_does_not_keep_a_backfill_from_its_end() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let posts =
            ["Ny cykelsti", "Nye åbningstider"].map(|words| town.networks.post(Network::Facebook, words));
        town.networks.comment(&posts[0], "Sofie Eksempel", "Hvornår er den færdig?");
        town.turn().await;
        town.later(minutes(1));
        let (account, since) = (name(Network::Facebook), town.now().earlier(days(1)));
        let mut tx = town.db.write().await.unwrap();
        assert!(
            store::backfill::ask(&mut tx, &town.organisation, &account, since, town.now()).await.unwrap()
        );
        tx.commit().await.unwrap();
        town.networks.fail_on(Network::Facebook, Call::Thread, Fault::PermissionLost);

        town.worker.turn().await.unwrap();

        let mut tx = town.db.read().await.unwrap();
        let all = store::backfill::list(&mut tx, &town.organisation).await.unwrap();
        assert_eq!((all[0].posts, all[0].refused), (1, 1), "{engine:?}");
        assert!(all[0].ended_at.is_some(), "{engine:?}");
    }
}

#[tokio::test]
async fn what_webhooks_spoke_of_is_taken_though_one_thread_is_closed() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Facebook]).await;
        let post = town.networks.post(Network::Facebook, "Ny cykelsti");
        town.turn().await;
        town.later(minutes(1));
        town.networks.comment(&post, "Jens Prøve", "Hvornår er den færdig?");
        let hint = store::hint::Hint {
            id: "seen".into(),
            account: name(Network::Facebook),
            post: Some(post.clone()),
            kind: "comment.added".into(),
            heard_at: town.now(),
        };
        let mut tx = town.db.write().await.unwrap();
        store::hint::insert(&mut tx, &town.organisation, &[hint]).await.unwrap();
        tx.commit().await.unwrap();
        town.networks.fail_on(Network::Facebook, Call::Thread, Fault::PermissionLost);

        let report = town.worker.turn().await.unwrap();

        assert_eq!(report.troubles.len(), 1, "{engine:?}: {report:?}");
        let mut tx = town.db.read().await.unwrap();
        let is_open = store::hint::is_any_open(&mut tx, &town.organisation, &name(Network::Facebook)).await;
        assert!(!is_open.unwrap(), "{engine:?}: or the account would be called every two seconds");
    }
}

#[tokio::test]
async fn more_than_a_page_of_copies_is_checked_in_one_turn() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Facebook]).await;
        let post = town.networks.post(Network::Facebook, "Ny cykelsti");
        let comments: Vec<_> = (0..120)
            .map(|_| town.networks.comment(&post, "Sofie Eksempel", "I er nogle kæmpe idioter."))
            .collect();
        town.turn().await;
        assert_eq!(town.count().await, 120, "{engine:?}");
        for comment in &comments {
            town.networks.delete(comment);
        }
        town.later(hours(22));

        let report = town.turn().await;

        assert_eq!((report.gone, town.count().await), (120, 0), "{engine:?}");
    }
}

/// The daily quota of the town's channel.
fn quota(networks: &demo::Town) -> Quota {
    let connection = Connection {
        account: name(Network::YouTube),
        base_url: networks.url(Network::YouTube).clone(),
        page: networks.page(Network::YouTube),
        secrets: networks.secrets(Network::YouTube),
        budget: Arc::default(),
        deadline: Duration::from_secs(20),
        most_bytes: 8 << 20,
        options: networks.options(Network::YouTube),
    };
    platform::connect("youtube", connection).unwrap().quota().unwrap()
}

#[tokio::test]
async fn what_was_deleted_there_goes_here_also_while_the_quota_keeps_lists_waiting() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::YouTube]).await;
        let post = town.networks.post(Network::YouTube, "Rundvisning i svømmehallen");
        let comment = town.networks.comment(&post, "Sofie Eksempel", "I er nogle kæmpe idioter.");
        town.turn().await;
        assert_eq!(town.count().await, 1, "{engine:?}");
        // What is gone costs four units to be sure of, and the lists more. An hour before midnight in
        // California all of a day's share may be spent.
        town.later(hours(19));
        town.networks.delete(&comment);
        let quota = quota(&town.networks);
        leave(&town, &quota, i64::from(quota.kept) + 6).await;
        let pulled_at = town.account(&name(Network::YouTube)).await.pulled_at;

        let report = town.turn().await;

        assert_eq!(town.account(&name(Network::YouTube)).await.pulled_at, pulled_at, "lists wait");
        assert_eq!(report.gone, 1, "{engine:?}");
    }
}

/// Leaves so much of the channel's day.
async fn leave(town: &Town, quota: &Quota, left: i64) {
    let (day, _, _) = town.now().day_of(quota.zone);
    let most = i64::from(quota.units);
    let mut tx = town.db.write().await.unwrap();
    let org = &town.organisation;
    let spent = store::quota::spent(&mut tx, org, &quota.pool, &day).await.unwrap();
    assert!(store::quota::add(&mut tx, org, &quota.pool, &day, most - left - spent, most).await.unwrap());
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_reply_that_waits_for_the_quota_keeps_no_removal_waiting() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::YouTube]).await;
        let post = town.networks.post(Network::YouTube, "Rundvisning i svømmehallen");
        let asked = town.networks.comment(&post, "Jens Prøve", "Hvornår får jeg svar på min ansøgning?");
        let rude = town.networks.comment(&post, "Sofie Eksempel", "I er nogle kæmpe idioter.");
        town.turn().await;
        let (row, _) = town.held(Network::YouTube, &asked).await.unwrap();
        town.decide(&row, redirect_with("Skriv til os via Digital Post.")).await;
        let (row, _) = town.held(Network::YouTube, &rude).await.unwrap();
        town.decide(&row, Choice::Remove { rule: "R6".into() }).await;
        let quota = quota(&town.networks);
        // Half of what is kept is for deeds alone.
        leave(&town, &quota, i64::from(quota.kept / 2)).await;

        for _ in 0..3 {
            town.later(minutes(1));
            town.turn().await;
        }

        assert!(town.networks.replies_by_us(&asked).is_empty(), "{engine:?}: the reply waits");
        assert!(town.networks.is_deleted(&rude) || town.networks.is_hidden(&rude), "{engine:?}");
        assert_eq!(town.account(&name(Network::YouTube)).await.failures, 0, "{engine:?}");
    }
}

#[tokio::test]
async fn a_round_reserves_more_only_where_its_reservation_was_too_small() {
    let town = Town::new(engines()[0]).await;
    let quota = Quota { pool: "p".into(), units: 10_000, kept: 2_000, zone: "America/Los_Angeles" };
    let used_up = |budget: &Budget| {
        let left = budget.left().unwrap();
        budget.allow(Allowance { all: left.all - left.pulls, pulls: 0, ..left });
    };
    let mut wish = Meter::FIRST;
    for _ in 0..3 {
        let budget = Budget::default();
        let meter = Meter::open(&town.db, &town.organisation, quota.clone(), &budget, wish, town.now()).await;
        let meter = meter.unwrap();
        used_up(&budget);
        wish = meter.next(budget.left().unwrap());
        meter.close(&town.db, &town.organisation, &budget).await.unwrap();
    }
    assert!(wish > Meter::FIRST, "it did not last");
    assert!(wish <= 1_000, "a crash costs a tenth of the day at the most: {wish}");

    // What pulls may have by now is spent.
    leave(&town, &quota, 2_100).await;
    let budget = Budget::default();
    let meter = Meter::open(&town.db, &town.organisation, quota, &budget, Meter::FIRST, town.now()).await;
    used_up(&budget);
    assert_eq!(meter.unwrap().next(budget.left().unwrap()), Meter::FIRST, "more would not help");
}

#[tokio::test]
async fn rounds_that_reserve_at_once_are_never_given_more_than_the_day_has() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let quota = Quota { pool: "p".into(), units: 300, kept: 0, zone: "America/Los_Angeles" };
        let rounds = (0..16).map(|_| async {
            let budget = Budget::default();
            let now = town.now();
            Meter::open(&town.db, &town.organisation, quota.clone(), &budget, Meter::FIRST, now)
                .await
                .unwrap();
            let given = budget.left().unwrap();
            assert!(given.pulls <= given.all && given.replies <= given.all);
            given.all
        });
        let given: u32 = futures_util::future::join_all(rounds).await.into_iter().sum();
        let (day, _, _) = town.now().day_of(quota.zone);
        let mut tx = town.db.read().await.unwrap();
        let spent = store::quota::spent(&mut tx, &town.organisation, "p", &day).await.unwrap();
        assert!(given <= 300, "{engine:?}: {given}");
        assert_eq!(i64::from(given), spent, "{engine:?}: what was given is written down");
    }
}
