//! What the screen says of a comment before anything is written.

use std::sync::Arc;

use ordstyrer::decide::{Circumstances, Policy};
use ordstyrer::detect::{Detectors, Lists};
use ordstyrer::model::{
    Fresh, Incoming, Label, MOST_READ, Outcome, RemoteId, Screened, Stamp, Target, Text, Tombstone,
};
use ordstyrer::screen::Screen;

fn screened(words: String, images: u32) -> Screened {
    let now = Stamp::parse("2040-01-01T12:00:00Z").unwrap();
    let incoming = Incoming {
        target: Target { remote: RemoteId::new("1"), post: None },
        parent: None,
        author_name: Some(Text::new("Karen Prøve")),
        handle: None,
        is_ours: false,
        text: Text::new(words),
        written_at: now,
        marker: None,
        link: None,
        is_hidden: None,
        images,
    };
    let stone = Tombstone {
        mac: String::new(),
        post: None,
        marker: String::new(),
        inquiry: None,
        is_ours: false,
        deleted_at: None,
    };
    let screen = Screen::new(Detectors::new(&Lists::shipped()).unwrap(), Arc::new(Policy::shipped()), None);
    let free = Circumstances { may_act: true, can_hide: true };
    screen.look(Fresh { incoming, stone, before: None }, None, free, now)
}

#[test]
fn a_picture_without_words_waits_for_a_person_because_no_rule_can_see_it() {
    let alone = screened(" ".to_owned(), 1);
    assert_eq!(alone.reading.labels, [Label::PictureOnly]);
    assert_eq!((alone.verdict.outcome, alone.kept().images), (Outcome::Review, 1));

    let with_words = screened("Se den flotte solopgang".to_owned(), 1);
    assert_eq!((with_words.verdict.outcome, with_words.kept().images), (Outcome::Leave, 1));

    let empty = screened(String::new(), 0);
    assert_eq!(empty.verdict.outcome, Outcome::Leave);
}

#[test]
fn what_no_rule_could_read_waits_for_a_person_and_is_never_hidden_by_the_machine() {
    for words in ["Когда откроется бассейн?".to_owned(), "ord ".repeat(MOST_READ)] {
        let screened = screened(words, 0);
        assert_eq!((screened.verdict.outcome, screened.verdict.is_automatic), (Outcome::Review, false));
    }
}

#[test]
fn a_leak_behind_the_budget_is_kept_nowhere() {
    let screened = screened(format!("{}311236-4004", "ord ".repeat(MOST_READ)), 0);

    let kept = screened.kept().text.unwrap();

    assert!(screened.reading.labels.contains(&Label::Unread));
    assert!(!kept.expose().contains("3112") && kept.expose().ends_with('…'));
}
