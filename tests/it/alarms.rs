//! Alarms: what cannot wait reaches somebody by mail and webhook, again and to the next in line until
//! somebody has it, whatever dies in between; and no message says anything about a citizen.

use std::collections::BTreeMap;
use std::time::Duration;

use ordstyrer::alarm::{Bell, Line, Security, Server, Settings};
use ordstyrer::demo::Network;
use ordstyrer::model::{AlarmKind, By, Language, ModeratorId, Staffed, Stamp, State};
use ordstyrer::platform::Address;
use ordstyrer::settle::{self, Choice, Reference};
use ordstyrer::store::{self, Engine};
use serde_json::Value;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::harness::{House, Smtp, Town, days, engines, hours, minutes};

const THREAT: &str = "Jeg kommer og slår dig ihjel i nat, Anne Prøve.";
const DESPAIR: &str = "Jeg vil ikke leve mere. Jeg tager livet af mig i nat.";
const CHILD: &str =
    "Naboens barn bliver slået hver nat, jeg kan høre det gennem væggen. Hvem ringer man til?";
const PROTECTED: &str = "Hun har adressebeskyttelse, så sig ikke at hun bor på Prøvegade 12, 2. tv";

/// A mail server, a webhook and the settings of a bell that uses both.
struct Outside {
    smtp: Smtp,
    webhook: MockServer,
}

impl Outside {
    async fn new() -> Self {
        let webhook = MockServer::start().await;
        Mock::given(method("POST")).respond_with(ResponseTemplate::new(204)).mount(&webhook).await;
        Self { smtp: Smtp::start().await, webhook }
    }

    fn settings(&self, house: &House) -> Settings {
        let line = Line {
            name: "Prøveby Kommune".to_owned(),
            language: Language::Danish,
            staffed: [["vagt@prove.example"], ["leder@prove.example"]]
                .map(|step| step.map(str::to_owned).to_vec())
                .to_vec(),
            outside: Vec::new(),
        };
        Settings {
            mail: Some(Server {
                host: "127.0.0.1".to_owned(),
                port: self.smtp.port,
                security: Security::None,
                credentials: None,
                from: "ordstyrer@prove.example".to_owned(),
                deadline: Duration::from_secs(20),
            }),
            webhook: Some(Address {
                url: self.webhook.uri().parse().unwrap(),
                is_near: false,
                token: Some("hemmeligt".into()),
                deadline: Duration::from_secs(20),
            }),
            public_url: "https://desk.prove.example".parse().unwrap(),
            staffed: Staffed::default(),
            repeat: minutes(15),
            rounds_each: 2,
            lines: BTreeMap::from([(house.organisation.clone(), line)]),
        }
    }

    fn bell(&self, house: &House) -> Bell {
        Bell::new(self.settings(house)).unwrap().unwrap()
    }

    async fn posted(&self) -> Vec<Value> {
        let requests = self.webhook.received_requests().await.unwrap();
        requests.iter().map(|request| request.body_json().unwrap()).collect()
    }
}

async fn written(town: &Town, words: &str) -> String {
    let post = town.networks.post(Network::Facebook, "Spørg os om alt.");
    let comment = town.networks.comment(&post, "Karen Prøve", words);
    town.turn().await;
    comment
}

async fn ring(house: &House, bell: &Bell) -> u64 {
    bell.ring(&house.db, &house.organisation, "ringer", house.now()).await.unwrap().sent
}

