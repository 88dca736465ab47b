//! The directory: which mailbox is proposed, with which reasons, and when the single entry stands in.

use ordstyrer::decide::{Asked, Mailboxes, Ranking, Reason, Standing};
use ordstyrer::model::{AccountName, Area, Language, Likely, OrganisationId, Stamp};

const NOW: &str = "2026-11-22T12:00:00Z";

fn now() -> Stamp {
    Stamp::parse(NOW).unwrap()
}

struct Comment<'a> {
    words: &'a str,
    areas: &'a [(Area, f32)],
    language: Language,
    account: &'a str,
    organisation: &'a str,
}

const BARE: Comment<'static> =
    Comment { words: "", areas: &[], language: Language::Danish, account: "kk-facebook", organisation: "kk" };

/// Proposed ids, whether it is sure, and the reasons of the first.
fn rank(mailboxes: &Mailboxes, comment: &Comment<'_>) -> (Vec<String>, bool, Vec<Reason>) {
    let areas: Vec<Likely> =
        comment.areas.iter().map(|(area, score)| Likely { area: *area, score: *score }).collect();
    let (organisation, account) =
        (OrganisationId::from_text(comment.organisation), AccountName::from_text(comment.account));
    let asked = Asked {
        organisation: &organisation,
        account: &account,
        areas: &areas,
        area: areas.first().map(|first| first.area),
        words: comment.words,
        language: comment.language,
    };
    let Ranking { first, is_sure } = mailboxes.rank(&asked, now());
    let reasons = first.first().map(|first| first.reasons.clone()).unwrap_or_default();
    (first.iter().map(|one| one.mailbox.id.clone()).collect(), is_sure, reasons)
}

fn changed(from: &str, to: &str) -> String {
    let shipped = include_str!("../../../config/mailboxes.toml");
    assert!(shipped.contains(from), "{from}");
    shipped.replacen(from, to, 1)
}

fn read(toml: &str) -> Mailboxes {
    Mailboxes::parse(toml, "m.toml").unwrap()
}

/// The shipped directory, with a day at which this mailbox's link was opened.
fn verified(toml: &str, id: &str, day: &str) -> String {
    let at = toml.find(&format!("id = \"{id}\"")).unwrap();
    let (before, rest) = toml.split_at(at);
    format!("{before}{}", rest.replacen("verified = \"\"", &format!("verified = \"{day}\""), 1))
}

#[test]
fn every_area_has_its_mailbox() {
    let mailboxes = Mailboxes::shipped();
    for (area, id) in [
        (Area::RoadsParkingWasteBuilding, "tmf"),
        (Area::ChildrenSchools, "buf"),
        (Area::Newcomers, "ihc"),
        (Area::OtherAuthority, "other-authority"),
        (Area::Borgerservice, "borgerservice"),
    ] {
        let (ids, is_sure, reasons) = rank(&mailboxes, &Comment { areas: &[(area, 0.8)], ..BARE });
        assert_eq!((ids[0].as_str(), is_sure), (id, true));
        assert_eq!(reasons, [Reason::Area(area, 0.8)]);
    }
    for mailbox in mailboxes.all() {
        assert_eq!(mailboxes.get(&mailbox.id), Some(mailbox));
        assert!(!mailbox.is_verified(), "the sample is nobody's: {}", mailbox.id);
    }
}

#[test]
fn below_a_confidence_it_is_the_single_entry_and_the_best_guesses_stand_behind_it() {
    let mailboxes = Mailboxes::shipped();
    let doubtful = [(Area::JobsBenefits, 0.3), (Area::SocialDisability, 0.28), (Area::ElderlyHealth, 0.2)];
    let (ids, is_sure, reasons) = rank(&mailboxes, &Comment { areas: &doubtful, ..BARE });
    assert_eq!((ids, is_sure), (vec!["borgerservice".into(), "bif".into(), "sof".into()], false));
    assert_eq!(reasons, [Reason::Common]);
    let close = [(Area::JobsBenefits, 0.5), (Area::SocialDisability, 0.45)];
    assert!(
        !rank(&mailboxes, &Comment { areas: &close, ..BARE }).1,
        "two that are as likely are no proposal"
    );
    let (ids, is_sure, reasons) = rank(&mailboxes, &BARE);
    assert_eq!((ids, is_sure, reasons), (vec!["borgerservice".into()], false, vec![Reason::Common]));
}

#[test]
fn trigger_words_language_and_page_speak_for_a_mailbox() {
    let mailboxes =
        read(&changed("languages = [\"en\"]", "languages = [\"en\"]\npages = [\"ihc-facebook\"]"));
    let pair = [(Area::Newcomers, 0.35), (Area::Borgerservice, 0.34)];
    let comment = Comment { areas: &pair, words: "How do I get a CPR number? I just moved here", ..BARE };
    let (_, _, reasons) = rank(&mailboxes, &comment);
    assert!(reasons.contains(&Reason::Word("just moved".into())), "{reasons:?}");
    let english = Comment { language: Language::English, account: "ihc-facebook", ..comment };
    let (ids, is_sure, reasons) = rank(&mailboxes, &english);
    assert_eq!((ids[0].as_str(), is_sure), ("ihc", true));
    for reason in [Reason::Page, Reason::Language(Language::English)] {
        assert!(reasons.contains(&reason), "{reasons:?}");
    }
    let (ids, is_sure, _) =
        rank(&mailboxes, &Comment { language: Language::English, account: "ihc-facebook", ..BARE });
    assert_eq!((ids[0].as_str(), is_sure), ("borgerservice", false), "language and page alone say nothing");
}

