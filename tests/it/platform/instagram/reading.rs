//! What Instagram lists, and how little of it is asked for.

use ordstyrer::model::{RemoteId, Target};
use ordstyrer::platform::{Cursor, Error};
use serde_json::{Value, json};

use super::wire::{PAGE, Wire, about, comment, comments, get, id, medium, of_page, ok, replies_of};
use crate::platform::meta::{list, serve_pages, vanished};
use crate::platform::network::{Network, Said, ever, every_read, open, pull_all, said, stamp, thread_all};

#[tokio::test]
async fn only_allowed_fields_are_asked_for() {
    // Each with its reason; a new one needs one too.
    let allowed = [
        "id",             // to act on it
        "text",           // the words
        "caption",        // the words
        "timestamp",      // the watermark
        "username",       // policy 001 §3, and to know our own
        "from",           // the same
        "user",           // told of our own only
        "parent_id",      // what it answers
        "hidden",         // to read a hide back
        "media",          // for its address
        "permalink",      // for the moderator
        "replies",        // what answers it
        "limit(50)",      // as many as Instagram gives
        "comments_count", // the network's own count
    ];
    let (server, platform) = open(&Wire).await;
    serve_pages(&server, &comments(), &[vec![comment(&said(1, "hej"))]]).await;
    serve_pages(&server, &replies_of(1), &[vec![comment(&said(2, "davs"))]]).await;
    Wire.serve_one(&server, &said(1, "hej")).await;
    every_read(&Wire, &*platform).await;
    let inside = Cursor(json!({ "after": null, "inside": [[id(1), "m"]] }).to_string());
    assert!(platform.thread(&Wire.post(), None, Some(&inside)).await.is_err(), "no such mark");

    let asked = server.received_requests().await.expect("recorded");

    let mut seen = 0;
    for request in asked.iter().filter(|request| request.method.as_str() == "GET") {
        let fields =
            request.url.query_pairs().find(|(key, _)| key == "fields").expect("fields are always named").1;
        for part in fields.split(['{', '}', ',', '.']).filter(|part| !part.is_empty()) {
            assert!(allowed.contains(&part), "{part} in {fields}");
            seen += 1;
        }
    }
    assert!(seen > 60, "only {seen} fields were looked at");
}

#[tokio::test]
async fn of_a_citizen_only_name_and_words_come_in() {
    let (server, platform) = open(&Wire).await;
    let page: Value =
        serde_json::from_str(include_str!("../../../fixtures/instagram/comments.json")).expect("JSON");
    get(&server, &comments(), ok(&page)).await;

    let page = platform.thread(&Wire.post(), None, None).await.expect("it reads");

    assert_eq!(page.unreadable, 1, "a comment without a time");
    let [asked, answer, nameless] = page.items.as_slice() else { panic!("{} items", page.items.len()) };
    assert_eq!(asked.target.remote.expose(), "17890000000000001", "ids come as numbers too");
    assert_eq!(asked.written_at, stamp("2026-11-21T10:00:00Z"));
    assert!(asked.link.as_ref().is_some_and(|link| link.expose() == "https://www.instagram.com/p/Cabc123/"));
    assert!(answer.is_ours && !asked.is_ours && !nameless.is_ours);
    assert_eq!(
        answer.parent.as_ref(),
        Some(&asked.target.remote),
        "it came inside, and does not say so itself"
    );
    assert_eq!(answer.link, asked.link);
    assert!(nameless.author_name.is_none() && nameless.text.is_empty());
    assert!(nameless.link.is_none(), "a link to another host is not shown to a moderator");
    for item in &page.items {
        let name = item.author_name.as_ref().map_or("", |name| name.expose());
        let link = item.link.as_ref().map_or("", |link| link.expose());
        let all = format!("{item:?} {name} {} {link} {:?}", item.text.expose(), item.marker);
        assert!(!all.contains("KANARIE"), "{all}");
    }
    let printed = format!("{page:?}");
    assert!(!printed.contains("311236") && !printed.contains("sofie"), "{printed}");
}

