//! Comments as they stand now, fifty at a time.

use ordstyrer::model::{RemoteId, Target};
use ordstyrer::platform::Error;
use serde_json::{Value, json};
use wiremock::{MockServer, Request};

use super::wire::{
    CITIZEN, Wire, asked, by_id, comment, error, get, id, list, of, ok, serve_pages, thread, threads, value,
    without_status,
};
use crate::platform::network::{Network, Said, open, said, target};

fn targets(numbers: std::ops::Range<u32>) -> Vec<Target> {
    numbers.map(|number| target(&Wire, &said(number, ""))).collect()
}

/// By their ids all are found but those in `missing`.
async fn serve_all_but(server: &MockServer, missing: &'static [u32]) {
    let answer = move |request: &Request| {
        let ids = value(request, "id").expect("ids");
        let items: Vec<Value> = (0..200)
            .filter(|number| ids.split(',').any(|one| one == id(*number)) && !missing.contains(number))
            .map(|number| without_status(comment(&said(number, &format!("nr {number}")))))
            .rev()
            .collect();
        ok(list(&items, None))
    };
    get("/comments").respond_with(answer).mount(server).await;
}

#[tokio::test]
async fn fifty_are_asked_for_in_one_call_and_told_in_our_order() {
    let (server, platform) = open(&Wire).await;
    serve_all_but(&server, &[]).await;

    let found = platform.reread_many(&targets(0..120)).await;

    assert_eq!(found.len(), 120);
    for (number, here) in found.iter().enumerate() {
        let here = here.as_ref().expect("it reads").as_ref().expect("it is there");
        assert_eq!(here.text.expose(), format!("nr {number}"));
        assert_eq!(here.target, target(&Wire, &said(u32::try_from(number).expect("small"), "")));
        assert!(here.link.is_some());
        assert_eq!(here.is_hidden, None, "by id it is not told, and here it does not matter");
    }
    let sizes: Vec<_> =
        asked(&server).await.iter().map(|one| value(one, "id").expect("ids").split(',').count()).collect();
    assert_eq!(sizes, [50, 50, 20]);
}

#[tokio::test]
async fn what_is_missing_is_gone_only_if_it_is_not_held_and_the_channel_is_ours() {
    let (server, platform) = open(&Wire).await;
    serve_all_but(&server, &[3, 7]).await;
    let held = thread(&Said { is_hidden: true, ..said(7, "tilbageholdt") }, &[], 0);
    serve_pages(&server, || threads("videoId", "heldForReview"), &[vec![held]]).await;

    let found = platform.reread_many(&targets(0..10)).await;

    assert!(matches!(found[3], Ok(None)));
    let here = found[7].as_ref().expect("it reads").as_ref().expect("it is there");
    assert_eq!((here.text.expose(), here.is_hidden), ("tilbageholdt", Some(true)));
    assert_eq!(found.iter().filter(|one| matches!(one, Ok(Some(_)))).count(), 9);
    let paths: Vec<_> = asked(&server).await.iter().map(of).collect();
    assert_eq!(paths, ["comments", "commentThreads", "commentThreads", "channels"]);
}

#[tokio::test]
async fn a_batch_that_is_missing_altogether_is_not_gone_when_we_see_with_anothers_eyes() {
    let another = ok(list(&[json!({ "id": CITIZEN })], None));
    for answer in [another, error(403, "forbidden"), ok(list(&[], None))] {
        let (server, platform) = open(&Wire).await;
        get("/comments").respond_with(ok(list(&[], None))).mount(&server).await;
        get("/channels").respond_with(answer).with_priority(2).mount(&server).await;

        let found = platform.reread_many(&targets(0..60)).await;

        assert_eq!(found.len(), 60);
        assert!(found.iter().all(|one| matches!(one, Err(Error::NotPermitted(_)))), "{found:?}");
    }
}

