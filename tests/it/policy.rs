//! The policy table, the mailboxes and the replies: what the machine may do, and what we say.

use std::time::Duration;

use ordstyrer::decide::{self, Circumstances, Error, Mailboxes, Owner, Policy, Replies};
use ordstyrer::model::{
    Confidence, Deed, Finding, Ground, Kind, Label, Language, LengthUnit, Outcome, Place, Reading,
    ReplyLimit, Span, Stamp, State, Verdict,
};

const NOW: Stamp = Stamp::from_ms(1_800_000_000_000);
const FREE: Circumstances = Circumstances { may_act: true, can_hide: true };
const BLUESKY: ReplyLimit = ReplyLimit { most: 300, unit: LengthUnit::Graphemes, most_bytes: Some(3000) };
const FACEBOOK: ReplyLimit = ReplyLimit { most: 8000, unit: LengthUnit::Utf16, most_bytes: None };

const KINDS: [Kind; 23] = [
    Kind::Cpr,
    Kind::Phone,
    Kind::Email,
    Kind::Address,
    Kind::BankAccount,
    Kind::Iban,
    Kind::Card,
    Kind::Credential,
    Kind::Passport,
    Kind::Plate,
    Kind::CaseNumber,
    Kind::Health,
    Kind::MentalHealth,
    Kind::SocialProblem,
    Kind::Family,
    Kind::Crime,
    Kind::Religion,
    Kind::Ethnicity,
    Kind::Sexuality,
    Kind::Union,
    Kind::Politics,
    Kind::Immigration,
    Kind::ProtectedAddress,
];
const LABELS: [Label; 14] = [
    Label::Offensive,
    Label::Threat,
    Label::Hate,
    Label::Abuse,
    Label::Profanity,
    Label::Sexual,
    Label::Incitement,
    Label::Spam,
    Label::SelfHarm,
    Label::ChildConcern,
    Label::CaseRequest,
    Label::Unread,
    Label::OtherLanguage,
    Label::PictureOnly,
];

fn found(kind: Kind, confidence: Confidence) -> Reading {
    let span = Span { start: 0, end: 10 };
    let (rule, reason) = ("a.rule".to_owned(), "a.reason".to_owned());
    Reading {
        findings: vec![Finding { kind, span, place: Place::Text, confidence, rule, reason }],
        ..Reading::default()
    }
}

fn labelled(label: Label) -> Reading {
    Reading { labels: vec![label], ..Reading::default() }
}

fn decide(reading: &Reading) -> Verdict {
    Policy::shipped().decide(reading, FREE, NOW)
}

/// The shipped policy with one passage replaced.
fn changed(from: &str, to: &str) -> String {
    let shipped = include_str!("../../config/policy.toml");
    assert!(shipped.contains(from), "the passage to change is not in the policy: {from}");
    shipped.replacen(from, to, 1)
}

fn refusal(toml: &str) -> String {
    Policy::parse(toml, "my/policy.toml").expect_err("the policy should be refused").to_string()
}

#[test]
fn a_sure_leak_is_hidden_by_the_machine_and_nothing_else_is() {
    for kind in KINDS {
        for confidence in [Confidence::Low, Confidence::Medium, Confidence::High] {
            let verdict = decide(&found(kind, confidence));
            let is_sure_leak = kind.is_leak() && confidence == Confidence::High;
            assert_eq!(verdict.is_automatic, is_sure_leak, "{kind:?} {confidence:?}");
            assert_eq!(verdict.outcome == Outcome::Hide, is_sure_leak, "{kind:?} {confidence:?}");
            assert_eq!(verdict.ground, is_sure_leak.then_some(Ground::PersonalData), "{kind:?}");
        }
    }
    for label in LABELS {
        assert!(!decide(&labelled(label)).is_automatic, "{label:?}");
    }
}

