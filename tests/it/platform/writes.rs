//! The contract of acting, which every network passes.

use std::time::Duration;

use ordstyrer::model::{RemoteId, Stamp, Target, TaskId};
use ordstyrer::platform::{Error, Platform, Sent};
use wiremock::ResponseTemplate;

use super::network::{
    Network, Said, TOKEN, connected, connection, every_read, networks, open, reply, said, stamp, target,
};

const NOW: &str = "2026-11-21T12:00:00Z";

async fn written(network: &dyn Network, server: &wiremock::MockServer) -> usize {
    let asked = server.received_requests().await.expect("recorded");
    asked.iter().filter(|request| network.is_write(request)).count()
}

/// The writes that this network can do.
async fn every_write(platform: &dyn Platform, target: &Target) -> Vec<(&'static str, Result<Sent, Error>)> {
    let task = TaskId::from_text("0193a0c2-0000-7000-8000-000000000001");
    let now: Stamp = stamp(NOW);
    let mut outcomes = vec![("reply", platform.reply(target, &reply(&task, "Hej")).await)];
    if platform.can().hide {
        outcomes.push(("hide", platform.hide(target, now).await));
    }
    if platform.can().delete {
        outcomes.push(("delete", platform.delete(target).await));
    }
    outcomes
}

#[tokio::test]
async fn a_reply_is_made_under_the_comment_and_its_id_comes_back() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        let made = network.remote(&Said { is_ours: true, ..said(50, "") });
        network.answer_writes(&server, &said(1, "Hvornår?"), network.replied(&made)).await;
        let task = TaskId::from_text("0193a0c2-0000-7000-8000-000000000001");

        let sent = platform.reply(&target(&*network, &said(1, "")), &reply(&task, "Fredag kl. 16 🚧")).await;

        assert_eq!(sent, Ok(Sent::Done(Some(made))), "{}", network.name());
        let asked = server.received_requests().await.expect("recorded");
        let write = asked.iter().find(|request| network.is_write(request)).expect("a write");
        let body = String::from_utf8(write.body.clone()).expect("text");
        assert!(body.contains("Fredag"), "{}", network.name());
        assert_eq!(written(&*network, &server).await, 1, "{}", network.name());
    }
}

#[tokio::test]
async fn a_reply_whose_answer_is_lost_is_unknown_is_not_sent_again_and_can_be_found() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        let comment = said(1, "Hvornår?");
        network.drop_writes(&server, &comment).await;
        let ours = Said { is_ours: true, parent: Some(1), at: NOW, ..said(50, "Fredag kl. 16") };
        let others = Said { parent: Some(1), ..said(51, "Fredag kl. 16") };
        let task = TaskId::from_text("0193a0c2-0000-7000-8000-000000000001");

        let sent = platform.reply(&target(&*network, &comment), &reply(&task, "Fredag kl. 16")).await;

        assert_eq!(sent, Ok(Sent::Unknown), "{}", network.name());
        assert_eq!(written(&*network, &server).await, 1, "{} sent it again by itself", network.name());
        network.serve_replies(&server, &comment, &[others, ours.clone()]).await;
        let found = platform.own_replies(&target(&*network, &comment)).await.expect("it reads");
        let found: Vec<_> =
            found.iter().map(|one| (&one.remote, one.words.as_str(), one.written_at)).collect();
        assert_eq!(found, [(&network.remote(&ours), "Fredag kl. 16", stamp(NOW))], "{}", network.name());
    }
}

#[tokio::test]
async fn a_write_that_may_have_been_carried_out_is_unknown() {
    let html = || ResponseTemplate::new(200).set_body_raw("<html>ok</html>", "text/html");
    let cut = || ResponseTemplate::new(200).set_body_raw("{\"success\":tr", "application/json");
    for network in networks() {
        for (case, answer) in [
            ("500", ResponseTemplate::new(500)),
            ("502 page", ResponseTemplate::new(502).set_body_raw("<html>", "text/html")),
            ("504", ResponseTemplate::new(504)),
            ("a page", html()),
            ("cut-off JSON", cut()),
            ("an empty answer", ResponseTemplate::new(200)),
        ] {
            let (server, platform) = open(&*network).await;
            network.answer_writes(&server, &said(1, "hej"), answer).await;

            for (deed, outcome) in every_write(&*platform, &target(&*network, &said(1, ""))).await {
                assert_eq!(outcome, Ok(Sent::Unknown), "{} {deed} on {case}", network.name());
            }
        }
    }
}

#[tokio::test]
async fn a_write_that_outlives_its_deadline_is_unknown() {
    for network in networks() {
        let (server, _) = open(&*network).await;
        let late = ResponseTemplate::new(200).set_delay(Duration::from_secs(30));
        network.answer_writes(&server, &said(1, "hej"), late).await;
        let mut hasty = connection(&*network, &server.uri());
        hasty.deadline = Duration::from_millis(300);
        let platform = ordstyrer::platform::connect(network.name(), hasty).expect("it connects");

        for (deed, outcome) in every_write(&*platform, &target(&*network, &said(1, ""))).await {
            assert_eq!(outcome, Ok(Sent::Unknown), "{} {deed}", network.name());
        }
    }
}

