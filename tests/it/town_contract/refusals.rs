//! Networks that say no for a while: too many calls, no permission, a dead token, nobody there.

use std::time::Duration;

use ordstyrer::demo::{Access, Call, Fault, Network, Throttling, Truth};

use super::{HARMLESS, LEAK, each, hides, pass, pass_by, write};
use crate::harness::{hours, minutes};

/// Every form in which a network can say that there were too many calls.
fn forms(network: Network) -> Vec<Fault> {
    let own: &[Throttling] = match network {
        Network::Facebook | Network::Instagram => &Throttling::META,
        Network::YouTube => &Throttling::GOOGLE,
        Network::Mastodon | Network::Bluesky => &[],
    };
    let all = Throttling::EVERYWHERE.iter().chain(own);
    let wait = Duration::from_secs(150);
    all.map(|how| Fault::ThrottledAs(*how, wait)).chain([Fault::Throttled(wait)]).collect()
}

#[tokio::test]
async fn too_many_calls_in_every_form_are_heeded_and_nothing_is_lost() {
    each(async |town, network| {
        let post = town.networks.post(network, "Åbent hus");
        pass(town, minutes(20)).await;
        for fault in forms(network) {
            for call in [Call::Posts, Call::Reached, Call::Thread] {
                let comment = write(town, &post, HARMLESS, Truth::Question);
                town.networks.fail_on(network, call, fault);
                pass_by(town, minutes(5), Duration::from_secs(30)).await;
                assert_eq!(town.networks.quotas_exceeded(network), 0, "{network:?} {call:?} {fault:?}");
                pass(town, minutes(70)).await;
                assert!(town.knows(network, &comment).await, "{network:?} {call:?} {fault:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_hide_that_meets_too_many_calls_is_done_as_soon_as_it_may() {
    each(async |town, network| {
        if !hides(network) {
            return;
        }
        let post = town.networks.post(network, "Åbent hus");
        pass(town, minutes(20)).await;
        for fault in forms(network) {
            let comment = write(town, &post, LEAK, Truth::Leak);
            town.networks.fail_on(network, Call::Hide, fault);
            pass_by(town, minutes(5), Duration::from_secs(30)).await;
            assert_eq!(town.networks.quotas_exceeded(network), 0, "{network:?} {fault:?}");
            pass(town, minutes(65)).await;
            assert!(town.networks.is_hidden(&comment), "{network:?} {fault:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_tight_limit_is_never_passed_and_nothing_is_lost() {
    each(async |town, network| {
        match network {
            Network::Facebook | Network::Instagram => town.networks.set_quota(network, 120),
            Network::Mastodon | Network::Bluesky => town.networks.set_quota(network, 60),
            // Tight as it is, and nobody but us counts.
            Network::YouTube => {}
        }
        for _ in 0..4 {
            let post = town.networks.post(network, "Åbent hus");
            for _ in 0..10 {
                write(town, &post, HARMLESS, Truth::Question);
            }
        }
        pass_by(town, hours(12), minutes(2)).await;
        assert_eq!(town.networks.quotas_exceeded(network), 0, "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn a_permission_that_is_lost_in_the_middle_and_comes_back_loses_nothing() {
    each(async |town, network| {
        let post = town.networks.post(network, "Åbent hus");
        pass(town, minutes(20)).await;
        town.networks.set_access(network, Access::ReadOnly);
        let meanwhile = write(town, &post, LEAK, Truth::Leak);
        pass(town, minutes(30)).await;
        assert!(town.knows(network, &meanwhile).await, "{network:?}: it may still be read");
        assert!(!town.networks.is_hidden(&meanwhile), "{network:?}");
        town.networks.set_access(network, Access::Full);
        for call in [Call::Posts, Call::Reached, Call::Thread, Call::Read] {
            town.networks.fail_on(network, call, Fault::PermissionLost);
            write(town, &post, HARMLESS, Truth::Question);
            pass(town, minutes(30)).await;
        }
        let after = write(town, &post, LEAK, Truth::Leak);
        pass(town, minutes(40)).await;
        assert_eq!(town.networks.is_hidden(&after), hides(network), "{network:?}");
        assert!(town.held(network, &meanwhile).await.is_some(), "{network:?}: not allowed is not gone");
    })
    .await;
}

#[tokio::test]
async fn a_dead_token_stops_the_account_and_what_was_written_meanwhile_is_taken_in_after_it() {
    each(async |town, network| {
        let post = town.networks.post(network, "Åbent hus");
        let before = write(town, &post, LEAK, Truth::Leak);
        pass(town, minutes(20)).await;
        town.networks.set_access(network, Access::Revoked);
        for _ in 0..6 {
            write(town, &post, HARMLESS, Truth::Question);
            pass(town, minutes(30)).await;
        }
        town.networks.set_access(network, Access::Full);
        pass(town, hours(1)).await;
        assert!(town.held(network, &before).await.is_some(), "{network:?}: a dead token is no deletion");
    })
    .await;
}

#[tokio::test]
async fn an_outage_of_a_day_loses_nothing_and_ends_no_copy() {
    each(async |town, network| {
        let post = town.networks.post(network, "Åbent hus");
        let before = write(town, &post, LEAK, Truth::Leak);
        pass(town, minutes(20)).await;
        town.networks.outage(network, true);
        for _ in 0..12 {
            write(town, &post, HARMLESS, Truth::Question);
            pass(town, hours(2)).await;
        }
        town.networks.outage(network, false);
        pass(town, hours(1)).await;
        assert!(town.held(network, &before).await.is_some(), "{network:?}");
    })
    .await;
}
