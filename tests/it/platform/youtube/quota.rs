//! Every unit is counted before it is spent, and deeds come first.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use ordstyrer::model::TaskId;
use ordstyrer::platform::{Allowance, Budget, ConnectError, Error, Platform, Wait, connect};
use serde_json::json;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::wire::{
    UPLOADS, US, VIDEO, Wire, asked, comment, error, id, list, of, ok, thread, token, value, without_status,
};
use crate::platform::network::{
    Network, Said, answer_all, connection, ever, every_read, open, pull_all, reply, said, stamp, target,
    thread_all,
};

const RESETS: &str = "2026-11-22T08:00:00Z";

fn allowance(all: u32, replies: u32, pulls: u32) -> Allowance {
    Allowance { all, replies, pulls, resets: stamp(RESETS), ends: stamp(RESETS) }
}

/// A network that charges for every call, refused ones too, and an account with a budget.
struct Shop {
    server: MockServer,
    charged: Arc<AtomicU32>,
    budget: Arc<Budget>,
    platform: Box<dyn Platform>,
}

impl Shop {
    async fn open(read: u32, write: u32) -> Self {
        let server = MockServer::start().await;
        let charged = Arc::new(AtomicU32::new(0));
        let till = Arc::clone(&charged);
        let answer = move |request: &Request| {
            match (request.method.as_str(), of(request).as_str()) {
                (_, "token") => 0,
                ("GET", _) => till.fetch_add(read, Ordering::SeqCst),
                _ => till.fetch_add(write, Ordering::SeqCst),
            };
            sell(request)
        };
        Mock::given(any()).respond_with(answer).mount(&server).await;
        let mut connection = connection(&Wire, &server.uri());
        connection.options.insert("units_read".to_owned(), toml::Value::Integer(i64::from(read)));
        connection.options.insert("units_write".to_owned(), toml::Value::Integer(i64::from(write)));
        let budget = Arc::clone(&connection.budget);
        let platform = connect("youtube", connection).expect("it connects");
        Self { server, charged, budget, platform }
    }

    fn charged(&self) -> u32 {
        self.charged.load(Ordering::SeqCst)
    }
}

/// One video, one comment that is answered six times, in two pages of everything.
fn sell(request: &Request) -> ResponseTemplate {
    let mark = value(request, "pageToken");
    let next = if mark.is_none() { Some("mark1") } else { None };
    let reply = |number| comment(&Said { parent: Some(1), ..said(number, "svar") });
    match of(request).as_str() {
        "token" => ok(token(1)),
        "channels" => {
            let uploads = json!({ "relatedPlaylists": { "uploads": UPLOADS } });
            ok(list(&[json!({ "id": US, "contentDetails": uploads })], None))
        }
        "playlistItems" => {
            let at = json!({ "videoId": VIDEO, "videoPublishedAt": "2026-11-21T08:00:00Z" });
            ok(list(&[json!({ "contentDetails": at })], next))
        }
        "videos" => {
            let snippet = json!({ "title": "Åbent hus", "publishedAt": "2026-11-21T08:00:00Z" });
            ok(list(
                &[json!({ "id": VIDEO, "snippet": snippet, "statistics": { "commentCount": "7" } })],
                None,
            ))
        }
        "commentThreads" if value(request, "id").is_some() => {
            ok(list(&[json!({ "snippet": { "canReply": true } })], None))
        }
        "commentThreads" if value(request, "moderationStatus").as_deref() != Some("published") => {
            ok(list(&[], next))
        }
        "commentThreads" => ok(list(&[thread(&said(1, "hej"), &[reply(2)], 6)], next)),
        "comments" if request.method.as_str() == "POST" => ok(json!({ "id": id(9) })),
        "comments" if value(request, "id").is_some() => {
            ok(list(&[without_status(comment(&said(1, "hej")))], None))
        }
        "comments" => ok(list(&[reply(3), reply(4)], next)),
        "comments/setModerationStatus" => ResponseTemplate::new(204),
        other => panic!("nobody knows {other}"),
    }
}