#[test]
fn an_authority_or_partner_is_proposed_where_its_own_words_stand() {
    let mailboxes = Mailboxes::shipped();
    let areas = [(Area::OtherAuthority, 0.5), (Area::JobsBenefits, 0.2)];
    let words = "Hvornår får jeg svar om min skilsmisse og forældremyndighed fra Familieretshuset?";
    let (ids, is_sure, _) = rank(&mailboxes, &Comment { areas: &areas, words, ..BARE });
    assert_eq!((ids[0].as_str(), ids[1].as_str(), is_sure), ("familieretshuset", "other-authority", true));
    let words = "I have no MitID and no CPR yet";
    let (ids, ..) = rank(&mailboxes, &Comment { words, language: Language::English, ..BARE });
    assert!(ids.contains(&"partner-ics".to_owned()), "{ids:?}");
}

#[test]
fn an_entry_that_is_less_to_be_relied_on_than_the_fallback_gives_it_its_place_and_says_so() {
    let roads = Comment { areas: &[(Area::RoadsParkingWasteBuilding, 0.9)], ..BARE };
    let only_fallback =
        verified(include_str!("../../../config/mailboxes.toml"), "borgerservice", "2026-11-01");
    let (ids, is_sure, reasons) = rank(&read(&only_fallback), &roads);
    assert_eq!((ids[0].as_str(), ids[1].as_str(), is_sure), ("borgerservice", "tmf", false));
    assert_eq!(reasons, [Reason::InPlaceOf("tmf".into(), Standing::Unverified)]);

    let both = verified(&only_fallback, "tmf", "2026-11-02");
    assert_eq!(rank(&read(&both), &roads).0[0], "tmf");
    let long_ago = verified(&only_fallback, "tmf", "2026-01-02");
    let (_, _, reasons) = rank(&read(&long_ago), &roads);
    assert_eq!(reasons, [Reason::InPlaceOf("tmf".into(), Standing::Stale)]);
}

#[test]
fn an_entry_whose_days_are_over_is_never_proposed() {
    let roads = Comment { areas: &[(Area::RoadsParkingWasteBuilding, 0.9)], ..BARE };
    for days in ["valid_to = \"2026-11-21\"", "valid_from = \"2026-11-23\""] {
        let over = changed("id = \"tmf\"", &format!("id = \"tmf\"\n{days}"));
        let (ids, is_sure, reasons) = rank(&read(&over), &roads);
        assert_eq!((ids[0].as_str(), is_sure), ("borgerservice", false), "{days}");
        assert_eq!(reasons, [Reason::InPlaceOf("tmf".into(), Standing::Expired)]);
    }
    let last_day = changed("id = \"tmf\"", "id = \"tmf\"\nvalid_to = \"2026-11-22\"");
    assert_eq!(rank(&read(&last_day), &roads).0[0], "tmf");
}

#[test]
fn two_entries_with_one_area_may_follow_each_other_and_not_overlap() {
    let successor = |first: &str, then: &str| {
        let shipped = changed("id = \"bif\"", &format!("id = \"bif\"\n{first}"));
        shipped.replacen("id = \"ihc\"", &format!("id = \"ihc\"\n{then}"), 1).replacen(
            "areas = [\"newcomers\"]",
            "areas = [\"jobs_benefits\"]",
            1,
        )
    };
    assert!(
        Mailboxes::parse(&successor("valid_to = \"2025-12-31\"", "valid_from = \"2026-01-01\""), "m").is_ok()
    );
    let refused =
        Mailboxes::parse(&successor("valid_to = \"2026-01-01\"", "valid_from = \"2026-01-01\""), "m");
    assert!(refused.unwrap_err().to_string().contains("belongs to a mailbox above already"));
}

#[test]
fn an_organisation_has_its_own_entries_and_its_own_fallback() {
    let own = changed("id = \"tmf\"", "id = \"tmf\"\norganisations = [\"kk\"]").replacen(
        "sure_percent = 45",
        "sure_percent = 45\n[fallbacks]\nihc = \"ihc\"",
        1,
    );
    // A table ends the keys above it: the list follows it.
    let mailboxes = read(&own);
    let roads = Comment { areas: &[(Area::RoadsParkingWasteBuilding, 0.9)], ..BARE };
    assert_eq!(rank(&mailboxes, &roads).0[0], "tmf");
    let (ids, is_sure, _) = rank(&mailboxes, &Comment { organisation: "ihc", ..roads });
    assert_eq!((ids, is_sure), (vec!["ihc".to_owned()], false), "another's mailbox is not even named");
}

#[test]
fn a_wrong_day_an_empty_keeper_and_a_word_in_two_places_are_refused_by_key() {
    for (bad, what) in [
        (
            changed("verified = \"\"", "verified = \"2026-02-30\""),
            "mailboxes[0].verified: `2026-02-30` is no day",
        ),
        (changed("keeper = \"unnamed (sample)\"", "keeper = \"\""), "mailboxes[0].keeper: is empty"),
        (
            changed("\"aktindsigt~\"", "\"aktindsigt~\", \"pas\""),
            "mailboxes[1].words: `pas` belongs to a mailbox above",
        ),
        (changed("verify_days = 100", "verify_days = 0"), "verify_days: 0 is not between 1 and 730"),
        (
            changed("id = \"tmf\"", "id = \"tmf\"\nvalid_from = \"2026-02-01\"\nvalid_to = \"2026-01-01\""),
            "mailboxes[6].valid_to: is before valid_from",
        ),
        (changed("owner = \"authority\"", "owner = \"authorty\""), "unknown variant `authorty`"),
    ] {
        let refused = Mailboxes::parse(&bad, "m.toml").unwrap_err().to_string();
        assert!(refused.contains(what), "{refused}");
    }
}
