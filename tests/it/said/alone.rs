//! The machine answers nobody alone, unless an organisation turned it on, and then only what it is surest of.

use ordstyrer::decide::{Asked, Case, Mailboxes, Policy, Why};
use ordstyrer::model::{
    AccountName, Area, Confidence, Finding, Kind, Label, Language, Likely, OrganisationId, Place, Reading,
    Scores, Source, Span, Stamp,
};

/// A Monday at noon in Denmark.
const NOON: &str = "2026-11-23T11:00:00Z";
const TABLE: &str = "\n[redirect_alone]\npages = [\"kk-facebook\"]\nscore_percent = 95\nfrom_hour = 8\nto_hour = 16\noldest_hours = 24\n\n[[guidelines]]\nid = \"R1\"";

fn policy(table: &str) -> Result<Policy, String> {
    let shipped = include_str!("../../../config/policy.toml");
    let whole = shipped.replacen("\n[[guidelines]]\nid = \"R1\"", table, 1);
    Policy::parse(&whole, "p.toml").map_err(|error| error.to_string())
}

fn verified() -> Mailboxes {
    let shipped = include_str!("../../../config/mailboxes.toml");
    Mailboxes::parse(&shipped.replace("verified = \"\"", "verified = \"2026-11-20\""), "m").unwrap()
}

struct Given {
    reading: Reading,
    now: Stamp,
    age_hours: i64,
    account: &'static str,
    source: Source,
    may_act: bool,
    was_answered: bool,
    mailboxes: Mailboxes,
}

impl Given {
    fn surest() -> Self {
        Self {
            reading: Reading {
                labels: vec![Label::CaseRequest],
                scores: Scores { case_request: 0.99, ..Scores::default() },
                area: Some(Area::RoadsParkingWasteBuilding),
                areas: vec![Likely { area: Area::RoadsParkingWasteBuilding, score: 0.9 }],
                ..Reading::default()
            },
            now: Stamp::parse(NOON).unwrap(),
            age_hours: 1,
            account: "kk-facebook",
            source: Source::Poll,
            may_act: true,
            was_answered: false,
            mailboxes: verified(),
        }
    }

    fn ask(&self, policy: &Policy) -> Result<(), Why> {
        let (organisation, account) = (OrganisationId::from_text("kk"), AccountName::from_text(self.account));
        let asked = Asked {
            organisation: &organisation,
            account: &account,
            areas: &self.reading.areas,
            area: self.reading.area,
            words: "",
            language: Language::Danish,
        };
        let ranking = self.mailboxes.rank(&asked, self.now);
        let case = Case {
            account: &account,
            may_act: self.may_act,
            source: self.source,
            written_at: Stamp::from_ms(self.now.ms() - self.age_hours * 3_600_000),
            reading: &self.reading,
            ranking: &ranking,
            was_answered: self.was_answered,
        };
        policy.may_redirect(&case, self.now)
    }
}

#[test]
fn it_is_off_as_it_is_shipped() {
    assert_eq!(Given::surest().ask(&Policy::shipped()), Err(Why::TurnedOff));
    assert!(Policy::shipped().redirect_alone().is_none());
    assert!(!Policy::shipped().sentences().iter().any(|sentence| sentence.contains("points case requests")));
}

#[test]
fn turned_on_it_answers_the_surest_and_leaves_everything_else_to_a_person() {
    let policy = policy(TABLE).unwrap();
    assert_eq!(Given::surest().ask(&policy), Ok(()));
    assert!(
        policy.sentences().iter().any(|said| said.contains("point case requests") && said.contains("95 %"))
    );
    let finding = Finding {
        kind: Kind::Health,
        span: Span { start: 0, end: 1 },
        place: Place::Text,
        confidence: Confidence::Medium,
        rule: "r".into(),
        reason: "fact.own".into(),
    };
    let at = |moment: &str| Stamp::parse(moment).unwrap();
    let given = Given::surest;
    let reading = || given().reading;
    let rows = [
        (Given { account: "kk-instagram", ..given() }, Why::AnotherPage),
        (Given { may_act: false, ..given() }, Why::NotActing),
        (Given { source: Source::Backfill, ..given() }, Why::FoundByBackfill),
        (Given { age_hours: 25, ..given() }, Why::TooOld),
        (Given { age_hours: -1, ..given() }, Why::TooOld),
        (Given { now: at("2026-11-23T06:59:00Z"), ..given() }, Why::OutOfHours),
        (Given { now: at("2026-11-23T15:00:00Z"), ..given() }, Why::OutOfHours),
        (Given { now: at("2026-11-22T11:00:00Z"), ..given() }, Why::OutOfHours),
        (
            Given {
                reading: Reading { labels: vec![Label::Profanity, Label::CaseRequest], ..reading() },
                ..given()
            },
            Why::MoreThanARequest,
        ),
        (
            Given { reading: Reading { findings: vec![finding], ..reading() }, ..given() },
            Why::MoreThanARequest,
        ),
        (Given { reading: Reading { labels: vec![], ..reading() }, ..given() }, Why::MoreThanARequest),
        (
            Given {
                reading: Reading { scores: Scores { case_request: 0.94, ..Scores::default() }, ..reading() },
                ..given()
            },
            Why::NotSureEnough,
        ),
        (
            Given { reading: Reading { area: None, areas: vec![], ..reading() }, ..given() },
            Why::NoSureMailbox,
        ),
        (Given { mailboxes: Mailboxes::shipped(), ..given() }, Why::UnverifiedMailbox),
        (Given { was_answered: true, ..given() }, Why::AlreadyAnswered),
    ];
    for (given, why) in rows {
        assert_eq!(given.ask(&policy), Err(why));
    }
}

#[test]
fn no_setting_answers_what_is_older_than_two_days_or_guesses() {
    for (from, to, what) in [
        ("oldest_hours = 24", "oldest_hours = 49", "redirect_alone.oldest_hours: 49 is not between 1 and 48"),
        (
            "score_percent = 95",
            "score_percent = 89",
            "redirect_alone.score_percent: 89 is not between 90 and 100",
        ),
        ("pages = [\"kk-facebook\"]", "pages = []", "redirect_alone.pages: names no page"),
        ("to_hour = 16", "to_hour = 8", "redirect_alone.to_hour: 8 to 8 is no part of a day"),
        ("to_hour = 16", "to_hour = 16\nalways = true", "unknown field `always`"),
    ] {
        let refused = policy(&TABLE.replacen(from, to, 1)).unwrap_err();
        assert!(refused.contains(what), "{refused}");
    }
}

#[test]
fn weekends_count_only_where_the_organisation_says_so() {
    let with = policy(&TABLE.replacen("to_hour = 16", "to_hour = 16\nweekends = true", 1)).unwrap();
    let sunday = Given { now: Stamp::parse("2026-11-22T11:00:00Z").unwrap(), ..Given::surest() };
    assert_eq!(sunday.ask(&with), Ok(()));
}
