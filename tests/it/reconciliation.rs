//! Whether we saw all of it is a number, and what is missing worries somebody.

use ordstyrer::demo::Network;
use ordstyrer::intake::{Listed, Looked, Reckoning, looked};
use ordstyrer::model::{Counts, Incoming, RemoteId, Stamp, State, Target, Text};
use ordstyrer::store::hint::Hint;
use ordstyrer::store::post::{Post, Standing};
use ordstyrer::store::{self, Engine, post_day, rhythm};
use secrecy::SecretString;

use crate::harness::{Town, days, engines, hours, minutes, name};

fn stamp(text: &str) -> Stamp {
    Stamp::parse(text).unwrap()
}

fn item(id: &str, parent: Option<&str>) -> Incoming {
    let target = Target { remote: RemoteId::new(id), post: Some(RemoteId::new("post")) };
    Incoming {
        target,
        parent: parent.map(RemoteId::new),
        author_name: None,
        handle: None,
        is_ours: false,
        text: Text::new("ord"),
        written_at: stamp("2026-11-21T10:00:00Z"),
        marker: None,
        link: None,
        is_hidden: None,
        images: 0,
    }
}

fn listed(counts: Counts, items: &[(&str, Option<&str>)]) -> Listed {
    let mut listed = Listed::new(RemoteId::new("post"), counts);
    for (id, parent) in items {
        listed.add(&item(id, *parent));
    }
    listed
}

fn post(seen: i64, standing: Standing) -> Post {
    Post {
        post: "post".into(),
        written_at: stamp("2026-11-20T10:00:00Z"),
        marker: String::new(),
        count_there: None,
        count_read: None,
        seen,
        read_at: None,
        full_at: None,
        moved_at: None,
        standing,
    }
}

const THREE: [(&str, Option<&str>); 3] = [("a", None), ("b", Some("post")), ("c", Some("a"))];

#[test]
fn what_a_network_counts_and_does_not_show_is_a_gap_that_keeps_its_age() {
    let (first, later) = (stamp("2026-11-21T10:00:00Z"), stamp("2026-11-21T12:00:00Z"));
    let all = listed(Counts::All, &THREE);
    let Looked { standing, .. } = looked(&post(3, Standing::default()), &all, 3, Some(5), first);
    assert_eq!((standing.gap, standing.gap_since), (2, Some(first)));

    let grown = looked(&post(3, standing), &all, 0, Some(6), later).standing;
    assert_eq!((grown.gap, grown.gap_since), (3, Some(first)), "the oldest gives it its age");
}

#[test]
fn an_item_that_shifting_pages_show_twice_is_counted_once() {
    let twice = listed(Counts::All, &[("a", None), ("b", None), ("b", None)]);
    let standing = looked(&post(2, Standing::default()), &twice, 2, Some(3), Stamp::default()).standing;
    assert_eq!((standing.listed, standing.gap), (Some(2), 1), "a double does not fill a gap");
}

#[test]
fn where_a_network_counts_direct_answers_the_others_fill_no_gap() {
    let direct = listed(Counts::Direct, &THREE);
    assert_eq!((direct.all(), direct.counted()), (3, 2));
    let standing = looked(&post(3, Standing::default()), &direct, 3, Some(3), Stamp::default()).standing;
    assert_eq!(standing.gap, 1);
}

#[test]
fn a_gap_that_closes_though_nothing_came_was_gone_before_we_came() {
    let now = stamp("2026-11-21T12:00:00Z");
    let was = Standing { listed: Some(3), gap: 2, gap_since: Some(now), ..Standing::default() };
    let all = listed(Counts::All, &THREE);
    let gone = looked(&post(3, was), &all, 0, Some(3), now);
    assert_eq!((gone.unseen, gone.standing.gap, gone.standing.gap_since), (2, 0, None));

    let came = looked(&post(3, Standing { gap: 1, ..was }), &all, 1, Some(3), now);
    assert_eq!((came.unseen, came.standing.gap), (0, 0), "what came late is not gone");
}

