//! The story: a comment goes from the platform into the queue and out again, and is gone when its
//! time is over. On both engines.

use ordstyrer::demo::Network;
use ordstyrer::model::{Deed, State, TaskState};
use ordstyrer::settle::{Choice, Decided};

use crate::harness::{Town, days, engines, hours, minutes, redirect_with};

const LEAK: &str = "Hej, mit nummer er 311236-4004, kan I se på det?";

#[tokio::test]
async fn a_leaked_number_is_hidden_at_once_and_its_digits_are_nowhere() {
    for engine in engines() {
        let town = Town::new(engine).await;
        for network in [Network::Facebook, Network::Bluesky] {
            let post = town.networks.post(network, "Vi holder åbent hus på rådhuset.");
            let comment = town.networks.comment(&post, "Testborger", LEAK);

            town.turn().await;

            assert!(town.networks.is_hidden(&comment), "{engine:?} {network:?}");
            let (row, kept) = town.held(network, &comment).await.unwrap();
            assert_eq!(row.state, State::Hidden);
            assert!(row.decide_by.is_some(), "a person must confirm or lift it");
            let words = kept.text.unwrap();
            assert_eq!(words.expose(), "Hej, mit nummer er ••••••-••••, kan I se på det?");
        }
    }
}

#[tokio::test]
async fn a_confirmed_leak_ends_deleted_on_facebook_and_our_copy_goes_too() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", LEAK);
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();

        assert_eq!(town.decide(&row, Choice::Remove { rule: "R7".into() }).await, Decided::Done);
        town.later(minutes(1));
        town.turn().await;
        town.later(minutes(1));
        town.turn().await;

        assert!(town.networks.is_deleted(&comment));
        assert!(town.held(Network::Facebook, &comment).await.is_none(), "deleted there ends our copy");
        assert!(town.knows(Network::Facebook, &comment).await, "but it is known again");
        assert_eq!(town.count().await, 0);
    }
}

#[tokio::test]
async fn a_confirmed_leak_on_bluesky_stays_hidden_and_is_counted_once_and_not_as_deleted() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Bluesky, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", LEAK);
        let mut hidden = town.turn().await.hidden;
        let (row, _) = town.held(Network::Bluesky, &comment).await.unwrap();

        town.decide(&row, Choice::Remove { rule: "R7".into() }).await;
        let mut deleted = 0;
        for _ in 0..2 {
            town.later(minutes(1));
            let report = town.turn().await;
            hidden += report.hidden;
            deleted += report.deleted_on_platform;
        }

        assert!(town.networks.is_hidden(&comment));
        assert_eq!((hidden, deleted), (1, 0), "{engine:?}: only its author can delete it there");
        let (row, _) = town.held(Network::Bluesky, &comment).await.unwrap();
        assert_eq!(row.state, State::Removed);
    }
}

#[tokio::test]
async fn a_leak_that_nobody_can_hide_waits_as_urgent_and_is_not_called_hidden() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let mention = town.networks.mention(Network::Bluesky, "testborger.test", LEAK);

        town.turn().await;

        let (row, _) = town.held(Network::Bluesky, &mention).await.unwrap();
        assert_eq!(
            (row.state, row.is_urgent),
            (State::Queued, true),
            "{engine:?}: it is in a citizen's own thread"
        );
        assert_eq!(row.decide_by, None, "there is nothing to confirm or lift");
    }
}

#[tokio::test]
async fn a_lifted_hide_is_shown_again() {
    for engine in engines() {
        let town = Town::new(engine).await;
        for network in [Network::Facebook, Network::Bluesky] {
            let post = town.networks.post(network, "Nye åbningstider.");
            let comment = town.networks.comment(&post, "Testborger", LEAK);
            town.turn().await;
            let (row, _) = town.held(network, &comment).await.unwrap();

            town.decide(&row, Choice::Keep).await;
            town.later(minutes(1));
            town.turn().await;

            assert!(!town.networks.is_hidden(&comment), "{engine:?} {network:?}");
        }
    }
}

#[tokio::test]
async fn a_redirect_is_answered_once_in_the_thread_and_forgotten_when_its_time_is_over() {
    for engine in engines() {
        let town = Town::new(engine).await;
        for network in [Network::Facebook, Network::Bluesky] {
            let post = town.networks.post(network, "Spørg os om alt.");
            let words = "Jeg har søgt om plads i vuggestuen for tre måneder siden, hvornår får jeg svar på min ansøgning?";
            let comment = town.networks.comment(&post, "Testborger", words);
            town.turn().await;
            let (row, _) = town.held(network, &comment).await.unwrap();
            assert_eq!(row.state, State::Queued, "a case request waits for a person");

            let reply =
                "Tak for din besked. Skriv sikkert til os via Digital Post. Svar her er kun vejledende.";
            town.decide(&row, redirect_with(reply)).await;
            for _ in 0..3 {
                town.later(minutes(1));
                town.turn().await;
            }

            assert_eq!(town.networks.replies_by_us(&comment), [reply], "{engine:?} {network:?}");
            let (row, _) = town.held(network, &comment).await.unwrap();
            assert_eq!(row.state, State::Redirected);

            town.later(days(31));
            town.turn().await;
            assert!(town.held(network, &comment).await.is_none());
            town.later(minutes(1));
            assert_eq!(town.turn().await.taken_in, 0, "what was forgotten does not come back");
        }
    }
}

#[tokio::test]
async fn lawful_criticism_is_left_alone() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Budgettet er vedtaget.");
        let words = "Det er det ringeste budget i mands minde, og borgmesteren burde gå af.";
        let comment = town.networks.comment(&post, "Testborger", words);

        town.turn().await;
        town.later(minutes(1));
        town.turn().await;

        assert!(!town.networks.is_hidden(&comment));
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert!(town.tasks(&row).await.is_empty(), "nothing is to be done to it");
    }
}

