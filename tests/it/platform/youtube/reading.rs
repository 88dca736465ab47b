//! What YouTube lists, and what of it comes in.

use ordstyrer::model::{Incoming, RemoteId, Text};
use ordstyrer::platform::{Cursor, Error};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;
use wiremock::matchers::query_param;

use super::wire::{
    CITIZEN, UPLOADS, VIDEO, Wire, asked, by_id, comment, error, get, id, list, of, ok, serve_pages, thread,
    threads, value,
};
use crate::platform::network::{
    Network, Said, ever, every_read, open, pull_all, reply, said, stamp, target, thread_all,
};

const CHANNEL: &str = "allThreadsRelatedToChannelId";

fn words(items: &[Incoming]) -> Vec<&str> {
    let mut words: Vec<_> = items.iter().map(|item| item.text.expose()).collect();
    words.sort_unstable();
    words
}

fn old(number: u32, text: &str) -> Said {
    Said { at: "2026-10-01T08:00:00Z", ..said(number, text) }
}

#[tokio::test]
async fn only_fields_that_we_may_keep_are_asked_for_and_words_as_plain_text() {
    let (server, platform) = open(&Wire).await;
    Wire.serve_stream(&server, &[vec![said(1, "hej")]]).await;
    Wire.serve_thread(&server, &[said(1, "hej"), Said { parent: Some(1), ..said(2, "svar") }]).await;
    Wire.serve_posts(&server, &[(5, "2026-11-21T10:00:00Z", 3)]).await;
    Wire.answer_writes(&server, &said(1, "hej"), Wire.replied(&RemoteId::new(id(9)))).await;
    serve_pages(&server, || get("/comments").and(query_param("parentId", id(1))), &[vec![]]).await;
    for (read, error) in every_read(&Wire, &*platform).await {
        assert_eq!(error, None, "{read}");
    }
    pull_all(&*platform, ever()).await.expect("it reads");
    thread_all(&*platform, &Wire.post(), None).await.expect("it reads");
    let task = ordstyrer::model::TaskId::from_text("t");
    platform.reply(&target(&Wire, &said(1, "")), &reply(&task, "Hej")).await.expect("it answers");
    platform.hide(&target(&Wire, &said(1, "")), ever()).await.expect("it hides");

    let allowed = [
        "kind",
        "nextPageToken",
        "items",
        "id",
        "snippet",
        "replies",
        "comments",
        "topLevelComment",
        "value",
        // Of a citizen.
        "parentId",
        "authorDisplayName",
        "authorChannelId",
        "textDisplay",
        "textOriginal",
        "publishedAt",
        "updatedAt",
        "moderationStatus",
        "imageUrl",
        // Of a thread and of what is ours.
        "videoId",
        "totalReplyCount",
        "canReply",
        "isPublic",
        "contentDetails",
        "relatedPlaylists",
        "uploads",
        "videoPublishedAt",
        "title",
        "description",
        "statistics",
        "commentCount",
    ];
    let requests = asked(&server).await;
    assert!(requests.len() > 10);
    for request in &requests {
        let at = request.url.path();
        if at.ends_with("setModerationStatus") {
            assert_eq!(request.url.query_pairs().count(), 2, "{}", request.url);
            continue;
        }
        let fields = value(request, "fields").expect("fields are always named");
        for field in
            fields.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|field| !field.is_empty())
        {
            assert!(allowed.contains(&field), "{at} asks for {field}");
        }
        assert!(!value(request, "part").expect("parts are always named").contains("brandingSettings"));
        if fields.contains("textDisplay") {
            assert_eq!(value(request, "textFormat").as_deref(), Some("plainText"), "{at}");
        }
    }
}

