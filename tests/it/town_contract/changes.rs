//! Edits and deletions at every step of a comment's way.

use ordstyrer::demo::{Call, Fault, Truth};
use ordstyrer::model::State;
use ordstyrer::settle::Choice;

use super::{CASE, HARMLESS, LEAK, case_request, each, hides, pass, redirect, write};
use crate::harness::{hours, minutes};

#[tokio::test]
async fn an_edit_before_the_pull_is_judged_as_it_stands() {
    each(async |town, network| {
        let post = town.networks.post(network, "Åbent hus");
        let worse = write(town, &post, HARMLESS, Truth::Leak);
        let better = write(town, &post, LEAK, Truth::Question);
        town.networks.edit(&worse, LEAK);
        town.networks.edit(&better, HARMLESS);
        pass(town, minutes(30)).await;
        assert_eq!(town.networks.is_hidden(&worse), hides(network), "{network:?}");
        assert!(!town.networks.is_hidden(&better), "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn an_edit_into_a_leak_after_the_pull_is_found_within_two_hours() {
    each(async |town, network| {
        let post = town.networks.post(network, "Åbent hus");
        let comment = write(town, &post, CASE, Truth::Leak);
        pass(town, minutes(20)).await;
        assert!(!town.networks.is_hidden(&comment), "{network:?}");
        town.networks.edit(&comment, LEAK);
        pass(town, hours(2)).await;
        assert_eq!(town.networks.is_hidden(&comment), hides(network), "{network:?}");
        let (row, _) = town.held(network, &comment).await.unwrap();
        assert!(matches!(row.state, State::Hidden | State::Queued), "{network:?}: {:?}", row.state);
    })
    .await;
}

#[tokio::test]
async fn a_leak_that_is_edited_away_before_the_act_is_not_hidden() {
    each(async |town, network| {
        if !hides(network) {
            return;
        }
        let post = town.networks.post(network, "Åbent hus");
        let comment = write(town, &post, LEAK, Truth::Question);
        // Found, and the hide does not get through.
        for _ in 0..2 {
            town.networks.fail_on(network, Call::Hide, Fault::BadGateway);
        }
        town.later(minutes(1));
        town.worker.turn().await.unwrap();
        assert!(town.knows(network, &comment).await && !town.networks.is_hidden(&comment), "{network:?}");
        town.networks.edit(&comment, HARMLESS);
        pass(town, hours(2)).await;
        assert!(town.networks.effects_on(&comment).is_empty(), "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn a_comment_that_is_edited_between_the_decision_and_the_reply_is_not_answered() {
    each(async |town, network| {
        let (comment, row) = case_request(town, network).await;
        town.decide(&row, redirect()).await;
        town.networks.edit(&comment, "Hvad koster det at være med?");
        pass(town, minutes(30)).await;
        assert!(town.networks.replies_by_us(&comment).is_empty(), "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn a_comment_that_is_deleted_before_it_was_seen_leaves_nothing() {
    each(async |town, network| {
        let post = town.networks.post(network, "Åbent hus");
        pass(town, minutes(20)).await;
        let comment = write(town, &post, LEAK, Truth::Leak);
        town.networks.delete(&comment);
        pass(town, minutes(30)).await;
        assert!(town.held(network, &comment).await.is_none(), "{network:?}");
        assert_eq!(town.count().await, 0, "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn our_copy_of_what_its_author_deletes_ends_within_a_day() {
    each(async |town, network| {
        let post = town.networks.post(network, "Åbent hus");
        let waiting = write(town, &post, CASE, Truth::CaseRequest);
        let hidden = write(town, &post, LEAK, Truth::Leak);
        let decided = write(town, &post, CASE, Truth::CaseRequest);
        pass(town, minutes(20)).await;
        let (row, _) = town.held(network, &decided).await.unwrap();
        town.decide(&row, Choice::Keep).await;
        for comment in [&waiting, &hidden, &decided] {
            town.networks.delete(comment);
        }
        pass(town, hours(24)).await;
        for comment in [&waiting, &hidden, &decided] {
            assert!(
                town.held(network, comment).await.is_none(),
                "{network:?}: a copy outlived what it is of"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_deleted_before_it_is_hidden_is_let_go() {
    each(async |town, network| {
        if !hides(network) {
            return;
        }
        let post = town.networks.post(network, "Åbent hus");
        let comment = write(town, &post, LEAK, Truth::Leak);
        for _ in 0..2 {
            town.networks.fail_on(network, Call::Hide, Fault::BadGateway);
        }
        town.later(minutes(1));
        town.worker.turn().await.unwrap();
        town.networks.delete(&comment);
        pass(town, hours(3)).await;
        assert!(town.networks.effects_on(&comment).is_empty(), "{network:?}");
        assert!(town.held(network, &comment).await.is_none(), "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_deleted_between_the_decision_and_the_reply_is_not_answered() {
    each(async |town, network| {
        let (comment, row) = case_request(town, network).await;
        town.decide(&row, redirect()).await;
        town.networks.delete(&comment);
        pass(town, hours(3)).await;
        assert!(town.networks.replies_by_us(&comment).is_empty(), "{network:?}");
        assert!(town.held(network, &comment).await.is_none(), "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_hidden_and_edited_before_the_reply_is_not_answered_and_is_judged_anew() {
    each(async |town, network| {
        let post = town.networks.post(network, "Åbent hus");
        let comment = write(town, &post, LEAK, Truth::Leak);
        pass(town, minutes(20)).await;
        assert_eq!(town.networks.is_hidden(&comment), hides(network), "{network:?}");
        let (row, _) = town.held(network, &comment).await.unwrap();
        town.decide(&row, redirect()).await;
        town.networks.edit(&comment, CASE);
        pass(town, hours(2)).await;
        assert!(town.networks.replies_by_us(&comment).is_empty(), "{network:?}: it says something else now");
        let (row, _) = town.held(network, &comment).await.unwrap();
        assert!(matches!(row.state, State::Hidden | State::Queued), "{network:?}: a person looks again");
    })
    .await;
}

#[tokio::test]
async fn what_is_hidden_and_deleted_before_the_reply_is_not_answered_and_forgotten() {
    each(async |town, network| {
        let post = town.networks.post(network, "Åbent hus");
        let comment = write(town, &post, LEAK, Truth::Leak);
        pass(town, minutes(20)).await;
        let (row, _) = town.held(network, &comment).await.unwrap();
        town.decide(&row, redirect()).await;
        town.networks.delete(&comment);
        pass(town, hours(2)).await;
        assert!(town.networks.replies_by_us(&comment).is_empty(), "{network:?}");
        assert!(town.held(network, &comment).await.is_none(), "{network:?}");
    })
    .await;
}
