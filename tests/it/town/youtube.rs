//! Against the sheet of YouTube's Data API.

use std::time::Duration;

use ordstyrer::demo::{Access, Network, Town};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{Answer, Client, client, keys, text, texts, town};

/// With an access token.
async fn youtube(town: &Town) -> Client {
    let mut client = client(town.url(Network::YouTube), "");
    client.token = text(&exchange(town, &client, "refresh_token").await.body["access_token"]);
    client
}

async fn exchange(town: &Town, client: &Client, grant: &str) -> Answer {
    let secrets = town.secrets(Network::YouTube);
    let secret = |name: &str| secrets.get(name).unwrap().expose_secret().to_owned();
    let (token, id, word) = (secret("token"), secret("client_id"), secret("client_secret"));
    let form =
        [("grant_type", grant), ("refresh_token", &token), ("client_id", &id), ("client_secret", &word)];
    client.form("/token", &form).await
}

fn reason(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.body["error"]["errors"][0]["reason"].as_str().unwrap_or_default())
}

async fn ids(client: &Client, path: &str) -> Vec<String> {
    let answer = client.get(path).await;
    assert_eq!(answer.status, 200, "{path}");
    texts(&answer.body["items"], "/id").into_iter().map(str::to_owned).collect()
}

fn threads(video: &str, more: &str) -> String {
    format!("/youtube/v3/commentThreads?part=snippet,replies&videoId={video}{more}")
}

async fn moderate(client: &Client, id: &str, status: &str) -> Answer {
    let path = format!("/youtube/v3/comments/setModerationStatus?id={id}&moderationStatus={status}");
    client.post(&path, &Value::Null).await
}

#[tokio::test]
async fn a_refresh_token_is_exchanged_for_an_hour_and_a_consent_can_be_taken_back() {
    let (town, clock) = town().await;
    let client = youtube(&town).await;
    let mine = "/youtube/v3/channels?part=id&mine=true";
    assert_eq!(ids(&client, mine).await, [town.page(Network::YouTube)]);

    let granted = exchange(&town, &client, "refresh_token").await;
    assert_eq!(keys(&granted.body), ["access_token", "expires_in", "scope", "token_type"]);
    let wrong = exchange(&town, &client, "authorization_code").await;
    assert_eq!((wrong.status, wrong.body["error"].as_str()), (400, Some("unsupported_grant_type")));

    clock.advance(Duration::from_mins(61));
    assert_eq!(reason(&client.get(mine).await), (401, "authError"), "an hour is over");
    town.set_access(Network::YouTube, Access::Revoked);
    let revoked = exchange(&town, &client, "refresh_token").await;
    assert_eq!((revoked.status, revoked.body["error"].as_str()), (400, Some("invalid_grant")));
    town.set_access(Network::YouTube, Access::ReadOnly);
    let client = youtube(&town).await;
    assert_eq!(client.get(mine).await.status, 200);
    assert_eq!(reason(&moderate(&client, "UgxTown", "published").await), (403, "insufficientPermissions"));
}

#[tokio::test]
async fn a_new_reply_does_not_move_its_thread_and_only_five_stand_beside_it() {
    let (town, clock) = town().await;
    let client = youtube(&town).await;
    let video = town.post(Network::YouTube, "Åbent hus");
    let first = town.comment(&video, "Bente Testrup", "Hvornår?");
    clock.advance(Duration::from_mins(1));
    let second = town.comment(&video, "Kaj Vandel", "Hvor?");
    for number in 0..7 {
        clock.advance(Duration::from_mins(1));
        town.comment(&first, "Lone Fiktum", &format!("svar {number}"));
    }
    let answer_to_an_answer = town.comment(&town.comment(&second, "Omar Fiktum", "Ja?"), "Kaj Vandel", "Nej");

    let listed = client.get(&threads(&video, "&order=time")).await;

    assert_eq!(texts(&listed.body["items"], "/id"), [second.as_str(), first.as_str()]);
    let old = &listed.body["items"][1];
    assert_eq!(old["snippet"]["totalReplyCount"], 7);
    assert_eq!(old["replies"]["comments"].as_array().unwrap().len(), 5);
    assert_eq!(old["replies"]["comments"][0]["snippet"]["textDisplay"], "svar 0", "the newest are not there");
    let replies = format!("/youtube/v3/comments?part=snippet&maxResults=100&parentId={first}");
    assert_eq!(ids(&client, &replies).await.len(), 7);
    let flat = &listed.body["items"][0]["replies"]["comments"];
    assert_eq!(texts(flat, "/snippet/parentId"), [second.as_str(), second.as_str()], "depth is one");
    assert_eq!(flat[1]["id"], answer_to_an_answer.as_str());
    assert!(answer_to_an_answer.starts_with(&format!("{second}.")));
}