#[tokio::test]
async fn of_a_citizen_only_name_and_words_come_in() {
    let (server, platform) = open(&Wire).await;
    let mut one = thread(&said(1, "5 &lt; 6 & *fed*\n311236-4004"), &[], 0);
    one["snippet"]["topLevelComment"]["snippet"]["imageUrl"] = json!("https://yt3.example/KANARIE.gif");
    Wire.serve_odd_stream(&server, vec![one]).await;

    let item = platform.pull(ever(), None).await.expect("it reads").items.remove(0);

    assert_eq!(item.text.expose(), "5 &lt; 6 & *fed*\n311236-4004", "plain text is not HTML");
    assert_eq!(item.author_name.as_ref().map(Text::expose), Some("Sofie Eksempel"));
    assert!(item.handle.is_none() && item.marker.is_none());
    assert_eq!(item.images, 1);
    let link = item.link.expect("a link");
    assert_eq!(link.expose(), format!("https://www.youtube.com/watch?v={VIDEO}&lc={}", id(1)));
    assert_eq!(item.target.post, Some(Wire.post()));
}

#[tokio::test]
async fn what_youtube_holds_back_comes_after_what_is_published_and_is_hidden() {
    let (server, platform) = open(&Wire).await;
    serve_pages(&server, || threads(CHANNEL, "published"), &[vec![thread(&said(1, "fremme"), &[], 0)]]).await;
    // A thread is listed as held for one held reply: the rest of it is not held.
    let held_reply = comment(&Said { parent: Some(2), is_hidden: true, ..said(3, "tilbageholdt svar") });
    let held = [vec![thread(&said(2, "synlig"), &[held_reply], 1)], vec![]];
    serve_pages(&server, || threads(CHANNEL, "heldForReview"), &held).await;
    let mut spam = thread(&said(4, "måske reklame"), &[], 0);
    spam["snippet"]["topLevelComment"]["snippet"]["moderationStatus"] = json!("likelySpam");
    serve_pages(&server, || threads(CHANNEL, "likelySpam"), &[vec![spam]]).await;

    let pages = pull_all(&*platform, ever()).await.expect("it reads");

    let told: Vec<_> =
        pages.iter().flat_map(|page| &page.items).map(|item| (item.text.expose(), item.is_hidden)).collect();
    let expected = [
        ("fremme", Some(false)),
        ("synlig", Some(false)),
        ("tilbageholdt svar", Some(true)),
        ("måske reklame", Some(true)),
    ];
    assert_eq!(told, expected);
    let statuses: Vec<_> =
        asked(&server).await.iter().filter_map(|one| value(one, "moderationStatus")).collect();
    assert_eq!(statuses, ["published", "heldForReview", "heldForReview", "likelySpam"]);
}

#[tokio::test]
async fn where_the_status_is_not_told_nothing_is_called_hidden_or_shown() {
    let (server, platform) = open(&Wire).await;
    let mut untold = thread(&said(1, "hej"), &[], 0);
    untold["snippet"]["topLevelComment"]["snippet"]["moderationStatus"] = json!(null);
    serve_pages(&server, || threads(CHANNEL, "heldForReview"), &[vec![untold]]).await;

    let page = platform.pull(ever(), Some(&Cursor("heldForReview".to_owned()))).await.expect("it reads");

    assert_eq!(page.items[0].is_hidden, None);
}

#[tokio::test]
async fn a_new_reply_or_an_edit_beside_an_old_thread_is_news_and_the_thread_is_not() {
    let (server, platform) = open(&Wire).await;
    let beside = [comment(&Said { parent: Some(1), ..said(2, "nyt svar") })];
    let answered = thread(&old(1, "gammel"), &beside, 1);
    let mut edited = thread(&old(3, "rettet"), &[], 0);
    edited["snippet"]["topLevelComment"]["snippet"]["updatedAt"] = json!("2026-11-21T09:00:00Z");
    let pages = [vec![answered, edited], vec![thread(&old(4, "gammel"), &[], 0)], vec![]];
    serve_pages(&server, || threads(CHANNEL, "published"), &pages).await;

    let pages = pull_all(&*platform, stamp("2026-11-21T00:00:00Z")).await.expect("it reads");

    let items: Vec<_> = pages.into_iter().flat_map(|page| page.items).collect();
    assert_eq!(words(&items), ["nyt svar", "rettet"]);
    assert!(items.iter().all(|item| item.marker.is_none()), "the words decide what is an edit");
    let marks = asked(&server).await.iter().filter(|one| value(one, "pageToken").is_some()).count();
    assert_eq!(marks, 1, "the first page of old ones is the last");
}