#[tokio::test]
async fn danger_alarms_at_once_and_waits_on_top_of_the_queue_and_nothing_is_hidden_or_said() {
    for engine in engines() {
        for (words, kind) in [
            (THREAT, AlarmKind::Threat),
            (DESPAIR, AlarmKind::SelfHarm),
            (CHILD, AlarmKind::ChildConcern),
            (PROTECTED, AlarmKind::ProtectedAddress),
        ] {
            let town = Town::new(engine).await;
            let comment = written(&town, words).await;
            for _ in 0..3 {
                town.turn().await;
            }

            let alarms = town.alarms(kind).await;
            assert_eq!(alarms.len(), 1, "{engine:?} {kind:?}: one cause alarms once");
            let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
            assert_eq!(alarms[0].inquiry.as_ref(), Some(&row.id), "{engine:?} {kind:?}");
            assert!(alarms[0].due <= town.now().later(hours(4)), "{engine:?} {kind:?}");
            if kind != AlarmKind::ProtectedAddress {
                assert_eq!((row.state, row.is_urgent), (State::Queued, true), "{engine:?} {kind:?}");
                assert!(!town.networks.is_hidden(&comment), "{engine:?} {kind:?}: a person decides");
            }
            town.later(hours(1));
            town.turn().await;
            assert!(
                town.networks.replies_by_us(&comment).is_empty(),
                "{engine:?} {kind:?}: never by a machine"
            );
        }
    }
}

#[tokio::test]
async fn an_ordinary_comment_rings_nobody() {
    let town = Town::new(Engine::Sqlite).await;
    let outside = Outside::new().await;
    for words in ["Hvornår åbner svømmehallen?", "I er nogle kæmpe idioter.", "Tak for hjælpen!"] {
        written(&town, words).await;
    }
    assert_eq!(ring(&town, &outside.bell(&town)).await, 0);
    assert!(outside.smtp.letters().is_empty() && outside.posted().await.is_empty());
}

#[tokio::test]
async fn an_alarm_reaches_mail_and_webhook_though_the_worker_dies_between_claim_and_send() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let outside = Outside::new().await;
        written(&town, THREAT).await;
        let raised = town.now();
        // A worker claims it and dies.
        let mut tx = town.db.write().await.unwrap();
        let until = town.now().later(minutes(2));
        let (batch, claimed) =
            store::alarm::claim(&mut tx, &town.organisation, "dead", town.now(), until, 50)
                .await
                .unwrap()
                .unwrap();
        assert_eq!(claimed.len(), 1);
        tx.commit().await.unwrap();
        let worker = town.another_worker(Vec::new()).with_bell(outside.bell(&town));
        worker.turn().await.unwrap();
        assert!(outside.smtp.letters().is_empty(), "{engine:?}: it may still be alive");

        town.later(minutes(2));
        worker.turn().await.unwrap();

        let letters = outside.smtp.letters();
        let posted = outside.posted().await;
        assert_eq!((letters.len(), posted.len()), (1, 1), "{engine:?}");
        assert_eq!(letters[0].header("Message-ID"), format!("<{batch}@prove.example>"), "{engine:?}");
        assert_eq!(posted[0]["id"], batch, "{engine:?}: under the id that it was claimed under");
        assert_eq!(letters[0].to, ["vagt@prove.example"]);
        assert_eq!(letters[0].from, "ordstyrer@prove.example");
        assert!(town.now().since(raised) <= minutes(30), "{engine:?}: in time");
    }
}

#[tokio::test]
async fn what_was_sent_by_a_worker_that_died_before_it_said_so_is_sent_again_under_the_same_id() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let outside = Outside::new().await;
        written(&town, THREAT).await;
        outside.smtp.answers_after(Duration::from_secs(30));
        let (db, organisation, now) = (town.db.clone(), town.organisation.clone(), town.now());
        let bell = outside.bell(&town);
        let dying = tokio::spawn(async move { bell.ring(&db, &organisation, "dying", now).await });
        while outside.smtp.letters().is_empty() {
            tokio::task::yield_now().await;
        }
        dying.abort();
        assert!(dying.await.is_err());
        outside.smtp.answers_after(Duration::ZERO);

        town.later(minutes(2));
        assert_eq!(ring(&town, &outside.bell(&town)).await, 1, "{engine:?}");
        let letters = outside.smtp.letters();
        assert_eq!(letters.len(), 2, "{engine:?}: rather twice than never");
        assert_eq!(letters[0].header("Message-ID"), letters[1].header("Message-ID"), "{engine:?}");
        assert_eq!(letters[0].data.contains("påmindelse"), letters[1].data.contains("påmindelse"));
    }
}