#[test]
fn what_vanished_since_the_count_was_asked_for_is_no_gap() {
    let now = stamp("2026-11-21T12:00:00Z");
    let all = listed(Counts::All, &THREE);
    let looked_at = looked(&post(4, Standing::default()), &all, 0, Some(4), now);
    assert_eq!((looked_at.vanished, looked_at.standing.gap), (1, 0));
    let again = looked(&post(4, looked_at.standing), &all, 0, Some(3), now);
    assert_eq!((again.vanished, again.standing.vanished, again.standing.gap), (0, 1, 0), "counted once");
}

#[test]
fn of_a_list_that_was_cut_short_nothing_has_vanished_and_the_gap_stays_a_gap() {
    let now = stamp("2026-11-21T12:00:00Z");
    let mut cut = listed(Counts::All, &THREE);
    cut.cut();
    let looked_at = looked(&post(5, Standing::default()), &cut, 0, Some(6), now);
    assert_eq!((looked_at.vanished, looked_at.standing.gap), (0, 3));
    let whole = looked(&post(5, Standing::default()), &listed(Counts::All, &THREE), 0, Some(6), now);
    assert_eq!((whole.vanished, whole.standing.gap), (2, 1));
}

async fn day_of(town: &Town, day: &str) -> Reckoning {
    let mut tx = town.db.read().await.unwrap();
    Reckoning::of(&post_day::list(&mut tx, &town.organisation, day, day).await.unwrap())
}

#[tokio::test]
async fn all_of_yesterdays_comments_are_a_number() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let yesterday = town.now().day();
        for network in [Network::Facebook, Network::Bluesky] {
            let post = town.networks.post(network, "Svømmehallen åbner igen på mandag.");
            let first = town.networks.comment(&post, "Sofie Eksempel", "Hvornår åbner den?");
            town.networks.comment(&first, "Jens Prøve", "Klokken otte, tror jeg.");
        }
        town.turn().await;
        town.later(days(1));
        town.turn().await;

        let sum = day_of(&town, &yesterday).await;
        assert_eq!((sum.seen, sum.vanished, sum.gone_before, sum.missing), (4, 0, 0, 0), "{engine:?}");
        assert!(sum.is_whole());
        assert_eq!(day_of(&town, &town.now().day()).await.seen, 0, "{engine:?}: nothing is counted twice");
    }
}

#[tokio::test]
async fn a_comment_that_its_author_deletes_is_counted_as_seen_and_gone() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Svømmehallen åbner igen på mandag.");
        let comment = town.networks.comment(&post, "Sofie Eksempel", "Hvornår åbner den?");
        town.turn().await;
        town.networks.delete(&comment);
        town.later(minutes(20));
        town.turn().await;

        let sum = day_of(&town, &town.now().day()).await;
        assert_eq!((sum.seen, sum.vanished, sum.missing), (1, 1, 0), "{engine:?}");
    }
}

async fn warnings(town: &Town) -> Vec<String> {
    let mut tx = town.db.read().await.unwrap();
    let all = store::warning::list(&mut tx, &town.organisation, 100).await.unwrap();
    all.into_iter().map(|one| one.kind).collect()
}

/// A town where the network counts a comment that it shows to its writer alone, with the post.
async fn missing(engine: Engine) -> (Town, String) {
    let town = Town::on(engine, &[Network::Instagram]).await;
    let post = town.networks.post(Network::Instagram, "Svømmehallen åbner igen på mandag.");
    town.networks.comment(&post, "Sofie Eksempel", "Hvornår åbner den?");
    let kept_back = town.networks.comment(&post, "Jens Prøve", "Hallo?");
    town.networks.restrict(&kept_back, true);
    town.turn().await;
    assert_eq!(gaps(&town).await, 1, "{engine:?}");
    (town, post)
}

