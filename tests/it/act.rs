//! Acting: once, read back, and never a second reply, whatever gets lost.

use std::time::Duration;

use ordstyrer::demo::{Access, Call, Fault, Network};
use ordstyrer::model::{Deed, State, TaskState};
use ordstyrer::settle::Choice;
use ordstyrer::store::inquiry::Row;

use crate::harness::{Town, engines, hours, minutes, redirect_with};

const WORDS: &str = "Tak for din besked. Skriv sikkert til os via Digital Post. Svar her er kun vejledende.";

fn redirect() -> Choice {
    redirect_with(WORDS)
}

async fn case_request(town: &Town, network: Network) -> (String, Row) {
    let post = town.networks.post(network, "Spørg os om alt.");
    let words = "Hvornår får jeg svar på min ansøgning om plads i vuggestuen?";
    let comment = town.networks.comment(&post, "Testborger", words);
    town.turn().await;
    let (row, _) = town.held(network, &comment).await.unwrap();
    (comment, row)
}

#[tokio::test]
async fn a_reply_whose_answer_was_lost_is_found_and_not_sent_again() {
    for engine in engines() {
        for network in [Network::Facebook, Network::Bluesky] {
            for fault in [Fault::AnswerLost, Fault::Truncated] {
                let town = Town::new(engine).await;
                let (comment, row) = case_request(&town, network).await;
                town.networks.fail_on(network, Call::Reply, fault);
                town.decide(&row, redirect()).await;

                for _ in 0..8 {
                    town.later(minutes(1));
                    town.worker.turn().await.unwrap();
                }

                assert_eq!(
                    town.networks.replies_by_us(&comment),
                    [WORDS],
                    "{engine:?} {network:?} {fault:?}"
                );
                let tasks = town.tasks(&row).await;
                assert_eq!(tasks[0].state, TaskState::Done);
                assert!(tasks[0].our_remote.is_some(), "the reply is known by its id");
            }
        }
    }
}

#[tokio::test]
async fn a_reply_that_cannot_be_found_goes_to_a_person_and_is_not_sent_blindly_again() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (comment, row) = case_request(&town, Network::Facebook).await;
        // The connection breaks before anything was done: we cannot tell that from a lost answer.
        town.networks.fail_on(Network::Facebook, Call::Reply, Fault::Dropped);
        town.decide(&row, redirect()).await;

        for _ in 0..8 {
            town.later(minutes(1));
            town.worker.turn().await.unwrap();
        }

        assert!(town.networks.replies_by_us(&comment).len() <= 1);
        let tasks = town.tasks(&row).await;
        assert_eq!(tasks[0].state, TaskState::Parked, "{engine:?}: {:?}", tasks[0].note);
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!((row.state, row.is_urgent), (State::Queued, true));
    }
}

#[tokio::test]
async fn two_equal_redirects_are_told_apart_when_one_answer_is_lost() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (first, a) = case_request(&town, Network::Facebook).await;
        let (second, b) = case_request(&town, Network::Facebook).await;
        town.decide(&a, redirect()).await;
        town.later(minutes(1));
        town.turn().await;
        town.networks.fail_on(Network::Facebook, Call::Reply, Fault::AnswerLost);
        town.decide(&b, redirect()).await;
        for _ in 0..8 {
            town.later(minutes(1));
            town.worker.turn().await.unwrap();
        }

        for comment in [first, second] {
            assert_eq!(town.networks.replies_by_us(&comment), [WORDS], "{engine:?}");
        }
        let (a, b) = (town.tasks(&a).await, town.tasks(&b).await);
        assert_ne!(a[0].our_remote, b[0].our_remote);
    }
}