#[tokio::test]
async fn we_know_our_own_words_by_id_by_user_and_by_name() {
    let by_user = |mut comment: Value| {
        comment.as_object_mut().expect("an object").retain(|key, _| key != "from" && key != "username");
        comment["user"] = json!({ "id": PAGE });
        comment
    };
    let by_name = |mut comment: Value| {
        comment.as_object_mut().expect("an object").retain(|key, _| key != "from");
        comment
    };
    let (server, platform) = open(&Wire).await;
    let ours = comment(&Said { is_ours: true, ..said(1, "Hej Sofie") });
    let theirs = comment(&said(2, "Hej"));
    let mut renamed = ours.clone();
    renamed["from"]["username"] = json!("testkommune.ny");
    let shown =
        [ours.clone(), by_user(ours.clone()), by_name(ours), renamed, by_name(theirs.clone()), theirs];
    serve_pages(&server, &comments(), &[shown.to_vec()]).await;

    let items = thread_all(&*platform, &Wire.post(), None).await.expect("it reads");

    let is_ours: Vec<bool> = items.iter().map(|item| item.is_ours).collect();
    assert_eq!(is_ours, [true, true, true, true, false, false]);
    let named = server.received_requests().await.expect("recorded");
    let named = named.iter().filter(|request| request.url.query() == Some("fields=username"));
    assert_eq!(named.count(), 1, "our name is asked for once");
}

#[tokio::test]
async fn a_new_answer_to_an_old_comment_is_found_on_whatever_page() {
    let (server, platform) = open(&Wire).await;
    let old = |number| Said { at: "2026-11-01T10:00:00Z", ..said(number, "gammel") };
    let answer = Said { parent: Some(5), ..said(9, "ny") };
    let more = [said(10, "nyere"), said(11, "nyest")].map(|said| Said { parent: Some(5), ..said });
    let thread = [&[old(1), old(2), old(3), old(4), old(5), answer], more.as_slice()].concat();
    Wire.serve_thread(&server, &thread).await;

    let since = Some(stamp("2026-11-20T00:00:00Z"));
    let items = thread_all(&*platform, &Wire.post(), since).await.expect("it reads");

    let words: Vec<_> = items.iter().map(|item| item.text.expose()).collect();
    assert_eq!(words, ["ny", "nyere", "nyest"]);
    assert!(items.iter().all(|item| item.parent == Some(RemoteId::new(id(5)))));
    assert!(items.iter().all(|item| item.target.post == Some(Wire.post())));
}

#[tokio::test]
async fn answers_of_many_comments_go_on_where_each_ended_and_nothing_comes_twice() {
    let (server, platform) = open(&Wire).await;
    let mut thread = Vec::new();
    for top in 1..=7 {
        thread.push(said(top, "top"));
        let answers = (0..top).map(|nth| Said { parent: Some(top), ..said(top * 100 + nth, "svar") });
        thread.extend(answers);
    }
    Wire.serve_thread(&server, &thread).await;

    let items = thread_all(&*platform, &Wire.post(), None).await.expect("it reads");

    let mut found: Vec<_> = items.iter().map(|item| item.target.remote.expose().to_owned()).collect();
    found.sort();
    let mut wanted: Vec<_> = thread.iter().map(|said| id(said.number)).collect();
    wanted.sort();
    assert_eq!(found, wanted);
}

#[tokio::test]
async fn a_list_of_answers_whose_shape_is_strange_is_not_taken_for_none() {
    let (server, platform) = open(&Wire).await;
    let mut odd = comment(&said(1, "hej"));
    odd["replies"] = json!("mange");
    let mut without_a_mark = comment(&said(2, "hej"));
    without_a_mark["replies"] = json!({ "data": [], "paging": { "next": "https://x.example/" } });
    get(&server, &comments(), ok(&list(&[odd], None))).await;
    let page = platform.thread(&Wire.post(), None, None).await.expect("it reads");
    assert_eq!((page.items.len(), page.unreadable), (0, 1));

    let (server, platform) = open(&Wire).await;
    get(&server, &comments(), ok(&list(&[without_a_mark], None))).await;
    let page = platform.thread(&Wire.post(), None, None).await;
    assert!(matches!(page, Err(Error::Broken(_))), "{page:?}");

    for strange in ["", "mark1", "[]x", "{\"after\":1}"] {
        let (_server, platform) = open(&Wire).await;
        let page = platform.thread(&Wire.post(), None, Some(&Cursor(strange.to_owned()))).await;
        assert!(matches!(page, Err(Error::Broken(_))), "{strange}: {page:?}");
    }
}