#[tokio::test]
async fn a_thread_is_read_with_every_reply_however_few_stand_beside_it() {
    let (server, platform) = open(&Wire).await;
    let replies: Vec<Value> =
        (10..140).map(|n| comment(&Said { parent: Some(1), ..said(n, &format!("svar {n}")) })).collect();
    let complete = [comment(&Said { parent: Some(2), ..said(3, "eneste svar") })];
    let threads_of_it =
        vec![thread(&old(1, "mange svar"), &replies[..5], 130), thread(&said(2, "ét svar"), &complete, 1)];
    serve_pages(&server, || threads("videoId", "published"), &[threads_of_it]).await;
    let pages = [replies[..100].to_vec(), replies[100..].to_vec()];
    serve_pages(&server, || get("/comments").and(query_param("parentId", id(1))), &pages).await;

    let all = thread_all(&*platform, &Wire.post(), None).await.expect("it reads");
    let since = thread_all(&*platform, &Wire.post(), Some(stamp("2026-11-21T00:00:00Z"))).await;

    assert_eq!(all.len(), 133);
    assert_eq!(since.expect("it reads").len(), 132, "a new reply is found below an old comment");
    let first: Vec<_> = all.iter().take(2).map(|one| one.text.expose()).collect();
    assert_eq!(first, ["mange svar", "svar 10"], "what is answered comes before its answers");
    let requests = asked(&server).await;
    let of_replies = requests.iter().filter(|one| of(one) == "comments").count();
    assert_eq!(of_replies, 4, "the thread whose replies stand beside it costs no call");
    let statuses: Vec<_> = requests.iter().filter_map(|one| value(one, "moderationStatus")).collect();
    assert_eq!(statuses, ["published", "heldForReview", "likelySpam", "published"]);
}

#[tokio::test]
async fn a_new_reply_under_an_old_thread_is_found_on_the_last_page() {
    let (server, platform) = open(&Wire).await;
    let beside = [comment(&Said { parent: Some(3), ..said(4, "nyt svar") })];
    let pages = [
        vec![thread(&old(1, "gammel"), &[], 0)],
        vec![thread(&old(2, "gammel"), &[], 0)],
        vec![thread(&old(3, "gammel"), &beside, 1)],
    ];
    serve_pages(&server, || threads("videoId", "published"), &pages).await;

    let since = thread_all(&*platform, &Wire.post(), Some(stamp("2026-11-21T00:00:00Z"))).await;

    assert_eq!(words(&since.expect("it reads")), ["nyt svar"]);
}

#[tokio::test]
async fn a_thread_that_goes_while_its_replies_are_read_costs_nothing_else() {
    let (server, platform) = open(&Wire).await;
    let page = vec![thread(&said(1, "væk om lidt"), &[], 7), thread(&said(2, "bliver"), &[], 0)];
    serve_pages(&server, || threads("videoId", "published"), &[page]).await;
    get("/comments").respond_with(error(404, "commentNotFound")).mount(&server).await;

    let all = thread_all(&*platform, &Wire.post(), None).await.expect("it reads");

    assert_eq!(words(&all), ["bliver", "væk om lidt"]);
}

#[tokio::test]
async fn replies_that_go_in_circles_are_broken() {
    let (server, platform) = open(&Wire).await;
    serve_pages(&server, || threads("videoId", "published"), &[vec![thread(&said(1, "hej"), &[], 7)]]).await;
    get("/comments").respond_with(ok(list(&[], Some("igen")))).mount(&server).await;

    let thread = platform.thread(&Wire.post(), None, None).await;
    let own = platform.own_replies(&target(&Wire, &said(1, ""))).await;

    for error in [thread.err(), own.err()] {
        assert!(matches!(error, Some(Error::Broken(cause)) if cause.contains("cursor")), "{error:?}");
    }
    assert_eq!(asked(&server).await.len(), 5, "it is noticed at once");
}