#[tokio::test]
async fn a_reply_that_was_sent_and_given_up_on_is_found_when_a_person_decides_again() {
    for engine in engines() {
        for network in [Network::Facebook, Network::Bluesky] {
            let town = Town::new(engine).await;
            let (comment, row) = case_request(&town, network).await;
            town.networks.fail_on(network, Call::Reply, Fault::AnswerLost);
            town.decide(&row, redirect()).await;
            town.later(minutes(1));
            town.worker.turn().await.unwrap();
            town.networks.fault_rate(network, 1.0, &[Fault::BadGateway]);
            for _ in 0..60 {
                town.later(hours(2));
                town.worker.turn().await.unwrap();
            }
            town.networks.fault_rate(network, 0.0, &[]);
            let (row, _) = town.held(network, &comment).await.unwrap();
            assert_eq!(town.tasks(&row).await[0].state, TaskState::Parked, "{engine:?} {network:?}");

            town.decide(&row, redirect()).await;
            for _ in 0..4 {
                town.later(hours(2));
                town.worker.turn().await.unwrap();
            }

            assert_eq!(town.networks.replies_by_us(&comment), [WORDS], "{engine:?} {network:?}");
        }
    }
}

#[tokio::test]
async fn a_colleague_who_answers_between_the_decision_and_the_act_is_not_answered_over() {
    for engine in engines() {
        for network in [Network::Facebook, Network::Bluesky] {
            let town = Town::new(engine).await;
            let (comment, row) = case_request(&town, network).await;
            town.decide(&row, redirect()).await;
            town.networks.colleague_replies(&comment, "Hej, ring til os på hovednummeret.");

            for _ in 0..2 {
                town.later(minutes(1));
                town.turn().await;
            }

            assert!(town.networks.replies_by_us(&comment).is_empty(), "{engine:?} {network:?}");
            let (row, _) = town.held(network, &comment).await.unwrap();
            assert_eq!(row.state, State::Answered, "{engine:?} {network:?}");
        }
    }
}

#[tokio::test]
async fn a_comment_that_is_redirected_again_after_an_edit_is_not_answered_twice() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (comment, row) = case_request(&town, Network::Facebook).await;
        town.decide(&row, redirect()).await;
        town.later(minutes(1));
        town.turn().await;
        town.networks.edit(&comment, "Hvornår får jeg nu svar på min ansøgning om plads i vuggestuen?");
        town.later(hours(2));
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!(row.state, State::Queued, "{engine:?}: judged again");

        town.decide(&row, redirect()).await;
        for _ in 0..3 {
            town.later(minutes(1));
            town.turn().await;
        }

        assert_eq!(town.networks.replies_by_us(&comment), [WORDS], "{engine:?}");
    }
}

#[tokio::test]
async fn a_hide_whose_answer_was_lost_is_read_back() {
    for engine in engines() {
        for network in [Network::Facebook, Network::Bluesky] {
            let town = Town::new(engine).await;
            let post = town.networks.post(network, "Nye åbningstider.");
            let comment = town.networks.comment(&post, "Testborger", "mit cpr er 311236-4004");
            town.networks.fail_on(network, Call::Hide, Fault::AnswerLost);

            for _ in 0..4 {
                town.worker.turn().await.unwrap();
                town.later(minutes(2));
            }

            assert!(town.networks.is_hidden(&comment), "{engine:?} {network:?}");
            let (row, _) = town.held(network, &comment).await.unwrap();
            let tasks = town.tasks(&row).await;
            assert_eq!((tasks[0].deed, tasks[0].state), (Deed::Hide, TaskState::Done));
        }
    }
}

#[tokio::test]
async fn a_lost_permission_puts_the_task_before_a_person_and_a_dead_token_lets_it_wait() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", "mit cpr er 311236-4004");
        town.networks.set_access(Network::Facebook, Access::ReadOnly);
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!(town.tasks(&row).await[0].state, TaskState::Parked, "{engine:?}");
        assert!(row.is_urgent);

        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", "I er nogle kæmpe idioter.");
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        town.decide(&row, Choice::Remove { rule: "R6".into() }).await;
        town.networks.set_access(Network::Facebook, Access::Revoked);
        town.later(minutes(1));
        let report = town.worker.turn().await.unwrap();
        assert_eq!(report.troubles.len(), 1);
        assert!(report.troubles[0].starts_with("prøveby-fb: "), "{}", report.troubles[0]);
        assert_eq!(town.tasks(&row).await[0].state, TaskState::Open, "the decision waits");

        town.networks.set_access(Network::Facebook, Access::Full);
        town.later(hours(1));
        town.turn().await;
        assert!(town.networks.is_hidden(&comment), "and goes on without a new decision");
    }
}

