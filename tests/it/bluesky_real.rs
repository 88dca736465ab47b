//! The whole trip against the real Bluesky services from npm on loopback, with real Danish comments.
//! Opt-in: it installs some hundred megabytes below `target/` and needs Node, Redis and `PostgreSQL`.

#![expect(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

mod citizens;
mod network;
mod services;
mod story;

use std::collections::HashSet;
use std::ops::Range;

use ordstyrer::model::{Language, State, TaskState};
use ordstyrer::settle::{Choice, Decided};
use ordstyrer::store;

use crate::harness::{days, hours};
use crate::privacy::{contains, walk};
use citizens::{Reply, leaking, rows};
use network::now;
use story::Story;

const ROWS: usize = 200;
/// Before the connection, while it observes, and in ordinary traffic.
const BEFORE: usize = 10;
const OBSERVED: usize = 10;
const ORDINARY: usize = 50;
/// In one and the same second, more than half a page of notifications.
const BURST: usize = 60;
/// One below the other, deeper than one answer can be read.
const CHAIN: usize = 60;
const BACKDATED: usize = ROWS - BEFORE - OBSERVED - ORDINARY - BURST - CHAIN;
/// Which replies were written in ordinary traffic.
const IN_TRAFFIC: Range<usize> = BEFORE + OBSERVED..BEFORE + OBSERVED + ORDINARY;
const TAKEN_OUT: &str = "Undskyld, det skulle ikke stå her.";
const REDIRECT: &str = "Tak for din besked. Det kan vi ikke svare på her. Skriv sikkert til os via Digital Post: \
                        https://post.example/borgerservice. Svar her er kun vejledende.";

#[tokio::test]
#[ignore = "opt-in: needs ORDSTYRER_EVAL, Node, Redis and PostgreSQL, and installs the real Bluesky services"]
async fn the_real_network_loses_nothing_and_shows_no_leak() {
    let (rows, too_long) = rows(ROWS);
    println!("comments: {ROWS} real ones ({too_long} longer ones left out)");
    let mut rows = rows.into_iter();
    let mut story = connected_late(&mut rows).await;
    observed(&mut story, &mut rows).await;
    ordinary(&mut story, &mut rows).await;
    same_second_deep_and_backdated(&mut story, &mut rows).await;
    let deleted = meanwhile(&mut story).await;
    nothing_lost(&mut story, &deleted).await;
    moderated(&mut story).await;
    forgotten(&mut story).await;
}

