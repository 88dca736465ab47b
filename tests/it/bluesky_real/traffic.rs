//! What happens on the network, wave by wave, with the worker turning meanwhile.

use std::ops::Range;

use ordstyrer::model::State;
use ordstyrer::settle::{Choice, Decided};

use super::citizens::{Reply, leaking};
use super::network::now;
use super::story::Story;
use crate::harness::hours;

pub(super) const ROWS: usize = 200;
/// Before the connection, while it observes, and in ordinary traffic.
const BEFORE: usize = 10;
const OBSERVED: usize = 10;
const ORDINARY: usize = 50;
/// In one and the same second.
const BURST: usize = 60;
/// One below the other, deeper than one answer can be read.
const CHAIN: usize = 60;
const BACKDATED: usize = ROWS - BEFORE - OBSERVED - ORDINARY - BURST - CHAIN;
/// Which replies were written in ordinary traffic.
pub(super) const IN_TRAFFIC: Range<usize> = BEFORE + OBSERVED..BEFORE + OBSERVED + ORDINARY;
/// What is left when a writer takes a number out again.
pub(super) const TAKEN_OUT: &str = "Undskyld, det skulle ikke stå her.";

/// Citizens wrote already when the profile is connected.
pub(super) async fn connected_late(rows: &mut impl Iterator<Item = String>) -> Story {
    let before: Vec<String> = rows.take(BEFORE).collect();
    let mut story = Story::begin(async |network, citizens, posts| {
        let mut replies = Vec::new();
        for (nth, words) in before.into_iter().enumerate() {
            let is_leak = nth == 3;
            let words = if is_leak { leaking(&words, nth) } else { words };
            let (by, root, written_at) = (nth % citizens.len(), posts[0].clone(), now());
            let here = network.reply(&citizens[by], &words, (&root, &root), &written_at).await;
            replies.push(Reply { here, by, parent: root.clone(), root, written_at, words, is_leak });
        }
        replies
    })
    .await;
    assert_eq!(story.turn().await.taken_in, 10, "what was there before the connection");
    story
}

/// A new account only observes.
pub(super) async fn observed(story: &mut Story, rows: &mut impl Iterator<Item = String>) {
    let mut leaks = Vec::new();
    for (nth, words) in rows.take(OBSERVED).enumerate() {
        let is_leak = nth == 5;
        let words = if is_leak { leaking(&words, nth) } else { words };
        let which = story.write(nth, words, story.under(0), &now(), is_leak).await;
        leaks.extend(is_leak.then_some(which));
    }
    story.settle();
    story.turn().await;
    let (row, _) = story.held(leaks[0]).await.unwrap();
    assert!(row.is_urgent, "a leak that nobody may hide waits on top");
    assert_eq!(story.house.decide(&row, Choice::Remove { rule: "R7".into() }).await, Decided::Observing);
    assert!(story.hidden().await.is_empty(), "an account that observes does nothing");
    story.house.act_on(&story.account.clone()).await;
}

/// Replies to posts and to replies, while the worker turns without waiting for anything. Returns the
/// moment at which they begin.
pub(super) async fn ordinary(story: &mut Story, rows: &mut impl Iterator<Item = String>) -> String {
    let moment = now();
    let first = story.replies.len();
    for (nth, words) in rows.take(ORDINARY).enumerate() {
        let to = if nth < 10 || nth % 2 == 0 { story.under(1) } else { story.below(first + nth / 2) };
        let is_leak = nth % 8 == 1;
        let words = if is_leak { leaking(&words, nth) } else { words };
        story.write(nth, words, to, &now(), is_leak).await;
        if nth % 10 == 9 {
            story.turn().await;
        }
    }
    let quote = story.network.quote(&story.citizens[0], &story.posts[1], "Så er det sagt.").await;
    let words = leaking("Kan I ikke se på min sag?", 0);
    let mention = story.network.mention(&story.citizens[1], &story.us, &words).await;
    story.settle();
    story.turn().await;
    let hidden = story.hidden().await;
    for reply in &story.replies[first..] {
        assert_eq!(hidden.contains(&reply.here.uri), reply.is_leak, "hidden: the leaks, and only they");
    }
    let (row, _) = story.house.held(&story.account, &mention.uri).await.unwrap();
    assert_eq!(
        (row.state, row.is_urgent),
        (State::Queued, true),
        "a leak outside our threads nobody can hide"
    );
    assert_eq!(story.house.decide(&row, Choice::Keep).await, Decided::Done);
    story.elsewhere.extend([quote, mention]);
    let answered = (first..story.replies.len()).rev().find(|which| !story.replies[*which].is_leak).unwrap();
    story.colleague_answers(answered, "Hej, ring til os på hovednummeret.").await;
    story.settle();
    story.turn().await;
    assert_eq!(story.state(answered).await, Some(State::Answered), "a colleague was first");
    moment
}

