//! A comment's whole way on each network: post, hidden, reply, deleted, read back; with faults of the
//! network and with the worker killed between any two steps and in the middle of them. One reply, in the
//! right order, and what is shown is what is there.

use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use ordstyrer::demo::{self, Call, Fault, Network};
use ordstyrer::model::{By, Deed, ModeratorId, State, TaskState};
use ordstyrer::settle::{self, Choice, Decided};
use ordstyrer::store::Engine;
use ordstyrer::store::inquiry::Row;

use crate::harness::{Town, engines, minutes, redirect_with};

const UNDO: Duration = Duration::from_mins(2);
const LEAK: &str =
    "Hej, mit nummer er 311236-4004, hvornår får jeg svar på min ansøgning om plads i vuggestuen?";
const WORDS: &str = "Tak for din besked. Skriv sikkert til os via Digital Post. Svar her er kun vejledende.";

/// How a run is disturbed.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    /// Nothing but a restart between any two steps.
    Restarts,
    /// A fault at each hide, reply, deletion and reading.
    Faults(Fault),
    /// The worker is killed in the middle of each turn, after so many waits, and started again.
    Kills(usize),
}

/// Drives a turn until it has waited so often, and then drops it, as a kill would.
async fn killed(turn: impl Future, mut waits: usize) {
    let mut turn = pin!(turn);
    std::future::poll_fn(|context| {
        if waits == 0 {
            return Poll::Ready(());
        }
        waits -= 1;
        turn.as_mut().poll(context).map(drop)
    })
    .await;
}

/// A few turns, disturbed; `call` is the act that they are about.
async fn pass(mut town: Town, network: Network, trouble: Trouble, call: Call) -> Town {
    match trouble {
        Trouble::Restarts => {
            town.worker.turn().await.unwrap();
            town = town.restart().await;
        }
        Trouble::Faults(fault) => town.networks.fail_on(network, call, fault),
        Trouble::Kills(waits) => {
            killed(town.worker.turn(), waits).await;
            town = town.restart().await;
        }
    }
    for _ in 0..4 {
        // What a killed worker held is given up, and what can be taken back no longer can.
        town.later(minutes(3));
        town.worker.turn().await.unwrap();
    }
    town
}

async fn decide(town: &Town, row: &Row, choice: Choice) -> Decided {
    let can = town.worker.capabilities();
    let can_hide = can.get(&row.account).is_none_or(|can| can.hide);
    let seen = settle::Seen { inquiry: &row.id, version: row.version, can_hide };
    let by = By::Moderator(ModeratorId::from_text("moderator-1"));
    settle::decision(
        &town.db,
        &town.vault,
        &town.policy,
        &town.organisation,
        seen,
        &choice,
        &by,
        UNDO,
        town.now(),
    )
    .await
    .unwrap()
}

fn redirect() -> Choice {
    redirect_with(WORDS)
}

/// Where an inquiry waits whose task only a person can go on with: what stays hidden is still called so.
fn parked_in(can_hide: bool) -> State {
    if can_hide { State::Hidden } else { State::Queued }
}