#[tokio::test]
async fn a_refused_batch_says_so_of_each_and_the_next_batch_is_asked_for_nevertheless() {
    let (server, platform) = open(&Wire).await;
    let refused = get("/comments").respond_with(error(403, "rateLimitExceeded")).up_to_n_times(1);
    refused.with_priority(2).mount(&server).await;
    serve_all_but(&server, &[]).await;

    let found = platform.reread_many(&targets(0..70)).await;

    assert!(found[..50].iter().all(|one| matches!(one, Err(Error::Throttled(_)))));
    assert!(found[50..].iter().all(|one| matches!(one, Ok(Some(_)))));
}

#[tokio::test]
async fn an_odd_comment_in_a_batch_costs_only_what_may_be_it() {
    let (server, platform) = open(&Wire).await;
    let items = [json!({ "id": id(1) }), without_status(comment(&said(2, "hej")))];
    get("/comments").respond_with(ok(list(&items, None))).mount(&server).await;

    let found = platform.reread_many(&targets(1..3)).await;

    assert!(matches!(found[0], Err(Error::Broken(_))), "it must not be taken for gone");
    assert!(matches!(found[1], Ok(Some(_))));
}

#[tokio::test]
async fn ids_of_other_networks_are_refused_and_not_sent_along() {
    let (server, platform) = open(&Wire).await;
    serve_all_but(&server, &[]).await;
    let mut mixed = targets(0..3);
    mixed[1].remote = RemoteId::new("1,2&mine=true,3");

    let found = platform.reread_many(&mixed).await;

    assert!(found[0].is_ok() && found[2].is_ok());
    assert!(matches!(found[1], Err(Error::Refused(_))));
    assert_eq!(value(&asked(&server).await[0], "id"), Some(format!("{},{}", id(0), id(2))));
}

#[tokio::test]
async fn before_a_deed_it_is_found_out_whether_a_comment_or_reply_is_held() {
    let (server, platform) = open(&Wire).await;
    let dotted = format!("{}.9kommunesvar", id(1));
    let mut reply = comment(&Said { parent: Some(1), is_hidden: true, ..said(2, "tilbageholdt svar") });
    reply["id"] = json!(dotted);
    let one = ok(list(&[without_status(reply.clone())], None));
    get("/comments")
        .and(wiremock::matchers::query_param("id", &dotted))
        .respond_with(one)
        .mount(&server)
        .await;
    // It does not stand beside its thread, which is listed for its sake.
    let held = thread(&said(1, "synlig"), &[], 6);
    serve_pages(&server, || threads("videoId", "heldForReview"), &[vec![], vec![held]]).await;
    let replies = get("/comments").and(wiremock::matchers::query_param("parentId", id(1)));
    replies.respond_with(ok(list(&[reply], None))).mount(&server).await;
    by_id(1)
        .respond_with(ok(list(&[without_status(comment(&said(1, "synlig")))], None)))
        .mount(&server)
        .await;

    let mut at = target(&Wire, &said(1, ""));
    let top = platform.reread(&at).await.expect("it reads").expect("it is there");
    at.remote = RemoteId::new(dotted);
    let reply = platform.reread(&at).await.expect("it reads").expect("it is there");

    assert_eq!(top.is_hidden, Some(false), "its thread is listed, and it is not held");
    assert_eq!(reply.is_hidden, Some(true));
    assert_eq!(reply.target, at);
    assert!(!format!("{reply:?}").contains("tilbageholdt"));
}

#[tokio::test]
async fn a_comment_that_stands_under_no_video_is_looked_for_in_the_whole_channel() {
    let (server, platform) = open(&Wire).await;
    by_id(1).respond_with(ok(list(&[], None))).mount(&server).await;
    let mut held = thread(&Said { is_hidden: true, ..said(1, "på kanalen") }, &[], 0);
    held["snippet"]["videoId"] = json!(null);
    serve_pages(&server, || threads("allThreadsRelatedToChannelId", "heldForReview"), &[vec![held]]).await;
    let at = Target { remote: Wire.remote(&said(1, "")), post: None };

    let here = platform.reread(&at).await.expect("it reads").expect("it is there");

    assert_eq!((here.is_hidden, here.target, here.link), (Some(true), at, None));
}