/// Citizens wrote already when the profile is connected.
async fn connected_late(rows: &mut impl Iterator<Item = String>) -> Story {
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
async fn observed(story: &mut Story, rows: &mut impl Iterator<Item = String>) {
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

/// Replies to posts and to replies, while the worker turns without waiting for anything.
async fn ordinary(story: &mut Story, rows: &mut impl Iterator<Item = String>) {
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
}

/// What watermarks and page marks lose.
async fn same_second_deep_and_backdated(story: &mut Story, rows: &mut impl Iterator<Item = String>) {
    let first = story.replies.len();
    let moment = now();
    for (nth, words) in rows.take(BURST).enumerate() {
        let is_leak = nth % 15 == 7;
        let words = if is_leak { leaking(&words, nth) } else { words };
        story.write(nth, words, story.under(2), &moment, is_leak).await;
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
async fn meanwhile(story: &mut Story) -> Vec<usize> {
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

/// Every reply is held or known again, none twice; the network shows none of the leaks that may be
/// hidden without a person.
async fn nothing_lost(story: &mut Story, deleted: &[usize]) {
    let threads = story.threads().await;
    let hidden: HashSet<_> = threads.iter().flat_map(|thread| &thread.hidden).collect();
    for seen in threads.iter().flat_map(|thread| &thread.replies) {
        assert!(story.house.knows(&story.account, &seen.uri).await, "what a reader sees we know");
    }
    let (mut stored, mut tombstoned, mut lost, mut hidden_leaks) = (0_i64, 0, 0, 0);
    for which in 0..story.replies.len() {
        let reply = &story.replies[which];
        let is_deleted = deleted.contains(&which);
        match story.held(which).await {
            Some((_, kept)) => {
                stored += 1;
                assert!(!is_deleted, "a deletion on the network ends our copy");
                let text = kept.text.unwrap();
                assert_eq!(
                    text.expose() == reply.words,
                    !reply.is_leak,
                    "the words of now, masked where they leak"
                );
            }
            None if story.house.knows(&story.account, &reply.here.uri).await => tombstoned += 1,
            None => {
                println!("lost: number {which}, written at {}", reply.written_at);
                lost += 1;
            }
        }
        if reply.is_leak && !is_deleted && !waits_for_a_person(story, which) {
            assert!(hidden.contains(&reply.here.uri), "a leak is hidden, also one that an edit made");
            hidden_leaks += 1;
        }
    }
    let total = story.replies.len();
    for other in &story.elsewhere {
        assert!(story.house.held(&story.account, &other.uri).await.is_some(), "a mention or quote is held");
        stored += 1;
    }
    println!(
        "replies {total}, mentions and quotes {}: stored {stored}, known again without a copy {tombstoned}, lost {lost}; rows {}, taken in {}, duplicates seen {}",
        story.elsewhere.len(),
        story.house.count().await,
        story.sum.taken_in,
        story.sum.duplicates
    );
    println!("leaks hidden by the machine, as a reader sees it: {hidden_leaks}");
    assert!(hidden_leaks > 0);
    assert_eq!(lost, 0);
    assert_eq!(tombstoned, deleted.len());
    assert_eq!(story.house.count().await, stored, "none twice");
    let total = total + story.elsewhere.len();
    assert_eq!(story.sum.taken_in, u64::try_from(total).unwrap(), "none twice, ever");
}

/// Leaks that the machine may not touch: older than the connection, or taken in while it observed.
fn waits_for_a_person(story: &Story, which: usize) -> bool {
    let reply = &story.replies[which];
    reply.is_leak && (which < IN_TRAFFIC.start || reply.written_at.starts_with("2020"))
}

/// A person works through the queue.
async fn moderated(story: &mut Story) {
    let urgent: HashSet<_> = story.urgent().await.into_iter().map(|row| row.id).collect();
    let waiting: Vec<usize> =
        (0..story.replies.len()).filter(|which| waits_for_a_person(story, *which)).collect();
    for which in &waiting {
        let (row, _) = story.held(*which).await.unwrap();
        assert!(urgent.contains(&row.id), "a leak that the machine may not hide is urgent");
        assert_eq!(story.house.decide(&row, Choice::Remove { rule: "R7".into() }).await, Decided::Done);
    }
    let (leaks, clean): (Vec<_>, Vec<_>) = IN_TRAFFIC.partition(|which| story.replies[*which].is_leak);
    let taken_out = IN_TRAFFIC.clone().find(|which| story.replies[*which].words == TAKEN_OUT).unwrap();
    assert!(
        story.hidden().await.contains(&story.replies[taken_out].here.uri),
        "it stays hidden until a person looks"
    );
    let lifted = [taken_out, leaks[5]];
    for which in lifted {
        let (row, _) = story.held(which).await.unwrap();
        assert_eq!(story.house.decide(&row, Choice::Keep).await, Decided::Done);
    }
    // The rest of the machine's hides is confirmed: until then they stay.
    let mut confirmed = 0;
    for which in 0..story.replies.len() {
        if let Some((row, _)) = story.held(which).await.filter(|(row, _)| row.state == State::Hidden) {
            assert_eq!(story.house.decide(&row, Choice::Remove { rule: "R7".into() }).await, Decided::Done);
            confirmed += 1;
        }
    }
    let is_nested = |which: &usize| story.replies[*which].parent.uri != story.replies[*which].root.uri;
    let redirected = [
        *clean[20..].iter().find(|which| !is_nested(which)).unwrap(),
        *clean[20..].iter().find(|which| is_nested(which)).unwrap(),
    ];
    for which in redirected {
        let (row, _) = story.held(which).await.unwrap();
        let (mailbox, words) = ("buf".into(), REDIRECT.into());
        let choice = Choice::Redirect { mailbox, words, language: Language::Danish };
        assert_eq!(story.house.decide(&row, choice).await, Decided::Done);
    }
    story.turns(4).await;

    let threads = story.threads().await;
    let hidden: HashSet<_> = threads.iter().flat_map(|thread| &thread.hidden).collect();
    for which in waiting.iter().filter(|which| !lifted.contains(which)) {
        assert!(hidden.contains(&story.replies[*which].here.uri), "removed by a person");
    }
    for which in lifted {
        assert!(!hidden.contains(&story.replies[which].here.uri), "shown again");
    }
    let mut visible = 0;
    for which in redirected {
        let uri = &story.replies[which].here.uri;
        let replies = threads.iter().flat_map(|thread| &thread.replies);
        let ours = replies.filter(|reply| &reply.parent == uri && reply.words == REDIRECT).count();
        assert_eq!(ours, 1, "a reader sees the redirect once");
        assert_eq!(story.state(which).await, Some(State::Redirected));
        let (row, _) = story.held(which).await.unwrap();
        let tasks = story.house.tasks(&row).await;
        assert!(tasks.iter().all(|task| task.state == TaskState::Done && task.our_remote.is_some()));
        visible += ours;
    }
    let mut folded = 0;
    for post in &story.posts {
        let shown = story.network.shown(post).await;
        assert!(shown.len() > 1 && shown.iter().all(|uri| !hidden.contains(uri)), "an app shows no leak");
        folded += 1;
    }
    println!(
        "urgent for a person {}, of them leaks {}; removed {}, the machine's hides confirmed {confirmed} and lifted {}, redirects that a reader sees {visible}, \
         threads in which an app shows none of the {} hidden ones {folded}; {:?}",
        urgent.len(),
        waiting.len(),
        waiting.len(),
        lifted.len(),
        hidden.len(),
        story.sum
    );
}

/// Every period is over.
async fn forgotten(story: &mut Story) {
    let mut noted = Vec::new();
    for which in 0..story.replies.len() {
        if let Some((row, _)) = story.held(which).await {
            let mut keys = story.house.vault.keys.read().await.unwrap();
            let key = store::keys::get(&mut keys, &story.house.organisation, &row.id, row.key_version).await;
            noted.push((row.sealed, key.unwrap().unwrap().1));
        }
    }
    let before = noted.len();

    story.house.later(days(31));
    story.turn().await;

    let house = &story.house;
    let mut keys = house.vault.keys.read().await.unwrap();
    let left = store::keys::older(&mut keys, &house.organisation, &story.account, i64::MAX).await.unwrap();
    drop(keys);
    assert_eq!((house.count().await, left.len()), (0, 0), "no row and no key");
    let mut files = Vec::new();
    walk(house.folder.path(), &mut files);
    let mut residue = 0;
    for (_, bytes) in &files {
        let noted = noted.iter().flat_map(|(sealed, wrapped)| [sealed, wrapped]);
        residue += noted.filter(|secret| contains(bytes, secret)).count();
        for digits in ["311236-4004", "3112364012", "311236 4020", "31 12 36"] {
            assert!(!contains(bytes, digits.as_bytes()), "masked digits are nowhere");
        }
    }
    assert_eq!(residue, 0, "no ciphertext and no wrapped key");
    for reply in &story.replies {
        assert!(house.knows(&story.account, &reply.here.uri).await, "tombstones stay");
    }
    let forgotten = story.sum.forgotten;
    story.turns(1).await;
    println!(
        "after 31 days: {before} rows before, 0 rows and 0 keys left, {residue} residues of them in {} files, \
         {forgotten} destroyed in all, {} turns; taken in again {}",
        files.len(),
        story.turns,
        story.house.count().await
    );
    assert_eq!(story.house.count().await, 0, "what was forgotten does not come back");
}
