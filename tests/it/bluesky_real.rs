//! The whole trip against the real Bluesky services from npm on loopback, with real Danish comments.
//! Opt-in: it installs some hundred megabytes below `target/` and needs Node, Redis and `PostgreSQL`.

mod citizens;
mod network;
mod services;
mod story;
mod traffic;

use std::collections::HashSet;

use ordstyrer::model::{State, TaskState};
use ordstyrer::settle::{Choice, Decided};
use ordstyrer::store;

use crate::harness::{days, redirect_with};
use crate::privacy::{contains, walk};
use citizens::rows;
use story::Story;
use traffic::{IN_TRAFFIC, ROWS, TAKEN_OUT};

const REDIRECT: &str = "Tak for din besked. Det kan vi ikke svare på her. Skriv sikkert til os via Digital Post: \
                        https://post.example/borgerservice. Svar her er kun vejledende.";

#[tokio::test]
#[ignore = "opt-in: needs ORDSTYRER_EVAL, Node, Redis and PostgreSQL, and installs the real Bluesky services"]
async fn the_real_network_loses_nothing_and_shows_no_leak() {
    let (rows, too_long) = rows(ROWS);
    println!("comments: {ROWS} real ones ({too_long} longer ones left out)");
    let mut rows = rows.into_iter();
    let mut story = traffic::connected_late(&mut rows).await;
    traffic::observed(&mut story, &mut rows).await;
    let moment = traffic::ordinary(&mut story, &mut rows).await;
    traffic::same_second_deep_and_backdated(&mut story, &mut rows, &moment).await;
    let deleted = traffic::meanwhile(&mut story).await;
    nothing_lost(&mut story, &deleted).await;
    moderated(&mut story).await;
    forgotten(&mut story).await;
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
    let taken_out = story.replies.iter().position(|reply| reply.words == TAKEN_OUT).unwrap();
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
        assert_eq!(story.house.decide(&row, redirect_with(REDIRECT)).await, Decided::Done);
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
    let mut shown = HashSet::new();
    for post in &story.posts {
        shown.extend(story.network.shown(post).await);
    }
    assert!(shown.iter().all(|uri| !hidden.contains(uri)), "an app shows no leak");
    assert!(
        lifted.iter().all(|which| shown.contains(&story.replies[*which].here.uri)),
        "and what was lifted"
    );
    println!("urgent for a person {}, of them leaks in replies {}: all removed", urgent.len(), waiting.len());
    println!("the machine's hides: {confirmed} confirmed, {} lifted and shown again", lifted.len());
    println!("redirects that a reader sees, each once: {visible}");
    println!("hidden {}: an app shows {} posts in these threads and none of them", hidden.len(), shown.len());
    println!("all turns together: {:?}", story.sum);
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
    let mut files = Vec::new();
    walk(story.house.folder.path(), &mut files);
    for reply in story.replies.iter().filter(|reply| reply.words.len() > 12) {
        let is_written = files.iter().any(|(_, bytes)| contains(bytes, reply.words.as_bytes()));
        assert!(!is_written, "a citizen's words are nowhere in the clear");
    }

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
    let again = story.house.count().await;
    println!(
        "after 31 days: of {before} replies 0 rows, 0 keys and {residue} residues in {} files; destroyed in all {forgotten}; \
         {} turns; taken in again {again}",
        files.len(),
        story.turns
    );
    assert_eq!(again, 0, "what was forgotten does not come back");
}
