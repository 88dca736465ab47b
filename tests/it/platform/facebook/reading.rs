//! What Facebook lists, and how little of it is asked for.

use ordstyrer::model::{RemoteId, Target};
use ordstyrer::platform::Error;
use serde_json::{Value, json};
use wiremock::Mock;
use wiremock::matchers::path;

use super::wire::{Wire, answer_comments, comment, of_page};
use crate::platform::meta::serve_pages;
use crate::platform::network::{Network, Said, TOKEN, ever, every_read, open, pull_all, said, stamp};

#[tokio::test]
async fn of_a_citizen_only_name_and_words_come_in() {
    let (server, platform) = open(&Wire).await;
    let page: Value =
        serde_json::from_str(include_str!("../../../fixtures/facebook/comments.json")).expect("JSON");
    answer_comments(&server, page).await;

    let page = platform.thread(&Wire.post(), None, None).await.expect("it reads");

    assert_eq!((page.private_dropped, page.unreadable), (1, 0), "the private comment is dropped unread");
    let [asked, picture, ours] = page.items.as_slice() else { panic!("{} items", page.items.len()) };
    assert_eq!(asked.target.remote.expose(), "901097836652999", "ids come as numbers too");
    assert_eq!(asked.written_at, stamp("2026-11-21T10:00:00Z"));
    assert_eq!((asked.images, picture.images, ours.images), (1, 1, 0), "a shared link is no picture");
    assert!(picture.text.is_empty() && picture.author_name.is_none());
    assert!(picture.link.is_none(), "a link to another host is not shown to a moderator");
    assert!(ours.is_ours && !asked.is_ours && !picture.is_ours);
    for item in &page.items {
        let name = item.author_name.as_ref().map_or("", |name| name.expose());
        let link = item.link.as_ref().map_or("", |link| link.expose());
        let all = format!("{item:?} {name} {} {link} {:?}", item.text.expose(), item.marker);
        assert!(!all.contains("KANARIE"), "{all}");
    }
    let printed = format!("{page:?}");
    assert!(!printed.contains("311236") && !printed.contains("Sofie"), "{printed}");
}

#[tokio::test]
async fn only_allowed_fields_are_asked_for() {
    // Each with its reason; a new one needs one too.
    let allowed = [
        "id",             // to act on it
        "message",        // the words
        "created_time",   // the watermark
        "from",           // to know our own, and the name
        "name",           // policy 001 §3
        "parent",         // what it answers
        "is_hidden",      // to read a hide back
        "is_private",     // to drop it unread
        "permalink_url",  // for the moderator
        "attachment",     // that there is a picture …
        "type",           // … not which
        "attachments",    // the same of a post
        "media_type",     // the same of a post
        "comments",       // the network's own count
        "filter(stream)", // replies are counted too
        "limit(0)",       // and none of them is sent
        "summary(true)",  // the network's own count
    ];
    let (server, platform) = open(&Wire).await;
    every_read(&Wire, &*platform).await;
    let visitors = Target { remote: RemoteId::new("1_2"), post: None };
    assert!(platform.reread(&visitors).await.is_err(), "there is nothing to read");
    let tagged = ordstyrer::platform::Cursor("tagged".to_owned());
    assert!(platform.pull(ever(), Some(&tagged)).await.is_ok());

    let asked = server.received_requests().await.expect("recorded");

    let mut seen = 0;
    for request in asked {
        let fields =
            request.url.query_pairs().find(|(key, _)| key == "fields").expect("fields are always named").1;
        for part in fields.split(['{', '}', ',', '.']).filter(|part| !part.is_empty()) {
            assert!(allowed.contains(&part), "{part} in {fields}");
            seen += 1;
        }
    }
    assert!(seen > 40, "only {seen} fields were looked at");
}

#[tokio::test]
async fn a_thread_is_asked_for_whole_and_newest_first() {
    let (server, platform) = open(&Wire).await;
    answer_comments(&server, json!({ "data": [] })).await;

    platform.thread(&Wire.post(), None, None).await.expect("it reads");

    let asked = server.received_requests().await.expect("recorded").remove(0);
    let query = asked.url.query().expect("a query");
    assert!(query.contains("filter=stream") && query.contains("order=reverse_chronological"), "{query}");
}