#[tokio::test]
async fn what_is_held_vanishes_from_what_is_published_and_stands_among_the_held() {
    let (town, _) = town().await;
    let client = youtube(&town).await;
    let video = town.post(Network::YouTube, "Åbent hus");
    let open = town.comment(&video, "Bente Testrup", "Hvornår?");
    let held = town.comment(&video, "Kaj Vandel", "I er nogle klovne");
    let spam = town.comment(&video, "Lone Fiktum", "Køb guld");
    let reply = town.comment(&open, "Omar Fiktum", "Tal pænt, din klovn");
    town.hold(&spam, true);

    for id in [&held, &reply] {
        for _ in 0..2 {
            assert_eq!(moderate(&client, id, "heldForReview").await.status, 204);
        }
        assert!(town.is_hidden(id));
        assert_eq!(town.effects_on(id).len(), 1, "asking twice is harmless");
    }

    let of =
        async |status: &str| ids(&client, &threads(&video, &format!("&moderationStatus={status}"))).await;
    assert_eq!(of("published").await, [open.as_str()]);
    assert_eq!(of("heldForReview").await, [held.as_str(), open.as_str()], "a thread for its held reply");
    assert_eq!(of("likelySpam").await, [spam.as_str()]);
    let by_id = format!("/youtube/v3/comments?part=snippet&id={open},{held}");
    let found = client.get(&by_id).await;
    assert_eq!(texts(&found.body["items"], "/id"), [open.as_str()], "and is not shown by its id");
    assert!(found.body["items"][0]["snippet"].get("moderationStatus").is_none(), "nor is anybody's status");
    let counted = client.get(&format!("/youtube/v3/videos?part=snippet,statistics&id={video}")).await;
    assert_eq!(counted.body["items"][0]["statistics"]["commentCount"], "1");

    assert_eq!(moderate(&client, &held, "published").await.status, 204);
    assert_eq!(of("published").await, [held, open]);
}

#[tokio::test]
async fn what_is_rejected_is_gone_for_good_with_what_stands_under_it_and_nobody_is_banned() {
    let (town, _) = town().await;
    let client = youtube(&town).await;
    let video = town.post(Network::YouTube, "Åbent hus");
    let comment = town.comment(&video, "Kaj Vandel", "I er nogle klovne");
    let reply = town.comment(&comment, "Lone Fiktum", "Enig");

    let banned = "rejected&banAuthor=true";
    assert_eq!(reason(&moderate(&client, &comment, banned).await), (400, "banWithoutReject"));
    assert_eq!(moderate(&client, &comment, "rejected").await.status, 204);

    assert!(town.is_deleted(&comment) && town.is_deleted(&reply));
    assert_eq!(reason(&moderate(&client, &comment, "published").await), (404, "commentNotFound"));
    assert!(
        ids(&client, &format!("/youtube/v3/comments?part=snippet&id={comment},{reply}")).await.is_empty()
    );
    let below = client.get(&format!("/youtube/v3/comments?part=snippet&parentId={comment}")).await;
    assert_eq!(reason(&below), (404, "commentNotFound"));
}

