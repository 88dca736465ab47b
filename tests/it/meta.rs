//! The house on Meta's networks: what only they do to it.

use ordstyrer::demo::{Call, Fault, Network};
use ordstyrer::model::{Deed, State, TaskState};
use ordstyrer::settle::Choice;

use crate::harness::{Town, days, engines, hours, minutes, redirect_with};

const WORDS: &str = "Tak for din besked. Skriv sikkert til os via Digital Post. Svar her er kun vejledende.";
const REQUEST: &str = "Hvornår får jeg svar på min ansøgning om plads i vuggestuen?";

fn redirect() -> Choice {
    redirect_with(WORDS)
}

async fn minutes_of_turns(town: &Town, count: u32) {
    for _ in 0..count {
        town.later(minutes(1));
        town.worker.turn().await.unwrap();
    }
}

#[tokio::test]
async fn a_reply_that_meta_writes_and_answers_400_stands_there_once() {
    for engine in engines() {
        for network in [Network::Facebook, Network::Instagram] {
            let town = Town::on(engine, &[network]).await;
            let post = town.networks.post(network, "Spørg os om alt.");
            let comment = town.networks.comment(&post, "Testborger", REQUEST);
            town.turn().await;
            let (row, _) = town.held(network, &comment).await.unwrap();
            town.networks.fail_on(network, Call::Reply, Fault::RefusedAfterSuccess);
            town.decide(&row, redirect()).await;

            minutes_of_turns(&town, 10).await;

            assert_eq!(town.networks.replies_by_us(&comment), [WORDS], "{engine:?} {network:?}");
            assert_eq!(town.networks.check(network).double_replies, 0);
            let tasks = town.tasks(&row).await;
            assert_eq!(tasks[0].state, TaskState::Done, "it was found");
            assert!(tasks[0].our_remote.is_some());
        }
    }
}

#[tokio::test]
async fn an_answer_on_instagram_is_answered_once_though_all_answers_stand_side_by_side() {
    for engine in engines() {
        for fault in [Fault::AnswerLost, Fault::RefusedAfterSuccess] {
            let town = Town::on(engine, &[Network::Instagram]).await;
            let post = town.networks.post(Network::Instagram, "Spørg os om alt.");
            let top = town.networks.comment(&post, "Testborger", "God dag");
            let answers = ["Anna", "Bo"].map(|who| town.networks.comment(&top, who, REQUEST));
            town.turn().await;
            for answer in &answers {
                let (row, kept) = town.held(Network::Instagram, answer).await.unwrap();
                assert_eq!(
                    kept.target.post.as_ref().map(|post| post.expose().to_owned()).as_ref(),
                    Some(&post)
                );
                town.networks.fail_on(Network::Instagram, Call::Reply, fault);
                town.decide(&row, redirect()).await;
                minutes_of_turns(&town, 10).await;
                assert_eq!(town.tasks(&row).await[0].state, TaskState::Done, "{fault:?}");
            }
            for answer in &answers {
                assert_eq!(town.networks.replies_by_us(answer), [WORDS], "{engine:?} {fault:?}");
            }
        }
    }
}

#[tokio::test]
async fn what_instagram_keeps_on_further_pages_of_answers_is_taken_in_once() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Instagram]).await;
        town.networks.cap_pages(Network::Instagram, 2);
        let post = town.networks.post(Network::Instagram, "Spørg os om alt.");
        let mut all = Vec::new();
        for top in 0..5 {
            let comment = town.networks.comment(&post, "Testborger", &format!("Spørgsmål {top}"));
            let answers =
                (0..top * 2).map(|n| town.networks.comment(&comment, "Bo", &format!("Svar {top} {n}")));
            all.extend(answers.collect::<Vec<_>>());
            all.push(comment);
        }
        town.turn().await;

        for comment in &all {
            assert!(town.knows(Network::Instagram, comment).await, "{engine:?}");
        }
        assert_eq!(town.count().await, i64::try_from(all.len()).unwrap(), "{engine:?}");
        // A day later somebody answers the oldest.
        town.later(hours(20));
        town.turn().await;
        let late = town.networks.comment(&all[0], "Ida", "Gælder det stadig?");
        town.later(minutes(1));
        town.turn().await;
        assert!(town.knows(Network::Instagram, &late).await, "{engine:?}");
    }
}