#[test]
fn a_leak_that_may_not_or_cannot_be_hidden_waits_above_everything_else() {
    let leak = found(Kind::Cpr, Confidence::High);
    assert!(!decide(&leak).is_urgent, "what is hidden waits for its confirmation, not above the rest");
    for (may_act, can_hide) in [(false, true), (true, false), (false, false)] {
        let verdict = Policy::shipped().decide(&leak, Circumstances { may_act, can_hide }, NOW);
        assert_eq!((verdict.outcome, verdict.is_automatic), (Outcome::Review, false));
        assert!(verdict.is_urgent);
        assert_eq!(verdict.ground, None, "nothing is removed yet");
    }
}

#[test]
fn a_leak_is_hidden_whatever_else_the_comment_is() {
    let mut reading = found(Kind::Cpr, Confidence::High);
    reading.labels = LABELS.to_vec();
    assert_eq!(decide(&reading).outcome, Outcome::Hide);
}

#[test]
fn praise_and_lawful_swearing_stay_under_a_rule_that_removes_nothing() {
    for reading in [Reading::default(), labelled(Label::Profanity)] {
        let verdict = decide(&reading);
        assert_eq!((verdict.outcome, verdict.rule.as_str(), verdict.ground), (Outcome::Leave, "N2", None));
    }
}

#[test]
fn swearing_beside_a_case_request_does_not_lose_the_request() {
    let reading = Reading { labels: vec![Label::Profanity, Label::CaseRequest], ..Reading::default() };
    assert_eq!(decide(&reading).rule, "N1");
}

#[test]
fn a_case_request_is_proposed_as_a_redirect_and_waits_for_a_person() {
    let reading = labelled(Label::CaseRequest);
    let verdict = decide(&reading);
    assert_eq!(Policy::shipped().propose(&reading).outcome, Outcome::Redirect);
    assert_eq!(
        (verdict.outcome, verdict.is_automatic, verdict.rule.as_str()),
        (Outcome::Review, false, "N1")
    );
    assert_eq!((verdict.mailbox, verdict.reply), (None, None));
}

#[test]
fn the_machine_is_refused_to_answer_alone() {
    let row = "labels = [\"case_request\"]\noutcome = \"redirect\"\n";
    let refused = refusal(&changed(row, &format!("{row}automatic = true\nbeyond_leaks = true\n")));
    assert!(refused.contains("automatic: a person sends every reply"), "{refused}");
}

#[test]
fn a_hide_beyond_leaks_acts_only_where_the_account_may() {
    let row = "labels = [\"hate\"]\noutcome = \"review\"\n";
    let bold = "labels = [\"hate\"]\noutcome = \"hide\"\nautomatic = true\nbeyond_leaks = true\n";
    let policy = Policy::parse(&changed(row, bold), "bold.toml").unwrap();
    let acting = policy.decide(&labelled(Label::Hate), FREE, NOW);
    assert_eq!(
        (acting.outcome, acting.is_automatic, acting.ground),
        (Outcome::Hide, true, Some(Ground::Illegal))
    );
    let observing = Circumstances { may_act: false, can_hide: true };
    let verdict = policy.decide(&labelled(Label::Hate), observing, NOW);
    assert_eq!((verdict.outcome, verdict.is_automatic, verdict.is_urgent), (Outcome::Review, false, true));
}

#[test]
fn every_decision_cites_a_guideline_and_has_an_end() {
    let policy = Policy::shipped();
    let readings = KINDS
        .into_iter()
        .flat_map(|kind| [found(kind, Confidence::Medium), found(kind, Confidence::High)])
        .chain(LABELS.into_iter().map(labelled));
    for reading in readings {
        let verdict = policy.decide(&reading, FREE, NOW);
        assert!(policy.guideline(&verdict.rule).is_some(), "{reading:?}");
        assert!(verdict.delete_after > NOW);
        assert!(verdict.delete_after <= NOW.later(Duration::from_hours(30 * 24)));
    }
}

#[test]
fn every_guideline_of_the_issue_is_there_in_both_languages() {
    let policy = Policy::shipped();
    let ids: Vec<_> = policy.guidelines().iter().map(|line| line.id.clone()).collect();
    let wanted: Vec<_> =
        (1..=14).map(|n| format!("R{n}")).chain(["N1".to_owned(), "N2".to_owned()]).collect();
    assert_eq!(ids, wanted);
    for line in policy.guidelines() {
        assert_eq!(line.ground.is_none(), line.id.starts_with('N'), "{}", line.id);
    }
}