#[tokio::test]
async fn a_video_without_comments_is_an_empty_thread_and_a_lost_one_only_where_the_channel_is_ours() {
    for (answer, calls) in [(error(403, "commentsDisabled"), 1), (error(404, "videoNotFound"), 2)] {
        let (server, platform) = open(&Wire).await;
        threads("videoId", "published").respond_with(answer).mount(&server).await;
        let page = platform.thread(&Wire.post(), None, None).await.expect("not an error");
        assert!(page.items.is_empty() && page.next.is_none());
        assert_eq!(asked(&server).await.len(), calls);
    }
    let (server, platform) = open(&Wire).await;
    threads("videoId", "published").respond_with(error(404, "videoNotFound")).mount(&server).await;
    let another = json!({ "id": CITIZEN });
    get("/channels").respond_with(ok(list(&[another], None))).with_priority(2).mount(&server).await;
    let kept = platform.thread(&Wire.post(), None, None).await;
    assert!(matches!(kept, Err(Error::NotPermitted(_))), "{kept:?}");

    let (server, platform) = open(&Wire).await;
    threads(CHANNEL, "published").respond_with(error(403, "commentsDisabled")).mount(&server).await;
    let all = platform.pull(ever(), None).await;
    assert!(matches!(all, Err(Error::NotPermitted(_))), "of the whole channel it is no small thing: {all:?}");
}

#[tokio::test]
async fn what_was_rejected_is_gone() {
    let (server, platform) = open(&Wire).await;
    let mut rejected = thread(&said(1, "afvist"), &[], 0);
    rejected["snippet"]["topLevelComment"]["snippet"]["moderationStatus"] = json!("rejected");
    let shown = rejected["snippet"]["topLevelComment"].clone();
    Wire.serve_odd_stream(&server, vec![rejected]).await;
    by_id(1).respond_with(ok(list(&[shown], None))).mount(&server).await;

    assert!(platform.pull(ever(), None).await.expect("it reads").items.is_empty());
    assert!(matches!(platform.reread(&target(&Wire, &said(1, ""))).await, Ok(None)));
}

#[tokio::test]
async fn an_empty_list_may_be_left_out_but_an_answer_without_a_kind_is_none() {
    for (answer, is_read) in [
        (json!({ "kind": "youtube#commentThreadListResponse" }), true),
        (json!({ "kind": "youtube#commentThreadListResponse", "items": [] }), true),
        (json!({ "items": [] }), false),
        (json!({}), false),
        (json!({ "kind": "youtube#commentThreadListResponse", "items": null }), false),
    ] {
        let (server, platform) = open(&Wire).await;
        get("/commentThreads").respond_with(ok(answer.clone())).mount(&server).await;
        let page = platform.pull(ever(), None).await;
        assert_eq!(page.is_ok(), is_read, "{answer}");
    }
}

#[tokio::test]
async fn a_page_mark_that_they_do_not_take_any_more_is_broken_and_a_foreign_cursor_is_not_sent() {
    let (server, platform) = open(&Wire).await;
    get("/commentThreads").respond_with(error(400, "invalidPageToken")).mount(&server).await;
    let stale = platform.pull(ever(), Some(&Cursor("published gammelt".to_owned()))).await;
    assert!(matches!(stale, Err(Error::Broken(_))), "{stale:?}");
    let foreign = platform.pull(ever(), Some(&Cursor("rejected 1".to_owned()))).await;
    assert!(matches!(foreign, Err(Error::Broken(_))), "{foreign:?}");
    assert_eq!(asked(&server).await.len(), 1);
}