#[tokio::test]
async fn a_write_that_was_refused_is_an_error_and_not_unknown() {
    for network in networks() {
        type Is = fn(&Error) -> bool;
        let cases: [(&str, ResponseTemplate, Is); 5] = [
            ("throttled", network.throttled(), |error| matches!(error, Error::Throttled(_))),
            ("expired", network.expired(), |error| matches!(error, Error::TokenDead(_))),
            ("forbidden", network.forbidden(), |error| matches!(error, Error::NotPermitted(_))),
            ("503", ResponseTemplate::new(503), |error| matches!(error, Error::Unreachable(_))),
            ("302", ResponseTemplate::new(302), |error| matches!(error, Error::Broken(_))),
        ];
        for (case, answer, is_right) in cases {
            let (server, platform) = open(&*network).await;
            network.answer_writes(&server, &said(1, "hej"), answer).await;

            for (deed, outcome) in every_write(&*platform, &target(&*network, &said(1, ""))).await {
                let error = outcome.expect_err(case);
                assert!(is_right(&error), "{} {deed} on {case}: {error}", network.name());
            }
        }
    }
}

#[tokio::test]
async fn nothing_is_known_to_be_sent_where_nobody_listens() {
    for network in networks() {
        // A port that was free a moment ago.
        let port = {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
            listener.local_addr().expect("an address").port()
        };
        let platform = connected(&*network, &format!("http://127.0.0.1:{port}"));

        for (deed, outcome) in every_write(&*platform, &target(&*network, &said(1, ""))).await {
            assert!(matches!(outcome, Err(Error::Unreachable(_))), "{} {deed}: {outcome:?}", network.name());
        }
        for (read, error) in every_read(&*network, &*platform).await {
            assert!(matches!(error, Some(Error::Unreachable(_))), "{} {read}: {error:?}", network.name());
        }
    }
}

#[tokio::test]
async fn a_hide_can_be_read_back_and_taken_back_or_the_network_cannot() {
    for network in networks() {
        let comment = said(1, "grim");
        let (server, platform) = open(&*network).await;
        network.answer_writes(&server, &comment, network.done()).await;
        let hidden = platform.hide(&target(&*network, &comment), stamp(NOW)).await;
        if !platform.can().hide {
            let shown = platform.unhide(&target(&*network, &comment), stamp(NOW)).await;
            assert_eq!((hidden, shown), (Ok(Sent::Unsupported), Ok(Sent::Unsupported)), "{}", network.name());
            assert_eq!(written(&*network, &server).await, 0, "{}", network.name());
            continue;
        }
        assert_eq!(hidden, Ok(Sent::Done(None)));

        let (server, platform) = open(&*network).await;
        network.serve_one(&server, &Said { is_hidden: true, ..comment.clone() }).await;
        let read = platform.reread(&target(&*network, &comment)).await.expect("it reads");
        assert_eq!(read.and_then(|item| item.is_hidden), Some(true), "{}", network.name());

        let (server, platform) = open(&*network).await;
        network.serve_one(&server, &comment).await;
        let read = platform.reread(&target(&*network, &comment)).await.expect("it reads");
        assert_eq!(read.and_then(|item| item.is_hidden), Some(false), "{}", network.name());
    }
}

#[tokio::test]
async fn deleting_is_done_once_and_then_gone_or_the_network_cannot() {
    for network in networks() {
        let comment = said(1, "væk");
        let (server, platform) = open(&*network).await;
        network.answer_writes(&server, &comment, network.done()).await;

        let first = platform.delete(&target(&*network, &comment)).await;

        if !platform.can().delete {
            assert_eq!(first, Ok(Sent::Unsupported), "{}", network.name());
            assert_eq!(written(&*network, &server).await, 0, "{}", network.name());
            continue;
        }
        assert_eq!(first, Ok(Sent::Done(None)), "{}", network.name());
        let (server, platform) = open(&*network).await;
        network.serve_gone(&server).await;
        let second = platform.delete(&target(&*network, &comment)).await;
        assert_eq!(second, Ok(Sent::Gone), "{}", network.name());
        let (server, platform) = open(&*network).await;
        network.serve_kept_from_us(&server).await;
        let kept = platform.delete(&target(&*network, &comment)).await;
        assert!(matches!(kept, Err(Error::NotPermitted(_))), "{} says {kept:?}", network.name());
    }
}

#[tokio::test]
async fn answering_what_is_gone_says_so() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        network.serve_gone(&server).await;
        let task = TaskId::from_text("0193a0c2-0000-7000-8000-000000000001");

        let sent = platform.reply(&target(&*network, &said(1, "")), &reply(&task, "Hej")).await;

        assert_eq!(sent, Ok(Sent::Gone), "{}", network.name());
    }
}

#[tokio::test]
async fn the_token_is_never_in_an_address() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        network.answer_writes(&server, &said(1, "hej"), network.done()).await;
        network.serve_stream(&server, &[vec![said(1, "a")], vec![said(2, "b")]]).await;
        network.serve_thread(&server, &[said(1, "a"), said(2, "b"), said(3, "c")]).await;
        let post: RemoteId = network.post();
        super::network::pull_all(&*platform, super::network::ever()).await.expect("it reads");
        super::network::thread_all(&*platform, &post, None).await.expect("it reads");
        every_write(&*platform, &target(&*network, &said(1, ""))).await;

        let asked = server.received_requests().await.expect("recorded");

        assert!(asked.len() > 5, "{} was asked {} times", network.name(), asked.len());
        for request in &asked {
            let address = request.url.as_str();
            for secret in [TOKEN, "access_token", "access-1", "refresh-1", "password"] {
                assert!(!address.contains(secret), "{address}");
            }
            let is_login = network.login().is_some_and(|(path, _)| request.url.path().ends_with(path));
            assert_eq!(request.headers.contains_key("authorization"), !is_login, "{address}");
        }
    }
}