#[test]
fn what_the_citizen_deleted_is_not_kept_at_all() {
    assert_eq!(Policy::shipped().delete_after(State::Gone, None, NOW), NOW);
}

#[test]
fn a_removal_without_a_ground_is_kept_for_the_shortest_time() {
    let policy = Policy::shipped();
    let shortest = [Ground::Offensive, Ground::Illegal, Ground::OutsideGuidelines, Ground::PersonalData]
        .into_iter()
        .map(|ground| policy.delete_after(State::Removed, Some(ground), NOW))
        .min();
    assert_eq!(Some(policy.delete_after(State::Removed, None, NOW)), shortest);
}

#[test]
fn leaked_data_is_removed_by_deleting_and_the_rest_by_hiding() {
    let policy = Policy::shipped();
    assert_eq!(policy.removal(Ground::PersonalData), Deed::Delete);
    assert_eq!(policy.removal(Ground::Offensive), Deed::Hide);
    assert_eq!(policy.removal(Ground::Illegal), Deed::Hide);
    assert_eq!(policy.removal(Ground::OutsideGuidelines), Deed::Hide);
}

#[test]
fn a_time_longer_than_the_ceiling_is_refused_with_its_key() {
    let refused = refusal(&changed("personal_data = 30", "personal_data = 31"));
    assert_eq!(refused, "my/policy.toml: days.removed.personal_data: 31 is not between 1 and 30 days");
    assert!(refusal(&changed("queued = 30", "queued = 0")).contains("days.queued: 0 is not between"));
    assert!(refusal(&changed("confirm_hours = 24", "confirm_hours = 73")).contains("confirm_hours"));
    assert!(Policy::parse(&changed("offensive = 90", "offensive = 1"), "short.toml").is_ok());
}

#[test]
fn an_unknown_key_is_refused_and_named_with_its_place() {
    let refused = refusal(&changed("outcome = \"hide\"", "outcome = \"hide\"\nurgnt = true"));
    assert!(refused.starts_with("my/policy.toml: when[0]"), "{refused}");
    assert!(refused.contains("unknown field `urgnt`"), "{refused}");
    assert!(refusal("version = \"1\"\nversoin = 2").contains("versoin"));
}

#[test]
fn text_that_is_no_toml_is_refused_with_its_line() {
    let refused = refusal("version = \"1\"\nleave = \n");
    assert!(refused.starts_with("my/policy.toml: line 2"), "{refused}");
}

#[test]
fn a_rule_that_is_no_guideline_is_refused() {
    assert!(
        refusal(&changed("rule = \"R3\"", "rule = \"R33\"")).contains("cites `R33`, which is no guideline")
    );
    assert!(refusal(&changed("leave = \"N2\"", "leave = \"R4\"")).contains("leave: `R4` is a ground"));
}

#[test]
fn a_rule_whose_ground_does_not_carry_its_outcome_is_refused() {
    let hide = "outcome = \"hide\"\nautomatic = true\nrule = ";
    let refused = refusal(&changed(&format!("{hide}\"R7\""), &format!("{hide}\"N2\"")));
    assert!(refused.contains("when[0].rule: `N2` has no ground to hide anything"), "{refused}");
    let redirect = "outcome = \"redirect\"\nrule = ";
    let refused = refusal(&changed(&format!("{redirect}\"N1\""), &format!("{redirect}\"R4\"")));
    assert!(refused.contains("`R4` is a ground for removal"), "{refused}");
}