async fn gaps(town: &Town) -> usize {
    let mut tx = town.db.read().await.unwrap();
    store::post::gaps(&mut tx, &town.organisation).await.unwrap().len()
}

#[tokio::test]
async fn a_gap_goes_with_its_post() {
    for engine in engines() {
        let (town, post) = missing(engine).await;
        town.networks.delete(&post);
        town.later(minutes(1));
        town.turn().await;
        assert_eq!(gaps(&town).await, 0, "{engine:?}");
        let sum = day_of(&town, &town.now().day()).await;
        assert_eq!((sum.missing, sum.gone_before), (0, 1), "{engine:?}: it is not forgotten");
    }
}

#[tokio::test]
async fn a_gap_ends_when_its_post_leaves_the_pull_horizon_and_is_not_called_gone() {
    for engine in engines() {
        let (town, _) = missing(engine).await;
        town.later(days(89));
        town.turn().await;
        assert_eq!(gaps(&town).await, 1, "{engine:?}: still read, still missing");
        town.later(days(2));
        town.turn().await;
        assert_eq!(gaps(&town).await, 0, "{engine:?}: nobody asks any more");
        let sum = day_of(&town, &town.now().day()).await;
        assert_eq!((sum.missing, sum.gone_before), (0, 0), "{engine:?}");
    }
}

#[tokio::test]
async fn a_gap_that_stays_alarms_once_and_not_at_once() {
    for engine in engines() {
        let town = missing(engine).await.0;
        town.later(hours(5));
        town.turn().await;
        assert_eq!(warnings(&town).await, Vec::<String>::new(), "{engine:?}: networks count ahead");
        town.later(hours(2));
        assert_eq!(town.turn().await.alarms, 1, "{engine:?}");
        town.later(hours(2));
        assert_eq!(town.turn().await.alarms, 0, "{engine:?}: said once");
        assert_eq!(warnings(&town).await, ["gap"]);
    }
}

