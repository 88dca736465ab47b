//! The seeded traffic: equal for equal seeds, of every kind, and with no real person's data in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use ordstyrer::demo::{Act, Citizens, Doing, Network, Town, Truth};
use ordstyrer::model::{Clock, ManualClock, Stamp};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// The numbers that nobody can have: their birth date is 31-12-2036.
const ALLOWED: [&str; 5] = ["3112364004", "3112364012", "3112364020", "3112364039", "9112364002"];

async fn busy_town(seed: u64, turns: u32) -> (Town, Vec<Doing>) {
    let clock = ManualClock::at(Stamp::parse("2026-11-21T12:00:00Z").unwrap());
    let town = Town::start(Arc::new(clock.clone()), seed).await.unwrap();
    let mut citizens = Citizens::new(seed);
    let mut done = Vec::new();
    for _ in 0..turns {
        clock.advance(Duration::from_mins(10));
        done.extend(citizens.step(&town, clock.now()));
    }
    (town, done)
}

/// The digits, however they are written, with blanks and signs between them left out.
fn digit_runs(words: &str) -> Vec<String> {
    let folded = words.nfkc().filter(|c| *c != '\u{200b}').collect::<String>();
    let mut runs = vec![String::new()];
    for letter in folded.chars() {
        match letter {
            '0'..='9' => runs.last_mut().unwrap().push(letter),
            ' ' | '-' | '.' | '/' => {}
            _ => runs.push(String::new()),
        }
    }
    runs
}

#[tokio::test]
async fn equal_seeds_give_equal_towns() {
    let words = |town: &Town| town.inquiries().into_iter().map(|one| (one.id, one.words)).collect::<Vec<_>>();

    let (one, done) = busy_town(3, 40).await;
    let (same, done_again) = busy_town(3, 40).await;
    let (other, _) = busy_town(4, 40).await;

    assert_eq!(done, done_again);
    assert!(words(&one) == words(&same));
    assert!(words(&one) != words(&other));
}

#[tokio::test]
async fn everything_happens_that_makes_moderation_hard() {
    let (town, done) = busy_town(5, 300).await;

    let acts: BTreeSet<Act> = done.iter().map(|doing| doing.act).collect();
    assert_eq!(acts.len(), 13, "{acts:?}");
    let mut truths = BTreeMap::new();
    for one in town.inquiries() {
        *truths.entry(one.truth.unwrap()).or_insert(0) += 1;
    }
    assert_eq!(truths.len(), 8, "{truths:?}");
    assert!(truths.values().all(|count| *count > 30), "{truths:?}");
    let edited_into_a_leak =
        done.iter().filter(|doing| doing.act == Act::Edited && doing.truth == Some(Truth::Leak)).count();
    assert!(edited_into_a_leak > 10, "{edited_into_a_leak}");
    let different: BTreeSet<String> = town.inquiries().into_iter().map(|one| one.words).collect();
    assert!(different.len() > 400, "{}", different.len());
    assert_eq!(town.check_all().leaks_standing, town.leaks_standing().len());
    assert!(!town.leaks_standing().is_empty());
}

#[tokio::test]
async fn every_number_that_looks_like_a_cpr_number_is_one_that_nobody_has_and_is_marked_as_a_leak() {
    let (town, done) = busy_town(6, 600).await;
    let mut found = BTreeSet::new();
    for doing in &done {
        let standing = town.comment_now(&doing.id).unwrap();
        let runs = digit_runs(&standing.words.replace(".2036", ".36").replace("https", ""));
        let numbers: Vec<&String> = runs.iter().filter(|run| run.len() >= 9).collect();
        // The one telephone number, with its country.
        let numbers: Vec<&&String> = numbers.iter().filter(|run| !run.ends_with("20123456")).collect();
        for number in &numbers {
            assert!(ALLOWED.contains(&number.as_str()), "a number that is not allowed was written");
            found.insert((**number).clone());
        }
        let is_leak = doing.act == Act::ColleagueLeaked || standing.truth == Some(Truth::Leak);
        assert_eq!(is_leak, !numbers.is_empty(), "{:?} {:?}", doing.act, standing.truth);
    }
    assert_eq!(found.len(), ALLOWED.len());
}

#[tokio::test]
async fn what_is_written_on_bluesky_fits_there() {
    let (town, _) = busy_town(8, 300).await;
    let on_bluesky = town.inquiries().into_iter().filter(|one| one.network == Network::Bluesky);
    assert!(on_bluesky.map(|one| one.words.graphemes(true).count()).max().unwrap() <= 300);
}
