//! The contract of reading, which every network passes.

use ordstyrer::model::RemoteId;
use ordstyrer::platform::Error;
use serde_json::{Value, json};

use super::network::{Network, Said, ever, networks, open, pull_all, said, stamp, target, thread_all};

fn words(items: &[ordstyrer::model::Incoming]) -> Vec<&str> {
    items.iter().map(|item| item.text.expose()).collect()
}

fn comment_in<'a>(network: &dyn Network, item: &'a mut Value) -> &'a mut Value {
    item.pointer_mut(network.comment_at()).expect("the comment in the item")
}

/// What stands in a comment at this place, its keys parted by `/`.
fn in_comment<'a>(network: &dyn Network, item: &'a mut Value, at: &str) -> &'a mut Value {
    let comment = comment_in(network, item);
    let keys = at.split('/').filter(|key| !key.is_empty());
    keys.fold(comment, |inside, key| inside.get_mut(key).expect("the key in the comment"))
}

#[tokio::test]
async fn an_empty_page_is_not_an_error() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        network.serve_stream(&server, &[vec![]]).await;
        network.serve_thread(&server, &[]).await;
        network.serve_posts(&server, &[]).await;

        let pages = pull_all(&*platform, ever()).await.expect("it reads");

        assert!(pages.iter().all(|page| page.items.is_empty() && page.unreadable == 0), "{}", network.name());
        let thread = thread_all(&*platform, &network.post(), None).await.expect("it reads");
        assert!(thread.is_empty(), "{}", network.name());
        assert!(platform.posts(ever()).await.expect("it reads").is_empty(), "{}", network.name());
    }
}

#[tokio::test]
async fn short_and_empty_pages_are_not_the_end() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        let pages =
            [vec![said(1, "en")], vec![], vec![said(2, "to"), said(3, "tre")], vec![], vec![said(4, "fire")]];
        network.serve_stream(&server, &pages).await;

        let pages = pull_all(&*platform, ever()).await.expect("it reads");

        let items: Vec<_> = pages.into_iter().flat_map(|page| page.items).collect();
        assert_eq!(words(&items), ["en", "to", "tre", "fire"], "{}", network.name());
    }
}

#[tokio::test]
async fn a_comment_arrives_with_all_that_we_may_keep() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        let comment = said(7, "Hvornår er vejen åben igen? 🚧");
        network.serve_stream(&server, &[vec![comment.clone()]]).await;

        let page = platform.pull(ever(), None).await.expect("it reads");

        let item = page.items.first().expect("one comment");
        assert_eq!(item.target.remote, network.remote(&comment));
        assert_eq!(item.text.expose(), "Hvornår er vejen åben igen? 🚧");
        assert_eq!(item.author_name.as_ref().map(ordstyrer::model::Text::expose), Some(network.sofie()));
        assert_eq!(item.written_at, stamp("2026-11-21T10:00:00Z"));
        assert!(!item.is_ours);
        assert!(item.link.as_ref().is_some_and(|link| link.expose().starts_with("https://")));
        assert_eq!((page.unreadable, page.private_dropped), (0, 0));
    }
}

#[tokio::test]
async fn what_is_older_than_the_watermark_is_left_out_and_ends_the_walk() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        let old = |number| Said { at: "2026-11-20T09:59:59Z", ..said(number, "gammel") };
        let pages = [vec![said(1, "ny"), old(2)], vec![old(3)], vec![old(4)], vec![old(5)]];
        network.serve_stream(&server, &pages).await;

        let pages = pull_all(&*platform, stamp("2026-11-21T10:00:00Z")).await.expect("it reads");

        let items: Vec<_> = pages.into_iter().flat_map(|page| page.items).collect();
        assert_eq!(words(&items), ["ny"], "{}", network.name());
        let asked = server.received_requests().await.expect("recorded");
        let walked = asked.iter().filter(|request| request.url.query().unwrap_or("").contains("mark"));
        assert_eq!(walked.count(), 1, "{}: the first page of old ones is the last", network.name());
    }
}