async fn heard(town: &Town, at: Stamp, seen: i64, hinted: i64) {
    let mut tx = town.db.write().await.unwrap();
    let hour = rhythm::Hour { hour: at.hour(), seen, hinted };
    rhythm::add(&mut tx, &town.organisation, &name(Network::Facebook), hour).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_account_that_falls_silent_against_its_own_rhythm_alarms() {
    for engine in engines() {
        let town = Town::new(engine).await;
        town.later(days(40));
        // Five comments at noon each day for three weeks, until two days ago.
        for day in 2..23 {
            heard(&town, town.now().earlier(days(day)), 5, 0).await;
        }
        town.turn().await;
        assert_eq!(warnings(&town).await, Vec::<String>::new(), "{engine:?}: one noon without is nothing");
        town.later(days(3));
        assert_eq!(town.turn().await.alarms, 1, "{engine:?}: four noons without are twenty comments");
        assert_eq!(warnings(&town).await, ["silence"]);
    }
}

#[tokio::test]
async fn an_account_whose_rhythm_is_not_known_yet_does_not_alarm() {
    let town = Town::new(engines()[0]).await;
    for day in 4..10 {
        heard(&town, town.now().earlier(days(day)), 50, 0).await;
    }
    assert_eq!(town.turn().await.alarms, 0);
}

#[tokio::test]
async fn webhooks_that_stop_while_polls_still_find_comments_alarm() {
    for engine in engines() {
        let town = Town::new(engine).await;
        for hour in 30..60 {
            heard(&town, town.now().earlier(hours(hour)), 1, 1).await;
        }
        town.turn().await;
        assert_eq!(warnings(&town).await, Vec::<String>::new(), "{engine:?}: nothing was found either");
        for hour in 1..22 {
            heard(&town, town.now().earlier(hours(hour)), 1, 0).await;
        }
        town.later(minutes(15));
        assert_eq!(town.turn().await.alarms, 1, "{engine:?}");
        assert_eq!(warnings(&town).await, ["hooks_stopped"]);
    }
}

#[tokio::test]
async fn a_backfill_finds_what_no_pull_saw_and_leaves_it_to_people() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Bluesky, "Svømmehallen åbner igen på mandag.");
        let mut deep = town.networks.comment(&post, "Sofie Eksempel", "Hvornår åbner den?");
        for number in 0..5 {
            deep = town.networks.comment(&deep, "Jens Prøve", &format!("Det ved jeg ikke ({number})."));
        }
        town.turn().await;
        town.later(minutes(5));
        let leak = town.networks.comment(&deep, "Mette Test", "Mit cpr er 311236-4004");
        town.turn().await;
        assert!(!town.knows(Network::Bluesky, &leak).await, "{engine:?}: announced by nothing");

        let mut tx = town.db.write().await.unwrap();
        let (account, since) = (name(Network::Bluesky), town.now().earlier(days(2)));
        let asked = store::backfill::ask(&mut tx, &town.organisation, &account, since, town.now()).await;
        assert!(asked.unwrap(), "it begins");
        let again = store::backfill::ask(&mut tx, &town.organisation, &account, since, town.now()).await;
        assert!(!again.unwrap(), "asked for twice it goes on");
        tx.commit().await.unwrap();
        town.turn().await;

        let (row, _) = town.held(Network::Bluesky, &leak).await.unwrap();
        assert_eq!((row.state, row.is_urgent), (State::Queued, true), "{engine:?}");
        assert_eq!(town.tasks(&row).await.len(), 0, "{engine:?}: nothing automatic");
        town.networks.edit(&leak, "Mit cpr er altså 311236-4004");
        town.later(minutes(20));
        let edited = town.turn().await.edited;
        let (row, _) = town.held(Network::Bluesky, &leak).await.unwrap();
        assert_eq!((edited, town.tasks(&row).await.len()), (1, 0), "{engine:?}: nor when it is edited");
        let mut tx = town.db.read().await.unwrap();
        let all = store::backfill::list(&mut tx, &town.organisation).await.unwrap();
        assert_eq!((all[0].posts, all[0].found, all[0].ended_at.is_some()), (1, 1, true), "{engine:?}");
    }
}

#[tokio::test]
async fn what_an_outage_hid_is_left_to_people_though_an_ordinary_pull_finds_it_first() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Svømmehallen åbner igen på mandag.");
        town.turn().await;
        town.later(minutes(5));
        let began = town.now();
        let leak = town.networks.comment(&post, "Mette Test", "Mit cpr er 311236-4004");
        let visit = town.networks.visitor_post(Network::Facebook, "Sofie Eksempel", "Hvorfor er stien mørk?");
        let under = town.networks.comment(&visit, "Jens Prøve", "Mit cpr er 311236-4004");
        town.later(hours(5));
        let mut tx = town.db.write().await.unwrap();
        let (account, org) = (name(Network::Facebook), &town.organisation);
        assert!(store::backfill::ask(&mut tx, org, &account, began, town.now()).await.unwrap());
        tx.commit().await.unwrap();

        town.turn().await;
        town.later(minutes(20));
        town.turn().await;

        for comment in [&leak, &under] {
            let (row, _) = town.held(Network::Facebook, comment).await.unwrap();
            assert_eq!((row.state, row.is_urgent), (State::Queued, true), "{engine:?}");
            assert_eq!(town.tasks(&row).await.len(), 0, "{engine:?}");
        }
        for on in [&post, &visit] {
            let new = town.networks.comment(on, "Mette Test", "Mit cpr er 311236-4004");
            town.later(minutes(20));
            town.turn().await;
            let (row, _) = town.held(Network::Facebook, &new).await.unwrap();
            assert_eq!(row.state, State::Hidden, "{engine:?}: what comes later is as ever");
        }
    }
}