#[tokio::test]
async fn an_alarm_rings_again_and_goes_to_the_next_in_line_until_somebody_has_it() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let outside = Outside::new().await;
        let bell = outside.bell(&town);
        written(&town, THREAT).await;
        for _ in 0..4 {
            ring(&town, &bell).await;
            // Not sooner than it says.
            town.later(minutes(14));
            assert_eq!(ring(&town, &bell).await, 0, "{engine:?}");
            town.later(minutes(1));
        }
        let letters = outside.smtp.letters();
        let to: Vec<_> = letters.iter().map(|letter| letter.to[0].as_str()).collect();
        let [first, next] = ["vagt@prove.example", "leder@prove.example"];
        assert_eq!(to, [first, first, next, next], "{engine:?}");
        let mut ids: Vec<_> = letters.iter().map(|letter| letter.header("Message-ID")).collect();
        ids.dedup();
        assert_eq!(ids.len(), 4, "{engine:?}: each round is a message of its own");

        let alarm = town.alarms(AlarmKind::Threat).await.remove(0);
        let me = By::Moderator(ModeratorId::from_text("moderator-1"));
        let mine = settle::acknowledge(&town.db, &town.vault, &town.organisation, &alarm.id, &me, town.now());
        assert!(mine.await.unwrap());
        town.later(days(3));
        assert_eq!(ring(&town, &bell).await, 0, "{engine:?}: somebody has it");
        assert_eq!(outside.smtp.letters().len(), 4);
    }
}

#[tokio::test]
async fn a_decision_on_the_comment_stops_its_bell_and_a_notification_stays_open() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let outside = Outside::new().await;
        let bell = outside.bell(&town);
        let threat = written(&town, THREAT).await;
        let child = written(&town, CHILD).await;
        for comment in [&threat, &child] {
            let (row, _) = town.held(Network::Facebook, comment).await.unwrap();
            town.decide(&row, Choice::Keep).await;
        }
        assert_eq!(ring(&town, &bell).await, 1, "{engine:?}");
        let letter = outside.smtp.letters().remove(0);
        assert!(letter.text().contains("Bekymring for et barn"), "{engine:?}");
        assert!(!letter.text().contains("Trussel"), "{engine:?}: that one was seen");
    }
}

#[tokio::test]
async fn a_closed_way_out_does_not_close_the_other_and_is_tried_again_alone() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let outside = Outside::new().await;
        let bell = outside.bell(&town);
        written(&town, THREAT).await;
        outside.smtp.refuses_next(2);
        assert_eq!(ring(&town, &bell).await, 0);
        assert_eq!(outside.posted().await.len(), 1, "{engine:?}: the webhook was told");
        let alarm = town.alarms(AlarmKind::Threat).await.remove(0);
        assert!(alarm.trouble.is_some(), "{engine:?}: and the desk can say so");
        for _ in 0..4 {
            town.later(minutes(1));
            ring(&town, &bell).await;
        }
        assert_eq!(outside.smtp.letters().len(), 1, "{engine:?}: the mail went out");
        assert_eq!(outside.posted().await.len(), 1, "{engine:?}: the webhook was not told twice");
    }
}

#[tokio::test]
async fn no_message_says_anything_about_a_citizen() {
    let town = Town::new(Engine::Sqlite).await;
    let outside = Outside::new().await;
    let mut secrets = vec!["Karen".to_owned(), "Prøvegade".to_owned(), "Anne Prøve".to_owned()];
    for words in [THREAT, DESPAIR, CHILD, PROTECTED] {
        secrets.push(written(&town, words).await);
        secrets.extend(words.split_whitespace().filter(|word| word.len() > 8).map(str::to_owned));
    }
    ring(&town, &outside.bell(&town)).await;
    let letter = outside.smtp.letters().remove(0);
    let said = format!("{}\n{}\n{}", letter.data, letter.text(), outside.posted().await[0]);
    let alarm = town.alarms(AlarmKind::Threat).await.remove(0);
    let link = format!("https://desk.prove.example/alarmer/{}", alarm.id);
    assert!(letter.text().contains("Facebook") && letter.text().contains(&link), "{said}");
    assert!(letter.text().contains("21.11.2026"), "{said}");
    for secret in secrets {
        assert!(!said.contains(&secret), "`{secret}` left in an alarm: {said}");
    }
    let requests = outside.webhook.received_requests().await.unwrap();
    assert_eq!(requests[0].headers["authorization"], "Bearer hemmeligt");
    assert_eq!(requests[0].headers["idempotency-key"].to_str().unwrap(), outside.posted().await[0]["id"]);
}

