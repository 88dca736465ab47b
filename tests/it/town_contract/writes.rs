//! Writes whose answer is lost, cut off, or says the contrary of what was done.

use ordstyrer::demo::{Call, Fault, Truth};

use super::{LEAK, case_request, each, hides, pass, redirect, write};
use crate::harness::{hours, minutes};

const MISLEADING: [Fault; 6] = [
    Fault::AnswerLost,
    Fault::Truncated,
    Fault::RefusedAfterSuccess,
    Fault::ServerError,
    Fault::BadGateway,
    Fault::Dropped,
];

#[tokio::test]
async fn a_reply_is_sent_once_whatever_its_answer_says() {
    each(async |town, network| {
        for fault in MISLEADING {
            let (comment, row) = case_request(town, network).await;
            town.networks.fail_on(network, Call::Reply, fault);
            town.decide(&row, redirect()).await;
            pass(town, hours(2)).await;
            let replies = town.networks.replies_by_us(&comment).len();
            let was_done = matches!(fault, Fault::AnswerLost | Fault::Truncated | Fault::RefusedAfterSuccess);
            assert!(replies <= 1 && (replies == 1 || !was_done), "{network:?} {fault:?}: {replies} replies");
        }
    })
    .await;
}

#[tokio::test]
async fn a_reply_is_sent_once_though_every_second_list_fails_or_is_disturbed() {
    each(async |town, network| {
        let (comment, row) = case_request(town, network).await;
        town.networks.fail_on(network, Call::Reply, Fault::AnswerLost);
        town.decide(&row, redirect()).await;
        let kinds = [Fault::ServerError, Fault::Doubled, Fault::Reordered, Fault::AnswerLost];
        town.networks.fault_rate(network, 0.5, &kinds);
        pass(town, hours(3)).await;
        town.networks.fault_rate(network, 0.0, &[]);
        pass(town, hours(1)).await;
        assert_eq!(town.networks.replies_by_us(&comment).len(), 1, "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn a_leak_is_hidden_whatever_the_answer_says() {
    each(async |town, network| {
        if !hides(network) {
            return;
        }
        let post = town.networks.post(network, "Åbent hus");
        for fault in MISLEADING {
            let comment = write(town, &post, LEAK, Truth::Leak);
            town.networks.fail_on(network, Call::Hide, fault);
            pass(town, hours(1)).await;
            let is_done = town.networks.is_hidden(&comment);
            // A clean refusal is a person's business; it was hidden all the same.
            assert!(is_done, "{network:?} {fault:?}");
            let hides = town.networks.effects_on(&comment).len();
            assert_eq!(hides, 1, "{network:?} {fault:?}");
        }
        pass(town, minutes(5)).await;
    })
    .await;
}