#[tokio::test]
async fn a_removal_that_cannot_be_hidden_still_tries_to_delete_and_ends_before_a_person() {
    for engine in engines() {
        let town = Town::new(engine).await;
        // Somebody else's post that names us: Facebook lets us neither hide nor delete it.
        let mention = town.networks.mention(Network::Facebook, "Testborger", "I er nogle kæmpe idioter.");
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &mention).await.unwrap();
        town.decide(&row, Choice::Remove { rule: "R7".into() }).await;
        for _ in 0..3 {
            town.later(minutes(1));
            town.turn().await;
        }

        let tasks = town.tasks(&row).await;
        let states: Vec<_> = tasks.iter().map(|task| (task.deed, task.state)).collect();
        let parked = [(Deed::Hide, TaskState::Parked), (Deed::Delete, TaskState::Parked)];
        assert_eq!(states, parked, "{engine:?}");
        let (row, _) = town.held(Network::Facebook, &mention).await.unwrap();
        assert_eq!((row.state, row.is_urgent), (State::Queued, true), "and a person is told");
    }
}

#[tokio::test]
async fn a_comment_that_can_never_be_read_again_ends_before_a_person() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", "I er nogle kæmpe idioter.");
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        town.decide(&row, Choice::Remove { rule: "R6".into() }).await;

        for _ in 0..12 {
            // A read that a gateway lost is asked for once more.
            town.networks.fail_on(Network::Facebook, Call::Read, Fault::BadGateway);
            town.networks.fail_on(Network::Facebook, Call::Read, Fault::BadGateway);
            town.later(hours(1));
            town.worker.turn().await.unwrap();
        }

        let tasks = town.tasks(&row).await;
        assert_eq!(tasks[0].state, TaskState::Parked, "{engine:?}: {} tries", tasks[0].tries);
    }
}

#[tokio::test]
async fn one_failing_account_does_not_stop_the_other() {
    for engine in engines() {
        let town = Town::new(engine).await;
        town.networks.set_access(Network::Facebook, Access::Revoked);
        let post = town.networks.post(Network::Bluesky, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", "mit cpr er 311236-4004");

        let report = town.worker.turn().await.unwrap();

        assert_eq!(report.troubles.len(), 1);
        assert!(town.networks.is_hidden(&comment), "{engine:?}");
    }
}

#[tokio::test]
async fn a_network_that_asks_us_to_wait_is_left_alone_for_so_long() {
    for engine in engines() {
        let town = Town::new(engine).await;
        town.networks.fail_next(Network::Bluesky, Fault::Throttled(Duration::from_mins(10)));
        town.worker.turn().await.unwrap();
        let before = requests(&town, Network::Bluesky);

        town.later(minutes(5));
        town.worker.turn().await.unwrap();
        assert_eq!(requests(&town, Network::Bluesky), before, "{engine:?}");

        town.later(minutes(6));
        town.worker.turn().await.unwrap();
        assert!(requests(&town, Network::Bluesky) > before);
    }
}

fn requests(town: &Town, network: Network) -> usize {
    town.networks.requests().iter().filter(|request| request.network == network).count()
}

#[tokio::test]
async fn a_failed_pull_loses_nothing_and_does_not_move_the_watermark() {
    for engine in engines() {
        for fault in [Fault::ServerError, Fault::BadGateway, Fault::Truncated, Fault::Dropped] {
            let town = Town::new(engine).await;
            let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
            town.turn().await;
            let comment = town.networks.comment(&post, "Testborger", "Hvornår åbner I?");
            town.later(minutes(1));
            // A read that is lost on its way is asked for once more.
            for _ in 0..if matches!(fault, Fault::BadGateway | Fault::Dropped) { 2 } else { 1 } {
                town.networks.fail_on(Network::Facebook, Call::Thread, fault);
            }
            let report = town.worker.turn().await.unwrap();
            assert_eq!(report.troubles.len(), 1, "{engine:?} {fault:?}");
            assert!(!town.knows(Network::Facebook, &comment).await);

            town.later(hours(1));
            town.turn().await;
            assert!(town.knows(Network::Facebook, &comment).await, "{engine:?} {fault:?}");
        }
    }
}