#[tokio::test]
async fn a_storm_of_alarms_is_a_few_messages_and_none_is_lost() {
    let town = Town::new(Engine::Sqlite).await;
    let outside = Outside::new().await;
    let mut tx = town.db.write().await.unwrap();
    for at in 0..120 {
        let cause = format!("threat:{at}");
        let (kind, now) = (AlarmKind::Threat, town.now());
        let new = store::alarm::New {
            cause: &cause,
            kind,
            account: None,
            inquiry: None,
            due: now,
            next_at: now,
            step: 0,
        };
        assert!(store::alarm::raise(&mut tx, &town.organisation, &new, now).await.unwrap());
        assert!(!store::alarm::raise(&mut tx, &town.organisation, &new, now).await.unwrap());
    }
    tx.commit().await.unwrap();
    ring(&town, &outside.bell(&town)).await;
    assert_eq!(outside.smtp.letters().len(), 3);
    let told: usize =
        outside.posted().await.iter().map(|post| post["alarms"].as_array().unwrap().len()).sum();
    assert_eq!(told, 120);
}

#[tokio::test]
async fn a_notification_closes_only_with_a_reference_and_its_inquiry_is_not_forgotten_before() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let comment = written(&town, CHILD).await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        town.decide(&row, Choice::Keep).await;
        town.later(days(20));
        town.turn().await;
        assert!(
            town.held(Network::Facebook, &comment).await.is_some(),
            "{engine:?}: its notification is open"
        );

        let alarm = town.alarms(AlarmKind::ChildConcern).await.remove(0);
        let me = By::Moderator(ModeratorId::from_text("moderator-1"));
        let (db, vault, org) = (&town.db, &town.vault, &town.organisation);
        settle::acknowledge(db, vault, org, &alarm.id, &me, town.now()).await.unwrap();
        town.turn().await;
        assert!(town.held(Network::Facebook, &comment).await.is_some(), "{engine:?}: seen is not notified");
        let reference = Reference::parse("2026-114502").unwrap();
        let closed = settle::close_notification(db, vault, org, &alarm.id, &reference, &me, town.now());
        assert!(closed.await.unwrap());
        town.turn().await;
        assert!(town.held(Network::Facebook, &comment).await.is_none(), "{engine:?}: now it goes");
        let alarm = town.alarms(AlarmKind::ChildConcern).await.remove(0);
        assert_eq!(alarm.reference.as_deref(), Some("2026-114502"), "{engine:?}");
    }
}

#[test]
fn a_reference_is_a_file_number_and_never_a_cpr_number() {
    for right in [
        "2026-114502",
        "1112-2026-01",
        "112-2026-1",
        "SAG-2026/0012",
        "24.01.00-G01-12-26",
        "27.00.00-K09-4-26",
    ] {
        assert!(Reference::parse(right).is_some(), "{right}");
    }
    for wrong in [
        "",
        "   ",
        "311236-4004",
        "3112-2036-4004",
        "31-12-2036-4004",
        "31 12 36 40 04",
        "3112364004",
        "311236 4004",
        "barnet hedder Karl",
        "<b>1</b>",
        "a1\nb",
    ] {
        assert!(Reference::parse(wrong).is_none(), "{wrong}");
    }
}

fn at(text: &str) -> Stamp {
    Stamp::parse(text).unwrap()
}