async fn timeline(engine: Engine, network: Network, trouble: Trouble) {
    let label = format!("{engine:?} {network:?} {trouble:?}");
    let town = Town::on(engine, &[network]).await;
    let post = town.networks.post(network, "Spørg os om alt.");
    let comment = town.networks.comment(&post, "Testborger", LEAK);
    let mut town = Box::pin(pass(town, network, trouble, Call::Hide)).await;
    let can_hide = network != Network::Mastodon;
    // Instagram takes no answer to what is hidden, nor YouTube to what is held.
    let takes_hidden = !matches!(network, Network::Instagram | Network::YouTube);
    let can_delete = !matches!(network, Network::Mastodon | Network::Bluesky);

    // Hidden at once, and shown as hidden only when it is.
    let (row, _) = town.held(network, &comment).await.expect(&label);
    assert_eq!(town.networks.is_hidden(&comment), can_hide, "{label}");
    let state = if can_hide { State::Hidden } else { State::Queued };
    assert_eq!((row.state, row.is_urgent || can_hide), (state, true), "{label}");

    // Answered: the hide held before, and the leak is not over.
    assert_eq!(decide(&town, &row, redirect()).await, Decided::Done, "{label}");
    assert!(town.networks.replies_by_us(&comment).is_empty(), "{label}: it can still be taken back");
    town = Box::pin(pass(town, network, trouble, Call::Reply)).await;
    let (row, _) = town.held(network, &comment).await.expect(&label);
    let tasks = town.tasks(&row).await;
    let reply = tasks.iter().rfind(|task| task.deed == Deed::Reply).expect(&label);
    let is_said = !town.networks.replies_by_us(&comment).is_empty();
    if !is_said {
        // It takes no answer, or does not tell whether it was said, and nothing is said twice: a person
        // looks.
        assert_eq!(reply.state, TaskState::Parked, "{label}: {:?}", reply.note);
        assert!(reply.owner.is_some() && reply.due.is_some(), "{label}");
        assert_eq!((row.state, row.is_urgent), (parked_in(can_hide), true), "{label}");
    }
    if !is_said && takes_hidden {
        assert_eq!(decide(&town, &row, redirect()).await, Decided::Done, "{label}");
        town = Box::pin(pass(town, network, Trouble::Restarts, Call::Reply)).await;
    }
    let said = town.networks.replies_by_us(&comment);
    assert_eq!(said.len(), usize::from(takes_hidden), "{label}: one reply");
    assert!(said.iter().all(|said| said.ends_with(WORDS)), "{label}");
    let (row, _) = town.held(network, &comment).await.expect(&label);
    // What can still be read is on top of the queue, whatever was said under it.
    let state = if can_hide { State::Hidden } else { State::Queued };
    assert_eq!(row.state, state, "{label}");

    // Removed, where anybody can.
    let decided = decide(&town, &row, Choice::Remove { rule: "R7".into() }).await;
    assert_eq!(decided, if can_hide { Decided::Done } else { Decided::Unable }, "{label}");
    town = Box::pin(pass(town, network, trouble, Call::Delete)).await;
    assert_eq!(town.networks.is_deleted(&comment), can_delete, "{label}");
    let held = town.held(network, &comment).await;
    if can_delete {
        assert!(held.is_none(), "{label}: read back as gone, and our copy with it");
    } else if can_hide {
        let (row, _) = held.expect(&label);
        assert_eq!(row.state, State::Removed, "{label}");
        assert!(town.networks.is_hidden(&comment), "{label}");
        let tasks = town.tasks(&row).await;
        let delete = tasks.iter().rfind(|task| task.deed == Deed::Delete).expect(&label);
        assert_eq!(delete.state, TaskState::Parked, "{label}: {:?}", delete.note);
        assert!(delete.due.is_some(), "{label}: tracked");
        assert!(delete.note.as_deref().is_some_and(|note| note.contains("only its author")), "{label}");
    }
    let deeds: Vec<_> = town.networks.effects_on(&comment).into_iter().map(|effect| effect.deed).collect();
    let count = |deed| deeds.iter().filter(|done| **done == deed).count();
    let first = |deed| deeds.iter().position(|done| *done == deed).unwrap_or(usize::MAX);
    assert_eq!(count(Deed::Reply), usize::from(takes_hidden), "{label}: {deeds:?}");
    assert!(!(can_hide && takes_hidden) || first(Deed::Hide) < first(Deed::Reply), "{label}: {deeds:?}");
    assert!(!(can_delete && takes_hidden) || first(Deed::Reply) < first(Deed::Delete), "{label}: {deeds:?}");
    assert_eq!(count(Deed::Unhide), 0, "{label}: {deeds:?}");
}

#[tokio::test]
async fn on_every_network_with_a_restart_between_any_two_steps() {
    for engine in engines() {
        for network in demo::Town::all() {
            Box::pin(timeline(engine, network, Trouble::Restarts)).await;
        }
    }
}

#[tokio::test]
async fn on_every_network_with_a_fault_at_every_act() {
    for network in demo::Town::all() {
        for fault in [Fault::AnswerLost, Fault::BadGateway] {
            Box::pin(timeline(Engine::Sqlite, network, Trouble::Faults(fault))).await;
        }
    }
}

#[tokio::test]
async fn on_every_network_with_the_worker_killed_in_the_middle() {
    for network in demo::Town::all() {
        for waits in [9, 40] {
            Box::pin(timeline(Engine::Sqlite, network, Trouble::Kills(waits))).await;
        }
    }
}