#[tokio::test]
async fn a_webhook_that_tells_of_an_edit_makes_us_read_as_far_back_as_the_edited_comment() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Svømmehallen åbner igen på mandag.");
        let old = town.networks.comment(&post, "Mette Test", "Hvornår åbner den?");
        town.turn().await;
        town.later(minutes(11));
        town.networks.comment(&post, "Jens Prøve", "Klokken otte.");
        town.turn().await;
        town.later(minutes(2));
        town.networks.edit(&old, "Mit cpr er 311236-4004");
        let hint = Hint {
            id: "an-edit".into(),
            account: name(Network::Facebook),
            post: Some(post.clone()),
            kind: "comment.edited".into(),
            heard_at: town.now(),
        };
        let mut tx = town.db.write().await.unwrap();
        store::hint::insert(&mut tx, &town.organisation, &[hint]).await.unwrap();
        tx.commit().await.unwrap();

        let report = town.turn().await;

        let (row, _) = town.held(Network::Facebook, &old).await.unwrap();
        assert_eq!((report.edited, row.state), (1, State::Hidden), "{engine:?}");
    }
}

#[tokio::test]
async fn a_quota_is_never_overspent_however_many_spend_it_at_once() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let spenders = (0..20).map(|_| async {
            let mut given = 0;
            for _ in 0..5 {
                let mut tx = town.db.write().await.unwrap();
                let is_given = store::quota::add(&mut tx, &town.organisation, "p", "2026-11-21", 30, 1000)
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
                given += i64::from(is_given) * 30;
            }
            given
        });
        let given: i64 = futures_util::future::join_all(spenders).await.into_iter().sum();
        let mut tx = town.db.read().await.unwrap();
        let spent = store::quota::spent(&mut tx, &town.organisation, "p", "2026-11-21").await.unwrap();
        assert_eq!((given, spent), (990, 990), "{engine:?}");
    }
}

#[test]
fn a_secret_shows_nothing_of_itself() {
    let secrets = ordstyrer::platform::Secrets::token(SecretString::from("hemmeligt-7f3a"));
    assert!(!format!("{secrets:?}").contains("7f3a"));
}

#[tokio::test]
async fn what_stands_under_a_citizens_post_on_our_page_is_found_and_its_id_is_kept_nowhere_in_the_clear() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let visit = town.networks.visitor_post(Network::Facebook, "Sofie Eksempel", "Hvorfor er stien mørk?");
        town.turn().await;
        let under = town.networks.comment(&visit, "Jens Prøve", "Mit cpr er 311236-4004");
        town.later(minutes(20));
        town.turn().await;

        let (row, kept) = town.held(Network::Facebook, &under).await.unwrap();
        assert_eq!(row.state, State::Hidden, "{engine:?}: a leak there is a leak");
        assert_eq!(kept.target.post, Some(RemoteId::new(visit.clone())), "sealed, it stays");
        let mut tx = town.db.read().await.unwrap();
        let account = name(Network::Facebook);
        let stone = store::tombstone::get(&mut tx, &town.organisation, &account, &row.mac).await.unwrap();
        assert_eq!(stone.unwrap().post, None, "{engine:?}: the id of a citizen's post leads to a person");
        let posts = store::post::list(&mut tx, &town.organisation, &account, Stamp::default()).await.unwrap();
        assert!(posts.iter().all(|post| post.post != visit), "{engine:?}");
    }
}

#[tokio::test]
async fn a_visitors_post_that_is_deleted_is_not_asked_for_for_ever() {
    let town = Town::new(engines()[0]).await;
    let visit = town.networks.visitor_post(Network::Facebook, "Sofie Eksempel", "Hvorfor er stien mørk?");
    town.turn().await;
    town.networks.delete(&visit);
    for _ in 0..4 {
        town.later(minutes(20));
        town.turn().await;
    }
    let before = town.networks.requests().len();
    town.later(minutes(20));
    town.turn().await;
    let asked = town.networks.requests().split_off(before);
    assert!(!asked.iter().any(|request| request.about.as_deref() == Some(&visit)), "{asked:?}");
}