#[tokio::test]
async fn a_thread_stops_once_it_is_older_than_asked_for() {
    let (server, platform) = open(&Wire).await;
    let old = |number| Said { at: "2026-11-20T10:00:00Z", ..said(number, "gammel") };
    Wire.serve_thread(&server, &[said(1, "ny"), said(2, "ny"), old(3), old(4), old(5), old(6)]).await;
    let since = Some(stamp("2026-11-21T00:00:00Z"));

    let items =
        crate::platform::network::thread_all(&*platform, &Wire.post(), since).await.expect("it reads");

    assert_eq!(items.len(), 2);
    assert_eq!(server.received_requests().await.expect("recorded").len(), 3, "new, the empty one, old");
}

#[tokio::test]
async fn visitors_posts_come_first_and_then_mentions() {
    let (server, platform) = open(&Wire).await;
    let of = |numbers: &[u32]| numbers.iter().map(|n| comment(&said(*n, &n.to_string()))).collect::<Vec<_>>();
    serve_pages(&server, &of_page("visitor_posts"), &[of(&[1, 2]), of(&[3])]).await;
    serve_pages(&server, &of_page("tagged"), &[of(&[4]), of(&[]), of(&[5])]).await;

    let pages = pull_all(&*platform, ever()).await.expect("it reads");

    let items: Vec<_> = pages.iter().flat_map(|page| &page.items).collect();
    let words: Vec<_> = items.iter().map(|item| item.text.expose()).collect();
    assert_eq!(words, ["1", "2", "3", "4", "5"]);
    assert!(items.iter().all(|item| item.target.post.is_none()));
    let ours: Vec<_> = pages.iter().flat_map(|page| &page.visitors).map(RemoteId::expose).collect();
    let theirs: Vec<_> = items.iter().take(3).map(|item| item.target.remote.expose()).collect();
    assert_eq!(ours, theirs, "what stands under a mention is not ours to look after");
    let strange = ordstyrer::platform::Cursor("me/accounts x".to_owned());
    assert!(matches!(platform.pull(ever(), Some(&strange)).await, Err(Error::Broken(_))));
}

#[tokio::test]
async fn what_stands_under_a_visitors_post_or_a_mention_is_read_as_under_ours() {
    let (server, platform) = open(&Wire).await;
    let root = RemoteId::new("998877_555");
    let answer = Said { is_ours: true, parent: Some(1), ..said(2, "Hej") };
    let pages = [vec![comment(&said(1, "enig"))], vec![], vec![comment(&answer)]];
    serve_pages(&server, "/998877_555/comments", &pages).await;

    let items = crate::platform::network::thread_all(&*platform, &root, None).await.expect("it reads");

    let told: Vec<_> = items.iter().map(|item| (item.text.expose(), item.is_ours)).collect();
    assert_eq!(told, [("enig", false), ("Hej", true)]);
    assert!(items.iter().all(|item| item.target.post.as_ref() == Some(&root)));
}

#[tokio::test]
async fn under_a_visitors_post_that_was_deleted_there_is_nothing_unless_we_were_shut_out() {
    let root = RemoteId::new("998877_555");
    let (server, platform) = open(&Wire).await;
    serve_pages(&server, &of_page("visitor_posts"), &[vec![]]).await;
    let gone = crate::platform::meta::vanished();
    Mock::given(path("/998877_555/comments")).respond_with(gone).mount(&server).await;
    let page = platform.thread(&root, None, None).await.expect("it reads");
    assert!(page.items.is_empty() && page.next.is_none());

    let (server, platform) = open(&Wire).await;
    Wire.serve_kept_from_us(&server).await;
    let page = platform.thread(&root, None, None).await;
    assert!(matches!(page, Err(Error::NotPermitted(_))), "{page:?}");
}

#[tokio::test]
async fn of_the_next_address_only_the_mark_is_used() {
    let (server, platform) = open(&Wire).await;
    let next = format!("https://elsewhere.example/?access_token={TOKEN}&limit=100&after=M%3D%3D");
    answer_comments(&server, json!({ "data": [], "paging": { "next": next } })).await;
    let page = platform.thread(&Wire.post(), None, None).await.expect("it reads");
    assert_eq!(page.next.map(|cursor| cursor.0).as_deref(), Some("M=="));

    let (server, platform) = open(&Wire).await;
    let next = format!("https://elsewhere.example/?access_token={TOKEN}");
    answer_comments(&server, json!({ "data": [], "paging": { "next": next } })).await;
    let page = platform.thread(&Wire.post(), None, None).await;
    assert!(matches!(page, Err(Error::Broken(_))), "{page:?}");
}