#[tokio::test]
async fn a_clean_comment_that_is_edited_into_a_leak_is_hidden_even_after_a_person_kept_it() {
    for engine in engines() {
        let town = Town::new(engine).await;
        for network in [Network::Facebook, Network::Bluesky] {
            let post = town.networks.post(network, "Nye åbningstider.");
            let comment = town.networks.comment(&post, "Testborger", "Hvornår åbner I?");
            town.turn().await;
            let (row, _) = town.held(network, &comment).await.unwrap();
            town.decide(&row, Choice::Keep).await;

            town.networks.edit(&comment, LEAK);
            town.later(hours(2));
            town.turn().await;

            assert!(town.networks.is_hidden(&comment), "{engine:?} {network:?}");
            let (row, _) = town.held(network, &comment).await.unwrap();
            assert_eq!(row.state, State::Hidden);
        }
    }
}

#[tokio::test]
async fn a_comment_deleted_by_its_author_ends_our_copy() {
    for engine in engines() {
        let town = Town::new(engine).await;
        for network in [Network::Facebook, Network::Bluesky] {
            let post = town.networks.post(network, "Nye åbningstider.");
            let comment = town.networks.comment(&post, "Testborger", "Det var dog en dejlig nyhed.");
            town.turn().await;
            assert!(town.held(network, &comment).await.is_some());

            town.networks.delete(&comment);
            town.later(hours(2));
            let report = town.turn().await;

            assert_eq!(report.gone, 1, "{engine:?} {network:?}");
            assert!(town.held(network, &comment).await.is_none());
        }
    }
}

#[tokio::test]
async fn an_account_that_observes_does_nothing_and_refuses_a_removal() {
    for engine in engines() {
        let town = Town::observing(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", LEAK);

        town.turn().await;
        town.later(minutes(1));
        town.turn().await;

        assert!(!town.networks.is_hidden(&comment));
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!((row.state, row.is_urgent), (State::Queued, true), "it waits as urgent for a person");
        assert_eq!(town.decide(&row, Choice::Remove { rule: "R7".into() }).await, Decided::Observing);
    }
}

#[tokio::test]
async fn nothing_automatic_happens_to_a_comment_that_is_older_than_the_connection() {
    for engine in engines() {
        let town = Town::observing(engine).await;
        let post = town.networks.post(Network::Bluesky, "Nye åbningstider.");
        let long_ago = town.now().earlier(days(30));
        let comment = town.networks.backdated(&post, "testborger.test", LEAK, long_ago);
        town.act_on(Network::Bluesky).await;

        town.turn().await;

        let (row, _) = town.held(Network::Bluesky, &comment).await.expect("a backdated reply is not lost");
        assert_eq!((row.state, row.is_urgent), (State::Queued, true));
        assert!(!town.networks.is_hidden(&comment));
    }
}

#[tokio::test]
async fn an_edit_between_the_decision_and_the_act_stops_the_act() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", "I er nogle kæmpe idioter.");
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        town.decide(&row, Choice::Remove { rule: "R6".into() }).await;

        town.networks.edit(&comment, "Undskyld, det var ikke pænt sagt.");
        town.later(minutes(1));
        town.turn().await;

        assert!(!town.networks.is_hidden(&comment), "other words than the moderator saw");
        let (row, kept) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!(row.state, State::Queued);
        assert_eq!(kept.text.unwrap().expose(), "Undskyld, det var ikke pænt sagt.");
        let tasks = town.tasks(&row).await;
        assert!(tasks.iter().all(|task| task.state == TaskState::Cancelled && task.deed == Deed::Hide));
    }
}

#[tokio::test]
async fn a_colleagues_reply_in_the_networks_app_cancels_a_pending_redirect() {
    for engine in engines() {
        let town = Town::new(engine).await;
        for network in [Network::Facebook, Network::Bluesky] {
            let post = town.networks.post(network, "Spørg os om alt.");
            let words = "Hvornår får jeg svar på min ansøgning om boligplacering, jeg har ventet i ugevis?";
            let comment = town.networks.comment(&post, "Testborger", words);
            town.turn().await;
            town.networks.colleague_replies(&comment, "Hej, ring til os på hovednummeret.");

            town.later(minutes(1));
            town.turn().await;

            let (row, _) = town.held(network, &comment).await.unwrap();
            assert_eq!(row.state, State::Answered, "{engine:?} {network:?}");
            assert!(town.networks.replies_by_us(&comment).is_empty(), "ours was not sent");
        }
    }
}

#[tokio::test]
async fn a_leak_in_our_own_post_is_a_warning_and_never_an_inquiry() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Kontakt sagsbehandleren om 311236-4004");

        let report = town.turn().await;

        assert_eq!((report.warnings, report.taken_in), (1, 0));
        assert!(!town.networks.is_hidden(&post));
        town.later(minutes(1));
        assert_eq!(town.turn().await.warnings, 0, "said once");
    }
}

#[tokio::test]
async fn the_stop_button_halts_every_automatic_act_until_start() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let mut tx = town.db.write().await.unwrap();
        let halt = Some((town.now(), "moderator-1"));
        ordstyrer::store::organisation::set_halted(&mut tx, &town.organisation, halt).await.unwrap();
        tx.commit().await.unwrap();
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", LEAK);

        town.turn().await;
        assert!(!town.networks.is_hidden(&comment));

        let mut tx = town.db.write().await.unwrap();
        ordstyrer::store::organisation::set_halted(&mut tx, &town.organisation, None).await.unwrap();
        tx.commit().await.unwrap();
        town.later(minutes(1));
        town.turn().await;
        assert!(town.networks.is_hidden(&comment));
    }
}