/// Everything that can be asked for.
async fn everything(platform: &dyn Platform) -> Vec<Result<(), Error>> {
    let (at, task) = (target(&Wire, &said(1, "")), TaskId::from_text("t"));
    let mut outcomes = Vec::new();
    for (_, error) in every_read(&Wire, platform).await {
        outcomes.push(error.map_or(Ok(()), Err));
    }
    outcomes.push(pull_all(platform, ever()).await.map(|_| ()));
    outcomes.push(thread_all(platform, &Wire.post(), None).await.map(|_| ()));
    outcomes.push(thread_all(platform, &Wire.post(), Some(ever())).await.map(|_| ()));
    outcomes
        .extend(platform.reread_many(&[at.clone(), at.clone()]).await.into_iter().map(|one| one.map(|_| ())));
    outcomes.push(platform.hide(&at, ever()).await.map(|_| ()));
    outcomes.push(platform.unhide(&at, ever()).await.map(|_| ()));
    outcomes.push(platform.delete(&at).await.map(|_| ()));
    outcomes.push(platform.reply(&at, &reply(&task, "Hej")).await.map(|_| ()));
    outcomes
}

#[tokio::test]
async fn what_we_count_is_what_the_network_charges_to_the_unit() {
    for (read, write) in [(1, 50), (3, 70)] {
        let shop = Shop::open(read, write).await;
        shop.budget.allow(allowance(10_000, 9_000, 8_000));

        let outcomes = everything(&*shop.platform).await;

        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        let rest = shop.budget.take().expect("it is metered");
        assert_eq!(10_000 - rest.all, shop.charged());
        let asked = asked(&shop.server).await;
        let writes = asked.iter().filter(|one| Wire.is_write(one)).count();
        assert_eq!((writes, asked.len() > 30), (4, true));
        let by_hand = asked.iter().map(|one| if Wire.is_write(one) { write } else { read }).sum::<u32>();
        assert_eq!(shop.charged(), by_hand);
    }
}

#[tokio::test]
async fn whatever_is_left_no_call_goes_beyond_it() {
    for left in [0, 1, 2, 3, 5, 8, 13, 49, 50, 51, 60, 99, 101, 150, 211] {
        let shop = Shop::open(1, 50).await;
        shop.budget.allow(allowance(left, left, left));
        everything(&*shop.platform).await;
        let rest = shop.budget.take().expect("it is metered");
        assert!(shop.charged() <= left, "{} of {left} were spent", shop.charged());
        assert_eq!(left - rest.all, shop.charged(), "{left}");
        let before = shop.charged();
        for outcome in everything(&*shop.platform).await {
            assert_eq!(outcome, Err(Error::Throttled(Wait::Until(stamp(RESETS)))), "between two rounds");
        }
        assert_eq!(shop.charged(), before, "what was taken back cannot be spent");
    }
}

#[tokio::test]
async fn when_pulls_have_had_their_share_replies_and_deeds_go_on_and_then_deeds_alone() {
    let (at, task) = (target(&Wire, &said(1, "")), TaskId::from_text("t"));
    let until = || Wait::Until(stamp(RESETS));
    let shop = Shop::open(1, 50).await;
    shop.budget.allow(allowance(400, 100, 0));

    for outcome in [
        shop.platform.posts(ever()).await.map(|_| ()),
        shop.platform.pull(ever(), None).await.map(|_| ()),
        shop.platform.thread(&Wire.post(), None, None).await.map(|_| ()),
        shop.platform.reread_many(std::slice::from_ref(&at)).await.remove(0).map(|_| ()),
    ] {
        assert_eq!(outcome, Err(Error::Held(until())));
    }
    assert_eq!(shop.charged(), 0);

    assert!(shop.platform.reply(&at, &reply(&task, "Hej")).await.is_ok());
    let second = shop.platform.reply(&at, &reply(&task, "Hej")).await;
    assert_eq!(second, Err(Error::Held(until())), "the share of replies is used up, and nothing else waits");
    assert!(shop.platform.reread(&at).await.is_ok(), "the look before a deed is part of it");
    assert!(shop.platform.hide(&at, ever()).await.is_ok());
    assert!(shop.platform.delete(&at).await.is_ok());

    let writes = asked(&shop.server).await.iter().filter(|one| Wire.is_write(one)).count();
    assert_eq!(writes, 3);
    let rest = shop.budget.take().expect("it is metered");
    assert_eq!(400 - rest.all, shop.charged());
}