#[test]
fn the_machine_is_refused_to_act_alone_on_anything_but_a_sure_leak() {
    let hate = "labels = [\"hate\"]\noutcome = \"review\"";
    let hide = "labels = [\"hate\"]\noutcome = \"hide\"\nautomatic = true";
    let refused = refusal(&changed(hate, hide));
    assert!(refused.contains("automatic: only a high-confidence leak"), "{refused}");
    let unsure = refusal(&changed("confidence = \"high\"", "confidence = \"medium\""));
    assert!(unsure.contains("when[0].automatic: only a high-confidence leak"), "{unsure}");
    let topic = refusal(&changed("kinds = [\"cpr\",", "kinds = [\"crime\", \"cpr\","));
    assert!(topic.contains("when[0].automatic: only a high-confidence leak"), "{topic}");
    assert!(Policy::parse(&changed(hate, &format!("{hide}\nbeyond_leaks = true")), "said.toml").is_ok());
}

#[test]
fn the_table_can_never_delete() {
    let hide = "outcome = \"hide\"\nautomatic = true";
    let alone = refusal(&changed(hide, "outcome = \"delete\"\nautomatic = true\nbeyond_leaks = true"));
    assert!(alone.contains("when[0].automatic: the machine never deletes"), "{alone}");
    assert!(refusal(&changed(hide, "outcome = \"delete\"")).contains("delete is a person's decision"));
}

#[test]
fn a_row_that_could_never_decide_is_refused() {
    let hate = "labels = [\"hate\"]";
    let refused = refusal(&changed(hate, "labels = [\"hate\", \"threat\"]"));
    assert!(refused.contains("`threat` is already decided by a row above"), "{refused}");
    assert!(refusal(&changed(hate, "labels = []")).contains("names at least one kind or label"));
    assert!(refusal(&changed(hate, "labels = [\"hate\"]\nconfidence = \"high\"")).contains("confidence"));
}

#[test]
fn a_policy_with_several_mistakes_names_them_all() {
    let two = changed("queued = 30", "queued = 99").replacen("rule = \"R3\"", "rule = \"R33\"", 1);
    let Err(Error::Unusable { faults, .. }) = Policy::parse(&two, "p") else {
        panic!("it should be refused")
    };
    assert_eq!(faults.len(), 2);
}

#[test]
fn a_mailbox_with_a_link_that_could_carry_a_citizen_is_refused() {
    let shipped = include_str!("../../config/mailboxes.toml");
    for (link, what) in [
        ("http://www.borger.dk/", "is not https"),
        ("https://www.borger.dk/?handle=x", "holds a query"),
        ("https://www.borger.dk/#x", "holds a query or fragment"),
        ("https://x@www.borger.dk/", "holds a user name"),
        ("borger.dk", "is not an address"),
    ] {
        let bad = shipped.replace("link = \"https://www.borger.dk/\"", &format!("link = \"{link}\""));
        let refused = Mailboxes::parse(&bad, "m.toml").unwrap_err().to_string();
        assert!(refused.starts_with("m.toml: mailboxes[10].link: ") && refused.contains(what), "{refused}");
    }
}

#[test]
fn a_directory_with_a_double_or_a_missing_fallback_is_refused() {
    let shipped = include_str!("../../config/mailboxes.toml");
    let double = shipped.replace("id = \"bif\"", "id = \"tmf\"");
    assert!(Mailboxes::parse(&double, "m").unwrap_err().to_string().contains("`tmf` stands twice"));
    let areas = shipped.replace("\"jobs_benefits\"", "\"newcomers\"");
    assert!(Mailboxes::parse(&areas, "m").unwrap_err().to_string().contains("belongs to a mailbox above"));
    let lost = shipped.replace("fallback = \"borgerservice\"", "fallback = \"nobody\"");
    assert!(
        Mailboxes::parse(&lost, "m").unwrap_err().to_string().contains("fallback: `nobody` is no mailbox")
    );
    let silent = shipped.replace("phone = \"33 66 33 66\"", "phone = \"\"");
    assert!(Mailboxes::parse(&silent, "m").unwrap_err().to_string().contains("phone: is empty"));
}

