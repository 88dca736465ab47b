//! The way from hosting decision to switch-on.

use std::collections::BTreeSet;

use ordstyrer::config::onboarding::{Onboarding, Paper};
use ordstyrer::model::{Language, OrganisationId, Stamp};
use ordstyrer::platform;
use ordstyrer::store::onboarding::{Entry, State, list, set};

use crate::harness::{Town, engines};

fn shipped() -> Onboarding {
    Onboarding::parse(Onboarding::SHIPPED).expect("the shipped list is whole")
}

/// The shipped files with one of them changed; what is said of it.
fn tampered(file: usize, old: &str, new: &str) -> String {
    let mut files = Onboarding::SHIPPED;
    let text = files[file].0.replacen(old, new, 1);
    assert_ne!(text, files[file].0, "{old}");
    files[file].0 = &text;
    Onboarding::parse(files).err().map_or_else(String::new, |error| error.to_string())
}

#[test]
fn every_permission_that_a_network_needs_is_justified_in_both_languages_and_shown() {
    let shipped = shipped();
    for network in platform::networks() {
        let needs = platform::needs(network).expect("it is of the list");
        let asked: BTreeSet<&str> = shipped
            .permissions(network)
            .filter(|one| one.only_for.is_none())
            .map(|one| one.scope.as_str())
            .collect();
        assert_eq!(asked, needs.needed.iter().copied().collect(), "{network}");
        for one in shipped.permissions(network) {
            assert!(!needs.refused.contains(&one.scope.as_str()), "{network} {}", one.scope);
            for language in [Language::Danish, Language::English] {
                let words = shipped.words(language).permission(network, &one.scope).expect("words");
                assert!(words.why.len() > 40 && words.r#where.len() > 5, "{network} {}", one.scope);
            }
            let review = shipped.review(network).expect("a review");
            assert_eq!(one.scenes.is_empty(), !review.asks.contains(&Paper::Screencast), "{}", one.scope);
        }
    }
}

#[test]
fn a_list_that_contradicts_itself_or_the_networks_is_refused() {
    for (file, old, new, says) in [
        (
            0,
            "needs = [\"hosting\"]",
            "needs = [\"switch_on\"]",
            "needs `switch_on`, which does not stand before it",
        ),
        (0, "id = \"hosting\"", "id = \"risk_assessment\"", "stands twice"),
        (0, "scope = \"pages_show_list\"", "scope = \"pages_messaging\"", "is refused by the check"),
        (0, "scope = \"pages_show_list\"", "scope = \"user_photos\"", "`user_photos` is not needed"),
        (
            0,
            "scope = \"pages_show_list\"",
            "scope = \"user_photos\"",
            "`pages_show_list` is needed and not asked for",
        ),
        (0, "scenes = [\"connect\"]\n\n", "scenes = []\n\n", "is shown in no scene"),
        (0, "scenes = [\"connect\"]\n\n", "scenes = [\"consent\"]\n\n", "which this review has not"),
        (0, "only_for = \"webhooks\"", "only_for = \"hooks\"", "a step that is not there"),
        (0, "[reviews.bluesky]", "[reviews.myspace]", "says nothing of bluesky"),
        (0, "needs = []", "need = []", "unknown field"),
        (1, "[steps.hosting]", "[steps.hostning]", "`hosting` has no words"),
        (1, "[steps.hosting]", "[steps.hostning]", "`hostning` is unknown"),
        (1, "{municipality} vælger", "{kommune} vælger", "{kommune} is no gap that we can fill"),
        (1, "{municipality} vælger", "{municipality vælger", "has a { without a }"),
        (2, "[scenes.leak]", "[scenes.leaks]", "`leak` has no words"),
        (2, "not_needed = \"not needed\"", "", "`not_needed` has no words"),
        (2, "why = \"Why\"", "", "missing field"),
    ] {
        let told = tampered(file, old, new);
        assert!(told.contains(says), "{says} is not in {told:?}");
        assert!(told.starts_with(Onboarding::SHIPPED[file].1), "{told}");
    }
}

/// The number in the recording's script is the only one that may stand anywhere: a test number that no
/// bank has given to anybody.
#[test]
fn no_number_of_a_person_stands_in_the_texts() {
    for (text, from) in Onboarding::SHIPPED {
        let without = text.replace("4111 1111 1111 1111", "");
        let longest = without.split(|sign: char| !sign.is_ascii_digit()).map(str::len).max();
        assert!(longest < Some(6), "{from}");
    }
}

#[tokio::test]
async fn what_is_written_down_is_read_back_by_its_own_organisation_only() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let entry = Entry {
            step: "app_review".to_owned(),
            state: State::UnderWay,
            owner: "Kommunikation".to_owned(),
            note: "sendt ind anden gang".to_owned(),
            due: Some("2026-12-01".to_owned()),
            changed_at: town.now(),
        };
        let done = Entry { state: State::Done, due: None, note: String::new(), ..entry.clone() };
        let other = OrganisationId::from_text("naboby");
        let mut tx = town.db.write().await.unwrap();
        set(&mut tx, &town.organisation, &entry).await.unwrap();
        assert_eq!(list(&mut tx, &town.organisation).await.unwrap(), [entry], "{engine:?}");
        set(&mut tx, &town.organisation, &done).await.unwrap();
        assert_eq!(list(&mut tx, &town.organisation).await.unwrap(), [done], "{engine:?}");
        assert!(list(&mut tx, &other).await.unwrap().is_empty(), "{engine:?}");
        tx.commit().await.unwrap();
    }
}

#[test]
fn a_state_has_one_word_and_an_unknown_word_is_none() {
    for state in State::ALL {
        assert_eq!(State::parse(state.as_str()), Some(state));
    }
    assert_eq!(State::parse("færdig"), None);
    assert!(State::NotNeeded.is_settled() && !State::UnderWay.is_settled());
    assert_eq!(Stamp::of_day("2026-13-01"), None);
}
