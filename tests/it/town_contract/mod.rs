//! What must hold on every network, through the real worker and over the simulated town: nothing is
//! lost, nothing is taken in or answered twice, and nothing is done to a comment that was not judged so.

mod changes;
mod lists;
mod refusals;
mod writes;

use std::collections::HashSet;
use std::time::Duration;

use ordstyrer::demo::{self, Network, Truth};
use ordstyrer::model::Deed;
use ordstyrer::settle::Choice;
use ordstyrer::store::{self, Engine, inquiry::Row};
use ordstyrer::worker::Report;

use crate::harness::{Town, minutes, name, redirect_with};

const LEAK: &str = "Hej, kan I se på min sag? Mit cpr-nummer er 311236-4004";
const HARMLESS: &str = "Er biblioteket åbent på lørdag?";
const CASE: &str = "Hvornår får jeg svar på min ansøgning om plads i vuggestuen?";
const WORDS: &str = "Tak for din besked. Skriv sikkert til os via Digital Post. Svar her er kun vejledende.";

/// A house with an account that may act on one network, again for each network that the town has.
async fn each(test: impl AsyncFn(&Town, Network)) {
    for network in demo::Town::all() {
        let town = Town::on(Engine::Sqlite, &[network]).await;
        test(&town, network).await;
        sound(&town, network).await;
    }
}

/// The networks on which another's comment can be hidden.
fn hides(network: Network) -> bool {
    network != Network::Mastodon
}

/// Time passes with a turn every five minutes; what networks do wrong is in the report.
async fn pass(town: &Town, time: Duration) -> Report {
    pass_by(town, time, minutes(5)).await
}

async fn pass_by(town: &Town, time: Duration, step: Duration) -> Report {
    let mut report = Report::default();
    let until = town.now().later(time);
    while town.now() < until {
        town.later(step);
        report.add(town.worker.turn().await.unwrap());
    }
    report
}

/// A comment that says what it really is.
fn write(town: &Town, post: &str, words: &str, truth: Truth) -> String {
    let comment = town.networks.comment(post, "Bente Prøvegaard", words);
    town.networks.mark(&comment, truth);
    comment
}

fn redirect() -> Choice {
    redirect_with(WORDS)
}

/// A comment that a person will point to a mailbox.
async fn case_request(town: &Town, network: Network) -> (String, Row) {
    let post = town.networks.post(network, "Spørg os om alt.");
    let comment = write(town, &post, CASE, Truth::CaseRequest);
    pass(town, minutes(10)).await;
    let (row, _) = town.held(network, &comment).await.expect("a case request waits for a person");
    (comment, row)
}

/// The promises.
async fn sound(town: &Town, network: Network) {
    let standing = town.networks.inquiries().into_iter().filter(|one| one.gone.is_none());
    for one in standing {
        // Nothing shows what stands below something that is gone.
        let is_below = one.parent.as_ref().is_some_and(|parent| town.networks.is_deleted(parent));
        assert!(
            is_below || town.knows(network, &one.id).await,
            "{network:?}: lost a comment that stands there"
        );
    }
    let (mut tx, mut macs) = (town.db.read().await.unwrap(), HashSet::new());
    for (id, _) in store::inquiry::keyed(&mut tx, &town.organisation, &name(network)).await.unwrap() {
        let row = store::inquiry::get(&mut tx, &town.organisation, &id).await.unwrap().unwrap();
        assert!(macs.insert(row.mac), "{network:?}: two inquiries for one comment");
    }
    drop(tx);
    let check = town.networks.check(network);
    assert_eq!(check.double_replies, 0, "{network:?}: answered twice");
    assert_eq!(town.networks.private_touched(network), 0, "{network:?}: touched a private message");
    for private in town.networks.private() {
        assert!(!town.knows(network, &private.id).await, "{network:?}: stored a private message");
    }
    assert_eq!(town.networks.quotas_exceeded(network), 0, "{network:?}: called though the limit was reached");
    for effect in town.networks.effects() {
        let truth = town.networks.truth(&effect.id);
        let is_right = match effect.deed {
            Deed::Hide | Deed::Delete => matches!(truth, Some(Truth::Leak | Truth::Abuse)),
            Deed::Reply => truth == Some(Truth::CaseRequest),
            Deed::Unhide => true,
        };
        assert!(is_right, "{network:?}: {:?} of {truth:?}", effect.deed);
    }
}