#[tokio::test]
async fn an_answer_list_whose_comment_went_meanwhile_is_empty_and_the_walk_goes_on() {
    let (server, platform) = open(&Wire).await;
    let mut first = comment(&said(1, "en"));
    first["replies"] = list(&[comment(&Said { parent: Some(1), ..said(2, "to") })], Some("mark1"));
    serve_pages(&server, &comments(), &[vec![first], vec![comment(&said(3, "tre"))]]).await;
    get(&server, &replies_of(1), vanished()).await;
    get(&server, &format!("/{}", Wire.post().expose()), ok(&json!({ "id": Wire.post().expose() }))).await;

    let items = thread_all(&*platform, &Wire.post(), None).await.expect("it reads");

    let words: Vec<_> = items.iter().map(|item| item.text.expose()).collect();
    assert_eq!(words, ["en", "to", "tre"]);
}

#[tokio::test]
async fn a_medium_that_is_gone_or_not_ours_has_no_comments_unless_we_were_shut_out() {
    let (server, platform) = open(&Wire).await;
    get(&server, &comments(), vanished()).await;
    get(&server, &of_page("media"), ok(&json!({ "data": [{ "id": "1" }] }))).await;
    let page = platform.thread(&Wire.post(), None, None).await.expect("it reads");
    assert!(page.items.is_empty() && page.next.is_none());

    let (server, platform) = open(&Wire).await;
    Wire.serve_kept_from_us(&server).await;
    let page = platform.thread(&Wire.post(), None, None).await;
    assert!(matches!(page, Err(Error::NotPermitted(_))), "{page:?}");
}

#[tokio::test]
async fn where_we_are_tagged_we_can_look_and_nothing_else() {
    let theirs = Target { remote: RemoteId::new(id(7)), post: None };
    let (server, platform) = open(&Wire).await;
    let pages = [vec![medium(&said(6, "se her"))], vec![], vec![medium(&said(7, "@testkommune vejen"))]];
    serve_pages(&server, &of_page("tags"), &pages).await;

    let pulled = pull_all(&*platform, ever()).await.expect("it reads");
    let pulled: Vec<_> = pulled.into_iter().flat_map(|page| page.items).collect();
    assert_eq!(pulled.len(), 2);
    assert!(
        pulled.iter().all(|item| item.target.post.is_none() && item.images == 1 && item.is_hidden.is_none())
    );

    let now = platform.reread(&theirs).await.expect("it reads").expect("it is listed");
    assert_eq!(now.text.expose(), "@testkommune vejen");
    let gone = Target { remote: RemoteId::new(id(8)), post: None };
    assert!(matches!(platform.reread(&gone).await, Ok(None)), "it stands in the list no more");

    let task = ordstyrer::model::TaskId::from_text("t");
    let reply = crate::platform::network::reply(&task, "Hej");
    let unsupported = Ok(ordstyrer::platform::Sent::Unsupported);
    assert_eq!(platform.hide(&theirs, ever()).await, unsupported);
    assert_eq!(platform.unhide(&theirs, ever()).await, unsupported);
    assert_eq!(platform.delete(&theirs).await, unsupported);
    assert_eq!(platform.reply(&theirs, &reply).await, unsupported);
    assert!(platform.own_replies(&theirs).await.expect("nothing is asked").is_empty());
    let asked = server.received_requests().await.expect("recorded");
    assert!(asked.iter().all(|request| !Wire.is_write(request)));
}

#[tokio::test]
async fn whoever_loses_the_right_to_see_tags_has_not_lost_what_was_seen() {
    let theirs = Target { remote: RemoteId::new(id(7)), post: None };
    let (server, platform) = open(&Wire).await;
    get(&server, &of_page("tags"), Wire.forbidden()).await;

    let now = platform.reread(&theirs).await;

    assert!(matches!(now, Err(Error::NotPermitted(_))), "{now:?}");
}

#[tokio::test]
async fn a_comment_goes_with_its_medium_and_only_a_list_that_needs_the_same_right_proves_it() {
    let (server, platform) = open(&Wire).await;
    get(&server, &of_page("media"), ok(&json!({ "data": [] }))).await;
    Wire.serve_kept_from_us(&server).await;
    assert!(matches!(platform.reread(&about(1)).await, Ok(None)));

    let (server, platform) = open(&Wire).await;
    get(&server, &of_page("media"), Wire.forbidden()).await;
    Wire.serve_kept_from_us(&server).await;
    let kept = platform.reread(&about(1)).await;
    assert!(matches!(kept, Err(Error::NotPermitted(_))), "{kept:?}");
}
