//! Answering with a key made from the task.

use ordstyrer::model::{Target, TaskId};
use ordstyrer::platform::Error;
use serde_json::json;

use super::wire::{ROOT, Wire, cid, error, post, puts, serve_posts_now, strong, uri_of, view};
use crate::platform::network::{Network, open, reply, said, target};

#[tokio::test]
async fn a_reply_sent_twice_is_one_record_written_twice() {
    let (server, platform) = open(&Wire).await;
    Wire.answer_writes(&server, &said(1, "Hvornår?"), Wire.done()).await;
    let words = "Svar på spørgsmål om børn: https://www.borger.dk/skat. Se også (http://kørsel.dk/å?a=https://b) – ikke xhttps://nej eller https://";
    let task = TaskId::from_text("0193a0c2-0000-7000-8000-000000000001");
    for _ in 0..2 {
        assert!(platform.reply(&target(&Wire, &said(1, "")), &reply(&task, words)).await.is_ok());
    }
    let other = TaskId::from_text("0193a0c2-0000-7000-8000-000000000002");
    assert!(platform.reply(&target(&Wire, &said(1, "")), &reply(&other, words)).await.is_ok());

    let puts = puts(&server).await;

    assert_eq!(puts[0], puts[1]);
    assert_ne!(puts[0]["rkey"], puts[2]["rkey"], "another task is another record");
    let put = &puts[0];
    assert_eq!(put["collection"], "app.bsky.feed.post");
    assert_eq!(put["record"]["text"], words);
    assert_eq!(put["record"]["langs"], json!(["da"]));
    assert_eq!(put["record"]["createdAt"], "2026-11-21T12:00:00.000Z");
    assert_eq!(put["record"]["reply"]["root"], strong(ROOT));
    assert_eq!(put["record"]["reply"]["parent"], json!({ "uri": uri_of(1, false), "cid": cid(1) }));
    let links: Vec<_> = put["record"]["facets"]
        .as_array()
        .expect("links")
        .iter()
        .map(|facet| {
            let at =
                |end: &str| usize::try_from(facet["index"][end].as_u64().expect("a place")).expect("small");
            let marked = &words.as_bytes()[at("byteStart")..at("byteEnd")];
            let uri = facet["features"][0]["uri"].as_str().expect("an address");
            (String::from_utf8(marked.to_vec()).expect("whole signs"), uri.to_owned())
        })
        .collect();
    assert_eq!(
        links,
        [
            ("https://www.borger.dk/skat".to_owned(), "https://www.borger.dk/skat".to_owned()),
            (
                "http://kørsel.dk/å?a=https://b".to_owned(),
                "http://xn--krsel-vua.dk/%C3%A5?a=https://b".to_owned()
            ),
        ]
    );
}

#[tokio::test]
async fn a_replys_key_is_a_valid_tid_of_the_moment_it_was_made() {
    let (server, platform) = open(&Wire).await;
    Wire.answer_writes(&server, &said(1, ""), Wire.done()).await;
    let mut keys = Vec::new();
    for (number, at) in
        [(1, 0), (2, 1_763_000_000_000), (3, 1_763_000_000_001), (4, 4_102_444_800_000), (5, -1)]
    {
        let task = TaskId::from_text(format!("opgave-{number}"));
        let answer =
            ordstyrer::platform::Reply { at: ordstyrer::model::Stamp::from_ms(at), ..reply(&task, "Hej") };
        assert!(platform.reply(&target(&Wire, &said(1, "")), &answer).await.is_ok());
    }
    for put in puts(&server).await {
        let key = put["rkey"].as_str().expect("a key").to_owned();
        assert_eq!(key.len(), 13, "{key}");
        assert!(key.bytes().all(|sign| b"234567abcdefghijklmnopqrstuvwxyz".contains(&sign)), "{key}");
        assert!(key.bytes().next().is_some_and(|first| b"234567abcdefghij".contains(&first)), "{key}");
        keys.push(key);
    }
    assert!(keys[0] < keys[1] && keys[1] < keys[2] && keys[2] < keys[3], "they sort by time: {keys:?}");
    // Microseconds of 1 763 000 000 000 ms, read back from the key.
    let value = keys[1].bytes().fold(0_u64, |value, sign| {
        let five = b"234567abcdefghijklmnopqrstuvwxyz".iter().position(|one| *one == sign).expect("a sign");
        value << 5 | u64::try_from(five).expect("small")
    });
    assert_eq!((value >> 10) / 1000, 1_763_000_000_000);
}

#[tokio::test]
async fn a_mention_is_answered_at_its_own_root() {
    let theirs = json!({ "uri": uri_of(77, false), "cid": "bafyroot77" });
    let mut inside = view(&said(1, "hvad siger @kommune.test?"));
    inside["record"]["reply"]["root"] = theirs.clone();
    let mut alone = view(&said(1, "@kommune.test hej"));
    alone["record"].as_object_mut().expect("an object").remove("reply");
    let itself = json!({ "uri": uri_of(1, false), "cid": cid(1) });
    for (mention, root) in [(inside, theirs), (alone, itself.clone())] {
        let (server, platform) = open(&Wire).await;
        serve_posts_now(&server, vec![mention]).await;
        post("com.atproto.repo.putRecord").respond_with(Wire.done()).mount(&server).await;
        let target = Target { remote: Wire.remote(&said(1, "")), post: None };
        let task = TaskId::from_text("t");

        assert!(platform.reply(&target, &reply(&task, "Hej")).await.is_ok());

        let put = puts(&server).await.remove(0);
        assert_eq!(put["record"]["reply"], json!({ "root": root, "parent": itself }));
        assert_eq!(put["record"].get("facets"), None);
    }
}

#[tokio::test]
async fn a_reply_that_is_too_long_is_refused_for_good() {
    let (server, platform) = open(&Wire).await;
    Wire.answer_writes(&server, &said(1, ""), error(400, "InvalidRequest")).await;
    let task = TaskId::from_text("t");

    let sent = platform.reply(&target(&Wire, &said(1, "")), &reply(&task, &"æ".repeat(301))).await;

    assert!(matches!(sent, Err(Error::Refused(_))), "{sent:?}");
}