#[tokio::test]
async fn a_thread_comes_with_its_replies_and_knows_which_are_ours_and_hidden() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        let thread = [
            said(1, "første"),
            Said { parent: Some(1), ..said(2, "svar") },
            Said { parent: Some(2), ..said(3, "svar på svar") },
            Said { parent: Some(1), is_ours: true, ..said(4, "Hej Sofie") },
            Said { is_hidden: true, ..said(5, "grim") },
        ];
        network.serve_thread(&server, &thread).await;

        let items = thread_all(&*platform, &network.post(), None).await.expect("it reads");

        assert_eq!(items.len(), 5, "{}", network.name());
        for one in &thread {
            let item = items.iter().find(|item| item.target.remote == network.remote(one));
            let item = item.unwrap_or_else(|| panic!("{} lost number {}", network.name(), one.number));
            assert_eq!(item.text.expose(), one.text);
            assert_eq!(item.is_ours, one.is_ours, "{} {}", network.name(), one.number);
            let shown = platform.can().hide.then_some(one.is_hidden);
            assert_eq!(item.is_hidden, shown, "{} {}", network.name(), one.number);
            assert_eq!(item.target.post, Some(network.post()));
            if let Some(parent) = one.parent {
                let above = thread.iter().find(|said| said.number == parent).and_then(|said| said.parent);
                let parent = above.filter(|_| !network.keeps_depth()).unwrap_or(parent);
                assert_eq!(item.parent, Some(network.remote(&said(parent, ""))), "{}", network.name());
            }
        }
    }
}

#[tokio::test]
async fn our_posts_come_newest_first_with_the_networks_own_count() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        let posts = [
            (5, "2026-11-21T10:00:00Z", 3),
            (4, "2026-11-20T10:00:00Z", 0),
            (3, "2026-11-19T10:00:00Z", 12),
            (2, "2026-11-01T10:00:00Z", 1),
            (1, "2026-10-01T10:00:00Z", 1),
            (0, "2026-09-01T10:00:00Z", 1),
        ];
        network.serve_posts(&server, &posts).await;

        let posts = platform.posts(stamp("2026-11-15T00:00:00Z")).await.expect("it reads");

        let told: Vec<_> = posts.iter().map(|post| (post.written_at, post.count)).collect();
        let expected = [
            (stamp("2026-11-21T10:00:00Z"), Some(3)),
            (stamp("2026-11-20T10:00:00Z"), Some(0)),
            (stamp("2026-11-19T10:00:00Z"), Some(12)),
        ];
        assert_eq!(told, expected, "{}", network.name());
        assert!(posts.iter().all(|post| post.text.expose() == "Vejarbejde på Storegade"));
    }
}

#[tokio::test]
async fn an_author_who_is_not_told_costs_only_the_name() {
    for network in networks() {
        for author in [json!(null), json!(7), json!({ "id": null, "did": null, "name": null }), json!([])] {
            let (server, platform) = open(&*network).await;
            let mut item = network.item(&said(1, "hej"));
            let mut without = network.item(&said(2, "davs"));
            for key in network.author() {
                *in_comment(&*network, &mut item, key) = author.clone();
                let (above, key) = key.rsplit_once('/').unwrap_or(("", key));
                let above = in_comment(&*network, &mut without, above);
                above.as_object_mut().expect("an object").remove(key).expect("an author");
            }
            network.serve_odd_stream(&server, vec![item, without]).await;

            let page = platform.pull(ever(), None).await.expect("it reads");

            assert_eq!(words(&page.items), ["hej", "davs"], "{}", network.name());
            assert!(page.items.iter().all(|item| item.author_name.is_none() && !item.is_ours));
        }
    }
}

#[tokio::test]
async fn unknown_fields_and_odd_values_of_fields_that_we_can_miss_are_passed_over() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        let mut item = network.item(&said(1, "hej"));
        item["a_field_of_tomorrow"] = json!({ "deep": [1, 2, { "er": "her" }] });
        let comment = comment_in(&*network, &mut item);
        comment["a_field_of_tomorrow"] = json!([[], {}]);
        comment["is_hidden"] = json!("måske");
        comment["hidden"] = json!("måske");
        comment["permalink"] = json!(17);
        comment["comments_count"] = json!("mange");
        comment["permalink_url"] = json!(17);
        comment["replyCount"] = json!("mange");
        comment["replies_count"] = json!("mange");
        comment["in_reply_to_id"] = json!(["?"]);
        comment["media_attachments"] = json!("mange");
        comment["parent"] = json!("?");
        if let Some(snippet) = comment.get_mut("snippet") {
            snippet["parentId"] = json!(["?"]);
            snippet["updatedAt"] = json!({});
            snippet["moderationStatus"] = json!(7);
        }
        network.serve_odd_stream(&server, vec![item]).await;

        let page = platform.pull(ever(), None).await.expect("it reads");

        assert_eq!(words(&page.items), ["hej"], "{}", network.name());
        assert_eq!(page.unreadable, 0, "{}", network.name());
    }
}