fn a_video(number: u32, more: &Value) -> Value {
    let mut video = json!({
        "id": format!("dQkommune{number:02}"),
        "snippet": { "title": "Åbent hus", "description": "Ring\n", "publishedAt": "2026-11-20T10:00:00Z" },
        "statistics": {},
    });
    for (key, value) in more.as_object().expect("an object") {
        video[key] = value.clone();
    }
    video
}

async fn posts_of(
    uploads: ResponseTemplate,
    videos: Vec<Value>,
) -> Result<Vec<ordstyrer::model::Post>, Error> {
    let (server, platform) = open(&Wire).await;
    get("/playlistItems").and(query_param("playlistId", UPLOADS)).respond_with(uploads).mount(&server).await;
    get("/videos").respond_with(ok(list(&videos, None))).mount(&server).await;
    let posts = platform.posts(stamp("2026-11-01T00:00:00Z")).await;
    let again = platform.posts(stamp("2026-11-01T00:00:00Z")).await;
    assert_eq!(posts.is_ok(), again.is_ok());
    let channels = asked(&server).await.iter().filter(|one| of(one) == "channels").count();
    assert_eq!(channels, 1, "where our videos stand is asked once");
    posts
}

fn uploads(items: &[Value]) -> ResponseTemplate {
    ok(list(items, None))
}

#[tokio::test]
async fn a_video_has_title_and_description_and_no_count_where_comments_are_off() {
    let upload = |number: u32, at: Value| json!({ "contentDetails": { "videoId": format!("dQkommune{number:02}"), "videoPublishedAt": at } });
    let listed = uploads(&[upload(1, json!("2026-11-20T10:00:00Z")), upload(2, json!(null))]);
    let unpublished = json!({ "snippet": { "title": "kladde", "publishedAt": "2026-10-01T10:00:00Z" } });
    let videos = vec![a_video(1, &json!({})), a_video(2, &unpublished)];

    let posts = posts_of(listed, videos).await.expect("it reads");

    assert_eq!(posts.len(), 1, "what is older is left out");
    assert_eq!((posts[0].text.expose(), posts[0].count), ("Åbent hus\nRing", None));

    let none = posts_of(error(404, "playlistNotFound"), vec![]).await.expect("a channel without a video");
    assert!(none.is_empty());
    for odd in [
        a_video(1, &json!({ "id": "../../me" })),
        a_video(1, &json!({ "snippet": { "title": "x", "publishedAt": "i går" } })),
        json!(7),
    ] {
        let listed = uploads(&[upload(1, json!("2026-11-20T10:00:00Z"))]);
        let broken = posts_of(listed, vec![odd.clone()]).await;
        assert!(matches!(broken, Err(Error::Broken(_))), "a thread would be hidden by {odd}");
    }
    for odd in [json!(7), json!({ "contentDetails": { "videoId": "a,b,c,d,e,f" } })] {
        let broken = posts_of(uploads(&[odd]), vec![]).await;
        assert!(matches!(broken, Err(Error::Broken(_))), "{broken:?}");
    }
}

#[tokio::test]
async fn counts_are_asked_for_fifty_videos_at_a_time() {
    let (server, platform) = open(&Wire).await;
    let at = "2026-11-20T10:00:00Z";
    let page = |numbers: std::ops::Range<u32>| -> Vec<Value> {
        let line = |n: u32| json!({ "contentDetails": { "videoId": format!("dQkommune{n:02}"), "videoPublishedAt": at } });
        numbers.map(line).collect()
    };
    let pages = [page(0..50), page(50..80)];
    serve_pages(&server, || get("/playlistItems"), &pages).await;
    get("/videos").respond_with(ok(list(&[], None))).mount(&server).await;

    assert!(platform.posts(ever()).await.expect("it reads").is_empty(), "deleted between two calls");

    let ids: Vec<_> = asked(&server)
        .await
        .iter()
        .filter(|one| of(one) == "videos")
        .map(|one| value(one, "id").expect("ids").split(',').count())
        .collect();
    assert_eq!(ids, [50, 30]);
}