/// What watermarks and page marks lose. A page of notifications ends in the middle of those of the
/// same `moment`.
pub(super) async fn same_second_deep_and_backdated(
    story: &mut Story,
    rows: &mut impl Iterator<Item = String>,
    moment: &str,
) {
    let first = story.replies.len();
    for (nth, words) in rows.take(BURST).enumerate() {
        let is_leak = nth % 15 == 7;
        let words = if is_leak { leaking(&words, nth) } else { words };
        story.write(nth, words, story.under(2), moment, is_leak).await;
    }
    let mut to = story.under(3);
    for (nth, words) in rows.take(CHAIN).enumerate() {
        let is_leak = nth == 2 || nth == CHAIN - 3;
        let words = if is_leak { leaking(&words, nth) } else { words };
        let which = story.write(nth, words, to, &now(), is_leak).await;
        to = story.below(which);
    }
    for (nth, words) in rows.take(BACKDATED).enumerate() {
        let is_leak = nth % 4 == 1;
        let words = if is_leak { leaking(&words, nth) } else { words };
        let written_at = format!("2020-01-0{}T08:00:00.000Z", 1 + nth % 9);
        story.write(nth, words, story.under(4), &written_at, is_leak).await;
    }
    story.settle();
    let alone = story.stream_alone().await;
    let brought = |from: usize, count: usize| {
        let new = story.replies[from..from + count].iter();
        format!("{} of {count}", new.filter(|reply| alone.contains(&reply.here.uri)).count())
    };
    println!(
        "the notifications alone would bring: of the same second {}, one below the other {}, backdated {}",
        brought(first, BURST),
        brought(first + BURST, CHAIN),
        brought(first + BURST + CHAIN, BACKDATED)
    );

    let report = story.turn().await;

    assert_eq!(report.taken_in, 130, "every one of them in one turn");
    let hidden = story.hidden().await;
    for reply in &story.replies[first..] {
        let is_old = reply.written_at.starts_with("2020");
        let is_hidden = hidden.contains(&reply.here.uri);
        assert_eq!(
            is_hidden,
            reply.is_leak && !is_old,
            "nothing automatic happens to what is older than the connection"
        );
    }
}

/// Citizens change their minds. Returns which replies are gone.
pub(super) async fn meanwhile(story: &mut Story) -> Vec<usize> {
    let (leaks, clean): (Vec<_>, Vec<_>) = IN_TRAFFIC.partition(|which| story.replies[*which].is_leak);
    // Written and gone between two turns: nobody ever knows.
    let unseen = story.write(0, "Det sletter jeg igen.".into(), story.under(1), &now(), false).await;
    story.delete(unseen).await;
    let unseen = story.replies.pop().unwrap();
    // The one above is gone before we look: the thread shows neither, the notifications do.
    let parent = story.write(1, "Hvem har bestemt det?".into(), story.under(1), &now(), false).await;
    // A reply that the network reads before the one above is announced to nobody.
    story.settle();
    let below = story.below(parent);
    story.write(2, "Det har byrådet.".into(), below.clone(), &now(), false).await;
    story.settle();
    story.delete(parent).await;
    story.replies.remove(parent);
    story.settle();
    // Written below what is gone already: no list of the network has it, and no reader of the thread.
    story.write(3, "Og hvem har valgt dem?".into(), below, &now(), false).await;
    let nowhere = story.replies.pop().unwrap();
    story.settle();
    story.turn().await;
    let threads = story.threads().await;
    let is_shown =
        threads.iter().flat_map(|thread| &thread.replies).any(|reply| reply.uri == nowhere.here.uri);
    let is_known = story.house.knows(&story.account, &nowhere.here.uri).await;
    println!("below a comment that is gone already: shown to readers {is_shown}, known to us {is_known}");
    assert_eq!(is_known, is_shown);
    assert!(!story.house.knows(&story.account, &unseen.here.uri).await);

    for (nth, which) in clean[..4].iter().enumerate() {
        let words = leaking(&story.replies[*which].words, nth);
        story.edit(*which, words, true).await;
    }
    for which in &clean[4..8] {
        let words = format!("{} Rettet.", story.replies[*which].words);
        story.edit(*which, words, false).await;
    }
    // A hidden leak whose writer takes the number out again.
    story.edit(leaks[0], TAKEN_OUT.into(), false).await;
    let (burst, chain) = (IN_TRAFFIC.end, IN_TRAFFIC.end + BURST);
    let deleted = vec![leaks[1], clean[8], clean[9], burst + 3, chain + 30, chain + CHAIN + 2];
    for which in &deleted {
        story.delete(*which).await;
    }
    story.settle();
    story.house.later(hours(2));
    story.turns(8).await;
    deleted
}