#[test]
fn somebody_is_at_work_on_working_days_and_not_on_danish_holidays() {
    let staffed = Staffed::default();
    for (when, is_open) in [
        ("2026-11-23T08:30:00+01:00", true),
        ("2026-11-23T07:59:59+01:00", false),
        ("2026-11-23T16:00:00+01:00", false),
        ("2026-11-21T10:00:00+01:00", false),
        // Maundy Thursday, Good Friday, Easter Monday and the Wednesday before them.
        ("2027-03-25T10:00:00+01:00", false),
        ("2027-03-26T10:00:00+01:00", false),
        ("2027-03-29T10:00:00+02:00", false),
        ("2027-03-24T10:00:00+01:00", true),
        // The Great Prayer Day was abolished in 2024.
        ("2027-04-23T10:00:00+02:00", true),
        ("2023-05-05T10:00:00+02:00", false),
        // Ascension Day, Whit Monday, Constitution Day, Christmas.
        ("2027-05-06T10:00:00+02:00", false),
        ("2027-05-17T10:00:00+02:00", false),
        ("2026-06-05T10:00:00+02:00", false),
        ("2026-12-24T10:00:00+01:00", false),
        ("2026-12-25T10:00:00+01:00", false),
        ("2027-01-01T10:00:00+01:00", false),
    ] {
        assert_eq!(staffed.is_open(at(when)), is_open, "{when}");
    }
    // From Friday afternoon over the weekend, and over Easter with the change to summer time.
    assert_eq!(staffed.after(at("2026-11-20T15:30:00+01:00"), hours(1)), at("2026-11-23T08:30:00+01:00"));
    assert_eq!(staffed.after(at("2027-03-24T15:30:00+01:00"), hours(1)), at("2027-03-30T08:30:00+02:00"));
    assert_eq!(staffed.next(at("2026-11-21T03:00:00+01:00")), at("2026-11-23T08:00:00+01:00"));
    let wrong = Staffed::new(&["monday".to_owned()], "08:00", "16:00", Vec::new()).unwrap_err();
    assert!(wrong.contains("monday"), "{wrong}");
    assert!(Staffed::new(&["mon".to_owned()], "16:00", "08:00", Vec::new()).is_err());
    assert!(Staffed::new(&["mon".to_owned()], "08:00", "16:00", vec!["24-12".to_owned()]).is_err());
}

#[tokio::test]
async fn outside_staffed_hours_others_are_told_and_what_can_wait_waits() {
    let town = Town::new(Engine::Sqlite).await;
    let outside = Outside::new().await;
    let mut settings = outside.settings(&town);
    let line = settings.lines.get_mut(&town.organisation).unwrap();
    line.outside = vec![vec!["nat@prove.example".to_owned()]];
    let bell = Bell::new(settings).unwrap().unwrap();
    let mut tx = town.db.write().await.unwrap();
    for kind in [AlarmKind::Threat, AlarmKind::Gap] {
        let now = town.now();
        let next_at = if kind.rings_at_night() { now } else { Staffed::default().next(now) };
        let new = store::alarm::New {
            cause: kind.as_str(),
            kind,
            account: None,
            inquiry: None,
            due: now,
            next_at,
            step: 0,
        };
        store::alarm::raise(&mut tx, &town.organisation, &new, now).await.unwrap();
    }
    tx.commit().await.unwrap();
    ring(&town, &bell).await;
    let letters = outside.smtp.letters();
    assert_eq!((letters.len(), letters[0].to.as_slice()), (1, ["nat@prove.example".to_owned()].as_slice()));
    assert!(!letters[0].text().contains("tæller flere"), "a gap wakes nobody on a Saturday");
    // Monday at nine.
    town.later(hours(44));
    ring(&town, &bell).await;
    let monday = &outside.smtp.letters()[1..];
    assert!(monday.iter().any(|letter| letter.text().contains("tæller flere")));
    assert!(monday.iter().all(|letter| letter.to == ["vagt@prove.example"]), "and then the desk is told");
}
