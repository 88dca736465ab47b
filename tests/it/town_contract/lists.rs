//! Lists that lose, double, reorder, delay and shift what they show.

use ordstyrer::demo::{Fault, Truth};

use super::{HARMLESS, LEAK, each, hides, pass, pass_by, write};
use crate::harness::{hours, minutes};

#[tokio::test]
async fn doubled_items_and_pages_in_another_order_change_nothing() {
    each(async |town, network| {
        town.networks.fault_rate(network, 1.0, &[Fault::Doubled, Fault::Reordered]);
        town.networks.cap_pages(network, 4);
        let post = town.networks.post(network, "Åbent hus");
        let mut written = 0;
        for _ in 0..6 {
            for _ in 0..5 {
                town.later(minutes(1));
                write(town, &post, HARMLESS, Truth::Question);
                written += 1;
            }
            town.worker.turn().await.unwrap();
        }
        let report = pass(town, minutes(40)).await;
        assert!(report.troubles.is_empty(), "{network:?}: {:?}", report.troubles);
        for one in town.networks.inquiries() {
            assert!(town.knows(network, &one.id).await, "{network:?}");
        }
        assert_eq!(town.networks.check(network).written, written, "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn what_comes_hours_late_is_taken_in_when_it_comes() {
    each(async |town, network| {
        let post = town.networks.post(network, "Åbent hus");
        pass(town, minutes(20)).await;
        town.networks.late(network, 1.0, hours(4));
        let late: Vec<_> = (0..5).map(|_| write(town, &post, LEAK, Truth::Leak)).collect();
        town.networks.late(network, 0.0, hours(0));
        let in_time = write(town, &post, HARMLESS, Truth::Question);
        pass(town, minutes(20)).await;
        assert!(town.knows(network, &in_time).await, "{network:?}");
        for comment in &late {
            assert!(!town.knows(network, comment).await, "{network:?}: nobody has shown it yet");
        }
        pass(town, hours(5)).await;
        for comment in &late {
            assert!(town.knows(network, comment).await, "{network:?}: it came late and was lost");
            assert_eq!(town.networks.is_hidden(comment), hides(network), "{network:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_list_that_shifts_while_it_is_read_loses_nothing() {
    each(async |town, network| {
        town.networks.cap_pages(network, 3);
        let post = town.networks.post(network, "Åbent hus");
        for _ in 0..20 {
            write(town, &post, HARMLESS, Truth::Question);
        }
        town.networks.fault_rate(network, 0.5, &[Fault::Shifted]);
        pass(town, minutes(60)).await;
        town.networks.fault_rate(network, 0.0, &[]);
        pass(town, minutes(40)).await;
        assert!(town.networks.check(network).deleted_by_authors > 0, "{network:?}: nothing shifted");
    })
    .await;
}

#[tokio::test]
async fn comments_of_one_moment_are_all_taken_in() {
    each(async |town, network| {
        town.networks.cap_pages(network, 4);
        let post = town.networks.post(network, "Åbent hus");
        pass(town, minutes(20)).await;
        for number in 0..25 {
            let comment = write(town, &post, HARMLESS, Truth::Question);
            if number % 3 == 0 {
                town.networks.like(&comment, "Kaj Vandel");
                write(town, &comment, "Ja, til klokken 14.", Truth::Question);
            }
        }
        pass(town, minutes(40)).await;
    })
    .await;
}

#[tokio::test]
async fn a_comment_that_claims_to_be_old_or_from_tomorrow_is_taken_in() {
    each(async |town, network| {
        let post = town.networks.post(network, "Åbent hus");
        pass(town, minutes(20)).await;
        let now = town.now();
        for written_at in [now.earlier(hours(24 * 300)), now.earlier(hours(3)), now.later(hours(24))] {
            let comment = town.networks.backdated(&post, "Kaj Vandel", HARMLESS, written_at);
            town.networks.mark(&comment, Truth::Question);
        }
        pass(town, minutes(40)).await;
    })
    .await;
}

#[tokio::test]
async fn an_old_post_that_wakes_up_is_read_again() {
    each(async |town, network| {
        let post = town.networks.post(network, "Åbent hus");
        for _ in 0..5 {
            town.networks.post(network, "Noget andet");
        }
        pass_by(town, hours(24 * 20), hours(6)).await;
        let comment = write(town, &post, LEAK, Truth::Leak);
        pass(town, minutes(30)).await;
        assert!(town.knows(network, &comment).await, "{network:?}");
        assert_eq!(town.networks.is_hidden(&comment), hides(network), "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn a_private_message_is_neither_read_alone_nor_stored_nor_answered() {
    each(async |town, network| {
        if network != ordstyrer::demo::Network::Mastodon {
            return;
        }
        let post = town.networks.post(network, "Åbent hus");
        town.networks.direct(network, "Kaj Vandel", LEAK);
        town.networks.direct_under(&post, "Lone Testrup", LEAK);
        let answered = town.networks.direct_under(&post, "Omar Fiktum", LEAK);
        town.networks.colleague_replies(&answered, "Det taler vi om her, mellem os.");
        write(town, &post, HARMLESS, Truth::Question);
        pass(town, hours(26)).await;
        assert!(!town.networks.private().is_empty());
        assert_eq!(town.count().await, 1, "only the public one");
    })
    .await;
}