#[tokio::test]
async fn an_item_that_cannot_be_understood_is_counted_and_the_page_goes_on() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        let without = |key: &str| {
            let mut item = network.item(&said(9, "uden"));
            comment_in(&*network, &mut item).as_object_mut().expect("an object").remove(key);
            item
        };
        let id = if network.item(&said(1, "")).get("uri").is_some() { "uri" } else { "id" };
        let mut climbing = network.item(&said(9, "op"));
        comment_in(&*network, &mut climbing)[id] = json!("../../me");
        let mut timeless = network.item(&said(9, "tidløs"));
        let comment = comment_in(&*network, &mut timeless);
        for key in ["created_time", "created_at", "indexedAt", "timestamp"] {
            comment[key] = json!("i går");
        }
        if let Some(record) = comment.get_mut("record") {
            record["createdAt"] = json!("i går");
        }
        if let Some(snippet) = comment.get_mut("snippet") {
            snippet["publishedAt"] = json!("i går");
        }
        let items = vec![
            network.item(&said(1, "før")),
            without(id),
            climbing,
            timeless,
            json!(null),
            json!("tekst"),
            json!({}),
            network.item(&said(2, "efter")),
        ];
        network.serve_odd_stream(&server, items).await;

        let page = platform.pull(ever(), None).await.expect("it reads");

        assert_eq!(words(&page.items), ["før", "efter"], "{}", network.name());
        assert_eq!(page.unreadable, 6, "{}", network.name());
    }
}

#[tokio::test]
async fn a_reread_shows_the_comment_as_it_stands_now() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        let comment = said(3, "før");
        network.serve_stream(&server, &[vec![comment.clone()]]).await;
        let before = platform.pull(ever(), None).await.expect("it reads").items.remove(0);
        let edited = Said { text: "efter (rettet)".to_owned(), is_hidden: true, ..comment.clone() };
        network.serve_one(&server, &edited).await;

        let now =
            platform.reread(&target(&*network, &comment)).await.expect("it reads").expect("it is there");

        assert_eq!(now.text.expose(), "efter (rettet)", "{}", network.name());
        assert_eq!(now.target, target(&*network, &comment), "{}", network.name());
        assert_eq!(now.is_hidden, platform.can().hide.then_some(true), "{}", network.name());
        assert_ne!(before.text, now.text);
    }
}

#[tokio::test]
async fn gone_is_told_apart_from_not_shown_to_us() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        network.serve_gone(&server).await;
        let gone = platform.reread(&target(&*network, &said(3, ""))).await;
        assert!(matches!(gone, Ok(None)), "{} says {gone:?}", network.name());
        let replies = platform.own_replies(&target(&*network, &said(3, ""))).await;
        assert!(replies.is_ok_and(|replies| replies.is_empty()), "{}", network.name());

        let (server, platform) = open(&*network).await;
        network.serve_kept_from_us(&server).await;
        let kept = platform.reread(&target(&*network, &said(3, ""))).await;
        assert!(matches!(kept, Err(Error::NotPermitted(_))), "{} says {kept:?}", network.name());
    }
}

#[tokio::test]
async fn an_id_of_another_network_is_refused_before_anything_is_sent() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        for id in [
            "../me/accounts",
            "me",
            "",
            "at://did:plc:a/b",
            "https://evil.example/",
            "a b",
            "1?access_token=1",
        ] {
            let mut strange = target(&*network, &said(1, ""));
            strange.remote = RemoteId::new(id);

            let outcome = platform.reread(&strange).await;

            assert!(matches!(outcome, Err(Error::Refused(_))), "{} on {id}: {outcome:?}", network.name());
            assert!(platform.thread(&strange.remote, None, None).await.is_err(), "{}", network.name());
        }
        let asked = server.received_requests().await.expect("recorded");
        let about_it = asked.iter().filter(|request| request.method.as_str() == "GET").count();
        assert_eq!(about_it, 0, "{}", network.name());
    }
}