#[tokio::test]
async fn words_are_html_unless_plain_text_is_asked_for_and_only_the_fields_asked_for_come() {
    let (town, _) = town().await;
    let client = youtube(&town).await;
    let video = town.post(Network::YouTube, "Åbent hus");
    town.comment(&video, "Bente Testrup", "5 < 6 & \"fint\"\nikke?");
    let words = async |more: &str| {
        let answer = client.get(&threads(&video, more)).await;
        text(&answer.body["items"][0]["snippet"]["topLevelComment"]["snippet"]["textDisplay"])
    };
    assert_eq!(words("").await, "5 &lt; 6 &amp; &quot;fint&quot;<br>ikke?");
    assert_eq!(words("&textFormat=plainText").await, "5 < 6 & \"fint\"\nikke?");

    let fields = "&fields=kind,nextPageToken,items(snippet(topLevelComment(id,snippet/authorDisplayName)))";
    let few = client.get(&threads(&video, fields)).await;
    assert_eq!(keys(&few.body), ["items", "kind"]);
    let comment = &few.body["items"][0]["snippet"]["topLevelComment"];
    assert_eq!(keys(&comment["snippet"]), ["authorDisplayName"]);
    assert_eq!(comment["snippet"]["authorDisplayName"], "@bente.testrup");
    for wrong in ["items(", "items(shoe_size)", "items(id", ""] {
        let refused = client.get(&threads(&video, &format!("&fields={wrong}"))).await;
        assert_eq!(reason(&refused), (400, "invalidParameter"), "{wrong}");
    }
}

#[tokio::test]
async fn comments_that_are_switched_off_are_refused_under_their_video_and_shown_nowhere() {
    let (town, _) = town().await;
    let client = youtube(&town).await;
    let (quiet, loud) = (town.post(Network::YouTube, "Møde"), town.post(Network::YouTube, "Åbent hus"));
    let below = town.comment(&quiet, "Kaj Vandel", "Hvornår?");
    let heard = town.comment(&loud, "Kaj Vandel", "Hvor?");
    town.close(&quiet, true);

    assert_eq!(reason(&client.get(&threads(&quiet, "")).await), (403, "commentsDisabled"));
    let all = format!(
        "/youtube/v3/commentThreads?part=snippet&allThreadsRelatedToChannelId={}",
        town.page(Network::YouTube)
    );
    assert_eq!(ids(&client, &all).await, [heard.as_str()]);
    let videos = client.get(&format!("/youtube/v3/videos?part=snippet,statistics&id={quiet},{loud}")).await;
    assert_eq!(keys(&videos.body["items"][0]["statistics"]), ["viewCount"]);
    let answer = json!({"snippet": {"parentId": below, "textOriginal": "Kl. 19"}});
    let refused = client.post("/youtube/v3/comments?part=snippet", &answer).await;
    assert_eq!(reason(&refused), (403, "commentsDisabled"));

    town.close(&quiet, false);
    assert_eq!(ids(&client, &all).await.len(), 2, "none was lost");
}

#[tokio::test]
async fn an_answer_stands_under_the_comment_at_the_top_and_says_whom_it_is_for() {
    let (town, _) = town().await;
    let client = youtube(&town).await;
    let video = town.post(Network::YouTube, "Åbent hus");
    let comment = town.comment(&video, "Kaj Vandel", "Hvornår?");
    let reply = town.comment(&comment, "Lone Fiktum", "Og hvor?");
    let insert = async |parent: &str, words: &str| {
        let body = json!({"snippet": {"parentId": parent, "textOriginal": words}});
        client.post("/youtube/v3/comments?part=snippet&fields=id", &body).await
    };

    let made = insert(&comment, "Fredag").await;
    insert(&comment, "@lone.fiktum På torvet").await;

    assert_eq!(keys(&made.body), ["id"]);
    assert_eq!(town.replies_by_us(&comment), ["Fredag"]);
    assert_eq!(town.replies_by_us(&reply), ["@lone.fiktum På torvet"]);
    assert_eq!(reason(&insert(&reply, "Hej").await), (400, "operationNotSupported"));
    assert_eq!(reason(&insert(&comment, " ").await), (400, "commentTextRequired"));
    assert_eq!(reason(&insert(&comment, &"x".repeat(10_001)).await), (400, "commentTextTooLong"));
    assert_eq!(reason(&insert("UgxTown000000000000999AaAB", "Hej").await), (404, "parentCommentNotFound"));
    moderate(&client, &comment, "heldForReview").await;
    assert_eq!(reason(&insert(&comment, "Hej").await), (400, "parentCommentIsPrivate"));
    let own = text(&made.body["id"]);
    assert_eq!(reason(&moderate(&client, &own, "heldForReview").await), (403, "forbidden"));
}