#[tokio::test]
async fn a_call_that_must_be_sent_twice_is_paid_for_twice() {
    let (server, _) = open(&Wire).await;
    answer_all(&server, error(401, "authError")).await;
    let connection = connection(&Wire, &server.uri());
    let budget = Arc::clone(&connection.budget);
    let platform = connect("youtube", connection).expect("it connects");
    budget.allow(allowance(10, 10, 10));

    assert!(platform.pull(ever(), None).await.is_err());

    assert_eq!(budget.take().expect("it is metered").all, 8);
    assert_eq!(asked(&server).await.len(), 2);
}

#[tokio::test]
async fn a_used_up_quota_lasts_until_midnight_in_california() {
    for (date, until) in [
        ("Sat, 21 Nov 2026 10:00:00 GMT", "2026-11-22T08:00:00Z"),
        ("Sat, 21 Nov 2026 07:59:59 GMT", "2026-11-21T08:00:00Z"),
        ("Sat, 21 Nov 2026 08:00:00 GMT", "2026-11-22T08:00:00Z"),
        ("Wed, 01 Jul 2026 10:00:00 GMT", "2026-07-02T07:00:00Z"),
        // The clocks are put forward, and back.
        ("Sun, 08 Mar 2026 09:00:00 GMT", "2026-03-09T07:00:00Z"),
        ("Sun, 01 Nov 2026 08:30:00 GMT", "2026-11-02T08:00:00Z"),
    ] {
        for reason in ["quotaExceeded", "dailyLimitExceeded"] {
            let (server, platform) = open(&Wire).await;
            answer_all(&server, error(403, reason).insert_header("date", date)).await;
            for (read, error) in every_read(&Wire, &*platform).await {
                assert_eq!(error, Some(Error::Throttled(Wait::Until(stamp(until)))), "{read} at {date}");
            }
        }
    }
}

#[test]
fn the_quota_is_the_projects_and_its_size_and_prices_are_options() {
    let with = |options: &[(&str, toml::Value)]| {
        let mut connection = connection(&Wire, "https://youtube.googleapis.com");
        for (key, value) in options {
            connection.options.insert((*key).to_owned(), value.clone());
        }
        connect("youtube", connection)
    };
    let quota = |options: &[(&str, toml::Value)]| {
        with(options).expect("it connects").quota().expect("YouTube has one")
    };
    let usual = quota(&[]);
    assert_eq!((usual.pool.as_str(), usual.units, usual.kept), ("google 123456789012", 10_000, 2000));
    assert_eq!(usual.zone, "America/Los_Angeles");
    let number = |number: i64| toml::Value::Integer(number);
    let text = |text: &str| toml::Value::String(text.to_owned());
    let bought = quota(&[
        ("units_a_day", number(1_000_000)),
        ("units_kept", number(50_000)),
        ("project", text("kommunen")),
        ("max_characters", number(5000)),
    ]);
    assert_eq!((bought.pool.as_str(), bought.units, bought.kept), ("google kommunen", 1_000_000, 50_000));
    assert_eq!(quota(&[("units_a_day", number(500))]).kept, 100, "a fifth of a small one");
    for (key, value) in [
        ("units_a_day", number(0)),
        ("units_a_day", number(-1)),
        ("units_a_day", text("mange")),
        ("units_kept", number(10_001)),
        ("units_read", number(0)),
        ("units_write", toml::Value::Boolean(true)),
        ("project", number(7)),
        ("project", text(" ")),
        ("max_characters", number(0)),
    ] {
        let error = with(&[(key, value.clone())]).err();
        let named = matches!(error, Some(ConnectError::WrongOption(named, _)) if named == key);
        assert!(named, "{key} {value:?}: {error:?}");
    }
    let mut strange = connection(&Wire, "https://youtube.googleapis.com");
    strange.secrets = strange.secrets.with("client_id", "kommunens-klient".into());
    let pool = connect("youtube", strange).expect("it connects").quota().expect("YouTube has one").pool;
    assert_eq!(pool, "google");
}