#[test]
fn every_redirect_fits_every_network_in_both_languages_and_says_what_it_must() {
    let replies = Replies::shipped();
    for mailbox in Mailboxes::shipped().all() {
        for unit in ["Københavns Kommune", "International House Copenhagen"] {
            for limit in [BLUESKY, FACEBOOK] {
                for (language, guidance) in
                    [(Language::Danish, "vejledende"), (Language::English, "guidance")]
                {
                    let words = replies.redirect(language, mailbox, unit, limit).unwrap();
                    assert!(decide::fits(&words, limit), "{} {language:?}", mailbox.id);
                    // A partner is for those who have no Digital Post.
                    let post = if mailbox.owner == Owner::Partner { "MitID" } else { "Digital Post" };
                    for must in [guidance, post, &mailbox.link, &mailbox.phone, unit] {
                        assert!(words.contains(must), "{} {language:?}: {must}", mailbox.id);
                    }
                    assert!(!words.contains(['{', '}', '@']), "{words}");
                    assert!(words.contains(&format!("{} ", mailbox.link)), "a sign sticks to the link");
                }
            }
        }
    }
}

#[test]
fn a_roomy_network_gets_the_long_form_with_the_place_to_visit() {
    let mailboxes = Mailboxes::shipped();
    let mailbox = mailboxes.get("bif").unwrap();
    let long = Replies::shipped().redirect(Language::Danish, mailbox, "Kommunen", FACEBOOK).unwrap();
    let short = Replies::shipped().redirect(Language::Danish, mailbox, "Kommunen", BLUESKY).unwrap();
    assert!(long.contains("besøge Borgerservice") && long.contains("skriv venligst ikke personlige"));
    let letter = mailboxes.get("okf").unwrap();
    let longest = Replies::shipped().redirect(Language::Danish, letter, "Kommunen", FACEBOOK).unwrap();
    assert!(longest.contains("sende et brev til Rådhuspladsen 1"), "{longest}");
    assert!(decide::measure(&short, LengthUnit::Graphemes) < decide::measure(&long, LengthUnit::Graphemes));
}

#[test]
fn every_language_but_english_is_answered_in_danish() {
    let mailboxes = Mailboxes::shipped();
    for language in
        [Language::Danish, Language::Norwegian, Language::Swedish, Language::German, Language::Other]
    {
        let words = Replies::shipped().redirect(language, &mailboxes.all()[0], "Kommunen", FACEBOOK).unwrap();
        assert!(words.starts_with("Tak for din besked"), "{language:?}");
    }
}

#[test]
fn a_reply_that_cannot_fit_is_an_error_that_names_mailbox_and_limit() {
    let limit = ReplyLimit { most: 100, ..BLUESKY };
    let mailboxes = Mailboxes::shipped();
    let error =
        Replies::shipped().redirect(Language::Danish, &mailboxes.all()[0], "Kommunen", limit).unwrap_err();
    assert_eq!(error.to_string(), "no form of the reply for the mailbox `okf` fits into 100 graphemes");
}

#[test]
fn a_gap_in_a_name_is_not_filled_again() {
    let mut mailbox = Mailboxes::shipped().all()[0].clone();
    mailbox.da = "{phone}{unit}".to_owned();
    let words = Replies::shipped().redirect(Language::Danish, &mailbox, "Kommunen", FACEBOOK).unwrap();
    assert!(words.contains("til {phone}{unit}:"));
}

#[test]
fn a_reply_that_says_what_we_never_say_is_refused() {
    let good = "Digital Post til {mailbox}: {link} eller ring {phone}. Svar er vejledende. {unit}";
    let file = |form: &str| format!("redirect = [\"{form}\"]");
    let read = |form: &str| Replies::shipped().in_danish(&file(form), "da.toml");
    assert!(read(good).is_ok());
    for (bad, what) in [
        (format!("{good} Send en privat besked."), "privat"),
        (format!("{good} Skriv på Messenger."), "“Messenger”"),
        (format!("Om din sag: {good}"), "“din sag”"),
        (format!("@borger {good}"), "“@borger”"),
        (good.replace("vejledende", "bindende"), "does not say that it is guidance only"),
        (good.replace("{link}", "{handle}"), "{handle} is no gap"),
        (good.replace("{phone}", "33"), "no place for {phone}"),
        (good.replace("{unit}", "{unit"), "{ without a }"),
    ] {
        let refused = read(&bad).unwrap_err().to_string();
        assert!(refused.starts_with("da.toml: redirect[0]: ") && refused.contains(what), "{refused}");
    }
    let english = Replies::shipped().in_english(&file(&good.replace("vejledende", "svar")), "en.toml");
    let english = english.unwrap_err().to_string();
    assert!(
        english.starts_with("en.toml: redirect[0]: The reply does not say that it is guidance"),
        "{english}"
    );
}

