//! Everything that an adapter can ask, collected by letting it do all that it can on the contract's own
//! fixtures.

use ordstyrer::model::{RemoteId, Target, TaskId};
use ordstyrer::platform::{Platform, Sent};
use wiremock::{MockServer, Request};

use crate::platform::network::{Network, Said, ever, open, pull_all, reply, said, stamp, target, thread_all};

const NOW: &str = "2026-11-21T12:00:00Z";

/// One request, and the call that it came from.
pub(crate) struct Asked {
    pub(crate) call: &'static str,
    pub(crate) request: Request,
}

/// Every call of the contract, each of its ways; each must go well, or it was not asked to its end.
pub(crate) async fn repertoire(network: &dyn Network) -> Vec<Asked> {
    let mut asked = Vec::new();
    check(network, &mut asked).await;
    lists(network, &mut asked).await;
    single(network, &mut asked).await;
    gone(network, &mut asked).await;
    writes(network, &mut asked).await;
    for request in network.peculiar().await {
        asked.push(Asked { call: "peculiar", request });
    }
    asked
}

async fn note(asked: &mut Vec<Asked>, call: &'static str, server: &MockServer) {
    let requests = server.received_requests().await.expect("recorded");
    assert!(!requests.is_empty(), "{call} asked nothing");
    asked.extend(requests.into_iter().map(|request| Asked { call, request }));
}

async fn check(network: &dyn Network, asked: &mut Vec<Asked>) {
    let needed = ordstyrer::platform::needs(network.name()).expect("it is known").needed;
    let (server, platform) = open(network).await;
    network.serve_check(&server, needed).await;
    platform.check().await.unwrap_or_else(|error| panic!("{} check: {error}", network.name()));
    note(asked, "check", &server).await;

    let (server, platform) = open(network).await;
    network.serve_check(&server, needed).await;
    let renewed = platform.renew(stamp(NOW)).await;
    renewed.unwrap_or_else(|error| panic!("{} renew: {error}", network.name()));
    let requests = server.received_requests().await.expect("recorded");
    asked.extend(requests.into_iter().map(|request| Asked { call: "renew", request }));
}

async fn lists(network: &dyn Network, asked: &mut Vec<Asked>) {
    let (server, platform) = open(network).await;
    network.serve_stream(&server, &[vec![said(1, "a")], vec![], vec![said(2, "b")]]).await;
    pull_all(&*platform, ever()).await.unwrap_or_else(|error| panic!("{} pull: {error}", network.name()));
    note(asked, "pull", &server).await;

    let (server, platform) = open(network).await;
    let days = ["2026-11-21T10:00:00Z", "2026-11-20T10:00:00Z", "2026-11-19T10:00:00Z"];
    network.serve_posts(&server, &[(3, days[0], 1), (2, days[1], 1), (1, days[2], 1)]).await;
    platform.posts(ever()).await.unwrap_or_else(|error| panic!("{} posts: {error}", network.name()));
    note(asked, "posts", &server).await;

    let (server, platform) = open(network).await;
    let answer = Said { parent: Some(1), ..said(2, "b") };
    network.serve_thread(&server, &[said(1, "a"), answer, said(3, "c"), said(4, "d")]).await;
    for since in [None, Some(ever())] {
        let read = thread_all(&*platform, &network.post(), since).await;
        read.unwrap_or_else(|error| panic!("{} thread: {error}", network.name()));
    }
    note(asked, "thread", &server).await;
}

async fn single(network: &dyn Network, asked: &mut Vec<Asked>) {
    let (server, platform) = open(network).await;
    let comment = said(1, "a");
    network.serve_one(&server, &comment).await;
    let read = platform.reread(&target(network, &comment)).await;
    assert!(matches!(read, Ok(Some(_))), "{} reread: {read:?}", network.name());
    note(asked, "reread", &server).await;

    let (server, platform) = open(network).await;
    let outside = network.serve_outside(&server).await;
    let read = platform.reread(&outside).await;
    assert!(matches!(read, Ok(Some(_))), "{} reread outside: {read:?}", network.name());
    note(asked, "reread outside", &server).await;

    let (server, platform) = open(network).await;
    network.serve_one(&server, &comment).await;
    let read = platform.reread_many(&[target(network, &comment), target(network, &comment)]).await;
    assert!(read.iter().all(Result::is_ok), "{} reread_many: {read:?}", network.name());
    note(asked, "reread_many", &server).await;

    let (server, platform) = open(network).await;
    let ours = Said { is_ours: true, parent: Some(1), ..said(50, "svar") };
    network.serve_one(&server, &comment).await;
    network.serve_replies(&server, &comment, &[ours]).await;
    let found = platform.own_replies(&target(network, &comment)).await;
    assert!(found.is_ok_and(|found| found.len() == 1), "{} own_replies", network.name());
    note(asked, "own_replies", &server).await;
}

async fn gone(network: &dyn Network, asked: &mut Vec<Asked>) {
    let (server, platform) = open(network).await;
    network.serve_gone(&server).await;
    let one = target(network, &said(3, ""));
    let task = TaskId::from_text("0193a0c2-0000-7000-8000-000000000001");
    let read = platform.reread(&one).await;
    assert!(matches!(read, Ok(None)), "{} reread of what is gone", network.name());
    let sent = platform.reply(&one, &reply(&task, "Hej")).await;
    assert_eq!(sent, Ok(Sent::Gone), "{} reply to what is gone", network.name());
    note(asked, "gone", &server).await;
}

async fn writes(network: &dyn Network, asked: &mut Vec<Asked>) {
    let comment = said(1, "Hvornår?");
    let hidden = Said { is_hidden: true, ..comment.clone() };
    let one = target(network, &comment);

    let (server, platform) = open(network).await;
    let made: RemoteId = network.remote(&Said { is_ours: true, ..said(50, "") });
    network.answer_writes(&server, &comment, network.replied(&made)).await;
    let task = TaskId::from_text("0193a0c2-0000-7000-8000-000000000001");
    let words = "Fredag kl. 16 🚧 Se https://www.borger.dk/vej og ring 70 80 70 70.";
    let sent = platform.reply(&one, &reply(&task, words)).await;
    assert_eq!(sent, Ok(Sent::Done(Some(made))), "{} reply", network.name());
    note(asked, "reply", &server).await;

    if platform.can().hide {
        for (call, stands, is_hide) in [("hide", &comment, true), ("unhide", &hidden, false)] {
            let (server, platform) = open(network).await;
            network.serve_one(&server, stands).await;
            network.answer_writes(&server, &comment, network.done()).await;
            let sent = hide(&*platform, &one, is_hide).await;
            assert_eq!(sent, Sent::Done(None), "{} {call}", network.name());
            note(asked, call, &server).await;
        }
    }
    if platform.can().delete {
        let (server, platform) = open(network).await;
        network.answer_writes(&server, &comment, network.done()).await;
        assert_eq!(platform.delete(&one).await, Ok(Sent::Done(None)), "{} delete", network.name());
        note(asked, "delete", &server).await;
    }
}

async fn hide(platform: &dyn Platform, one: &Target, is_hide: bool) -> Sent {
    let now = stamp(NOW);
    let sent = if is_hide { platform.hide(one, now).await } else { platform.unhide(one, now).await };
    sent.expect("the network takes it")
}