#[tokio::test]
async fn a_hidden_comment_on_instagram_waits_for_a_person_instead_of_an_answer() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Instagram]).await;
        let post = town.networks.post(Network::Instagram, "Spørg os om alt.");
        let comment = town.networks.comment(&post, "Testborger", "Mit nummer er 311236-4004");
        town.turn().await;
        town.later(minutes(1));
        town.turn().await;
        assert!(town.networks.is_hidden(&comment), "{engine:?}");
        let (row, _) = town.held(Network::Instagram, &comment).await.unwrap();

        town.decide(&row, redirect()).await;
        minutes_of_turns(&town, 3).await;

        assert!(town.networks.replies_by_us(&comment).is_empty());
        let task = town.tasks(&row).await.into_iter().find(|task| task.deed == Deed::Reply).unwrap();
        assert_eq!(task.state, TaskState::Parked);
        assert!(task.note.as_deref().is_some_and(|note| note.contains("hidden")), "{:?}", task.note);
    }
}

#[tokio::test]
async fn an_edit_on_instagram_shows_in_the_words_alone_and_is_judged_again() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Instagram]).await;
        let post = town.networks.post(Network::Instagram, "Spørg os om alt.");
        let comment = town.networks.comment(&post, "Testborger", REQUEST);
        town.turn().await;
        town.networks.edit(&comment, "Mit nummer er 311236-4004");

        town.later(hours(2));
        town.turn().await;
        minutes_of_turns(&town, 2).await;

        assert!(town.networks.is_hidden(&comment), "{engine:?}");
        let (row, _) = town.held(Network::Instagram, &comment).await.unwrap();
        assert_eq!(row.state, State::Hidden);
    }
}

#[tokio::test]
async fn whom_instagram_keeps_back_is_found_when_it_shows_them() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Instagram]).await;
        let post = town.networks.post(Network::Instagram, "Spørg os om alt.");
        let comment = town.networks.comment(&post, "Testborger", REQUEST);
        town.networks.restrict(&comment, true);
        town.turn().await;
        assert!(!town.knows(Network::Instagram, &comment).await);

        town.networks.restrict(&comment, false);
        town.later(days(1));
        town.turn().await;

        assert!(town.knows(Network::Instagram, &comment).await, "{engine:?}");
    }
}

#[tokio::test]
async fn media_in_which_instagram_tags_us_are_taken_in_and_nothing_is_done_to_them() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Instagram]).await;
        let theirs = town.networks.mention(Network::Instagram, "Testborger", "Mit nummer er 311236-4004");
        town.turn().await;
        minutes_of_turns(&town, 2).await;

        assert!(town.knows(Network::Instagram, &theirs).await, "{engine:?}");
        assert!(town.networks.effects_on(&theirs).is_empty());
    }
}

#[tokio::test]
async fn what_stands_under_ads_and_visitors_posts_on_facebook_is_taken_in_and_goes_with_them() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Facebook]).await;
        let ad = town.networks.ad(Network::Facebook, "Kom til åbent hus!");
        let visit = town.networks.visitor_post(Network::Facebook, "Testborger", "Hvem har hjulene?");
        let under = [&ad, &visit].map(|root| town.networks.comment(root, "Anna", REQUEST));
        town.turn().await;
        town.later(minutes(20));
        town.turn().await;
        for comment in &under {
            assert!(town.held(Network::Facebook, comment).await.is_some(), "{engine:?}");
        }

        town.networks.delete(&visit);
        town.later(days(1));
        town.turn().await;

        let gone = town.held(Network::Facebook, &under[1]).await;
        assert!(gone.is_none_or(|(row, _)| matches!(row.state, State::Going | State::Gone)), "{engine:?}");
        let (row, _) = town.held(Network::Facebook, &under[0]).await.unwrap();
        assert!(!matches!(row.state, State::Going | State::Gone), "{engine:?}");
    }
}