#[tokio::test]
async fn every_call_costs_units_of_a_day_in_california_refused_ones_too() {
    let (town, clock) = town().await;
    let client = youtube(&town).await;
    let video = town.post(Network::YouTube, "Åbent hus");
    let comment = town.comment(&video, "Kaj Vandel", "Hvornår?");
    town.set_quota(Network::YouTube, 103);

    assert_eq!(moderate(&client, &comment, "heldForReview").await.status, 204);
    assert_eq!(moderate(&client, "UgxTown000000000000999AaAB", "published").await.status, 404);
    let channel = "/youtube/v3/channels?part=id&mine=true";
    for _ in 0..3 {
        assert_eq!(client.get(channel).await.status, 200);
    }
    assert_eq!(reason(&client.get(channel).await), (403, "quotaExceeded"));
    assert_eq!(town.quotas_exceeded(Network::YouTube), 1);
    assert_eq!(exchange(&town, &client, "refresh_token").await.status, 200, "that costs nothing");

    // It is 04.00 in California: the day ends in twenty hours.
    clock.advance(Duration::from_mins(20 * 60 - 1));
    let client = youtube(&town).await;
    assert_eq!(reason(&client.get(channel).await), (403, "quotaExceeded"));
    clock.advance(Duration::from_mins(1));
    assert_eq!(client.get(channel).await.status, 200);
}

#[tokio::test]
async fn pages_are_asked_for_by_their_token_and_what_was_deleted_keeps_its_place() {
    let (town, clock) = town().await;
    let client = youtube(&town).await;
    let video = town.post(Network::YouTube, "Åbent hus");
    let mut written = Vec::new();
    for number in 0..5 {
        clock.advance(Duration::from_secs(1));
        written.push(town.comment(&video, "Kaj Vandel", &format!("nummer {number}")));
    }
    town.delete(&written[3]);

    let mut path = threads(&video, "&maxResults=2");
    let (mut sizes, mut found) = (Vec::new(), Vec::new());
    loop {
        let answer = client.get(&path).await;
        sizes.push(answer.body["items"].as_array().unwrap().len());
        found.extend(texts(&answer.body["items"], "/id").into_iter().map(str::to_owned));
        let Some(next) = answer.body["nextPageToken"].as_str() else { break };
        path = threads(&video, &format!("&maxResults=2&pageToken={next}"));
    }

    assert_eq!(sizes, [1, 2, 1]);
    assert_eq!(found, [&written[4], &written[2], &written[1], &written[0]].map(Clone::clone));
    let wrong = client.get(&threads(&video, "&pageToken=abc")).await;
    assert_eq!(reason(&wrong), (400, "invalidPageToken"));
    for (more, status) in [("&maxResults=101", 400), ("&textFormat=rtf", 400), ("&moderationStatus=x", 400)] {
        assert_eq!(client.get(&threads(&video, more)).await.status, status, "{more}");
    }
    let none = client.get("/youtube/v3/commentThreads?part=snippet&videoId=vid99999999").await;
    assert_eq!(reason(&none), (404, "videoNotFound"));
    assert_eq!(client.get("/youtube/v3/liveChat/messages?part=snippet").await.status, 404);
}