#[test]
fn lengths_are_counted_as_the_networks_count_them() {
    let family = "👩‍👩‍👧‍👦æ";
    assert_eq!(decide::measure(family, LengthUnit::Graphemes), 2);
    assert_eq!(decide::measure(family, LengthUnit::Utf16), 12);
    let limit = ReplyLimit { most: 2, unit: LengthUnit::Graphemes, most_bytes: Some(26) };
    assert_eq!(family.len(), 27);
    assert!(!decide::fits(family, limit), "the second limit, in bytes, holds too");
}

#[test]
fn every_link_counts_alike_where_the_network_says_so() {
    let count = |words: &str| decide::measure(words, LengthUnit::GraphemesWithLinks { a_link: 23 });
    assert_eq!(count("Vejen åbner 🚧"), 13, "no link, no difference");
    for link in [
        "https://a.dk",
        "http://www.kommunen.dk/digital-post/skriv-til-os?emne=1&mail=okf",
        "https://post.borger.dk/?x=%C3%A6#a/",
    ] {
        assert_eq!(count(link), 23, "{link}");
        assert_eq!(count(&format!("æ {link} eller ({link}).")), 2 + 23 + 8 + 23 + 2, "{link}");
        assert_eq!(count(&format!("{link}\n{link}")), 47, "{link}");
    }
    for no_link in [
        "www.kommunen.dk/en/meget/lang/sti",
        "https://",
        "https://vært/sti",
        "xhttps://a.dk",
        "https://1.2.3.4/x",
    ] {
        assert_eq!(count(no_link), no_link.chars().count(), "{no_link}: never counted too short");
    }
    assert_eq!(count("https://a.dk/æøå"), 23 + 3, "what only some servers take for a part of the link");
}

#[test]
fn a_redirect_fits_where_links_have_one_length() {
    let (mailboxes, replies) = (Mailboxes::shipped(), Replies::shipped());
    let unit = LengthUnit::GraphemesWithLinks { a_link: 23 };
    let mastodon = ReplyLimit { most: 500, unit, most_bytes: None };
    for language in [Language::Danish, Language::English] {
        for mailbox in mailboxes.all() {
            let words = replies.redirect(language, mailbox, "Kommunen", mastodon).unwrap();
            assert!(decide::fits(&words, mastodon), "{words}");
            let has_company = !mailbox.company_link.is_empty() && words.contains(&mailbox.company_link);
            let without = words.replace(&mailbox.link, "");
            let without = if has_company { without.replace(&mailbox.company_link, "") } else { without };
            let expected = without.chars().count() + 23 + if has_company { 23 } else { 0 };
            assert_eq!(decide::measure(&words, mastodon.unit), expected, "{words}");
        }
    }
    let tight = ReplyLimit { most: 10, ..mastodon };
    let error = replies.redirect(Language::Danish, &mailboxes.all()[0], "Kommunen", tight).unwrap_err();
    assert!(error.to_string().ends_with("10 graphemes, every link as one fixed length"), "{error}");
}

#[test]
fn the_secret_of_somebody_else_or_of_a_child_stands_a_step_above_ones_own() {
    let of = |reason: &str| {
        let mut reading = found(Kind::Health, Confidence::Medium);
        reading.findings.iter_mut().for_each(|finding| finding.reason = reason.to_owned());
        let verdict = decide(&reading);
        (verdict.outcome, verdict.is_urgent, verdict.rule)
    };

    assert_eq!(of("fact.own"), (Outcome::Review, false, "R7".to_owned()));
    assert_eq!(of("fact.third"), (Outcome::Review, true, "R8".to_owned()));
    assert_eq!(of("fact.child"), (Outcome::Review, true, "R9".to_owned()));
}
