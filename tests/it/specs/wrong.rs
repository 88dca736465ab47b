//! The validators must be able to say no: requests that were right, with one thing wrong each.

use serde_json::{Value, json};
use wiremock::Request;
use wiremock::http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::folder::{read, specs};
use super::lexicon::is;
use super::requests::validator;
use crate::platform::network::networks;

fn request(verb: &str, address: &str, kind: &str, body: &str) -> Request {
    let mut headers = HeaderMap::new();
    if !kind.is_empty() {
        let kind = HeaderValue::from_str(kind).expect("a kind");
        headers.insert(HeaderName::from_static("content-type"), kind);
    }
    Request {
        url: url::Url::parse(&format!("http://127.0.0.1{address}")).expect("an address"),
        method: Method::from_bytes(verb.as_bytes()).expect("a verb"),
        headers,
        body: body.as_bytes().to_vec(),
    }
}

fn of_json(verb: &str, address: &str, body: &Value) -> Request {
    request(verb, address, "application/json", &body.to_string())
}

fn plain(verb: &str, address: &str) -> Request {
    request(verb, address, "", "")
}

/// Each request with what must be said of it; nothing where it is right.
fn judge(name: &str, cases: Vec<(Request, &str)>) {
    let Some(folder) = specs("") else { return };
    let all = networks();
    let network = all.iter().find(|network| network.name() == name).expect("a network");
    let validator = validator(name, &folder);
    for (request, says) in cases {
        let faults = validator(&**network, &request).join("; ");
        let fits = if says.is_empty() { faults.is_empty() } else { faults.contains(says) };
        assert!(fits, "{} {}: {faults:?}, not {says:?}", request.method, request.url);
    }
}

#[test]
fn mastodons_specification_refuses_what_it_does_not_know() {
    let status = |extra: Value| {
        let mut body =
            json!({ "status": "Hej", "visibility": "public", "in_reply_to_id": "1", "language": "da" });
        let body = body.as_object_mut().expect("an object");
        body.extend(extra.as_object().expect("an object").clone());
        of_json("POST", "/api/v1/statuses", &json!(body))
    };
    judge(
        "mastodon",
        vec![
            (plain("GET", "/api/v1/notifications?types[]=mention&limit=80"), ""),
            (plain("GET", "/api/v1/notifications?types[]=message"), "is none of"),
            (plain("GET", "/api/v1/notifications?types=mention"), "is a list"),
            (plain("GET", "/api/v1/notifications?limit=81"), "out of bounds"),
            (plain("GET", "/api/v1/notifications?limit=alle"), "is no"),
            (plain("GET", "/api/v1/notifications?include_filtered=1"), "is no"),
            (plain("GET", "/api/v1/notifications?avatar=true"), "is unknown"),
            (plain("PATCH", "/api/v1/notifications"), "takes no patch"),
            (plain("GET", "/api/v1/beskeder"), "no such path"),
            (plain("GET", "/api/v1/statuses/1/context"), ""),
            (plain("GET", "/api/v1/statuses/1/context/2"), "no such path"),
            (status(json!({})), ""),
            (status(json!({ "visibility": "world" })), "is none of"),
            (status(json!({ "fields": "id" })), "body.fields: is unknown"),
            (status(json!({ "in_reply_to_id": 7 })), "is no"),
            (of_json("POST", "/api/v1/statuses", &json!({ "visibility": "public" })), "is missing"),
            (request("POST", "/api/v1/statuses", "text/plain", "x"), "not taken as"),
            (plain("POST", "/api/v1/statuses"), "body: is missing"),
            (of_json("GET", "/api/v1/statuses/1", &json!({})), "not asked for"),
        ],
    );
}

#[test]
fn youtubes_specification_refuses_what_it_does_not_know() {
    let threads = "/youtube/v3/commentThreads?part=snippet";
    let reply = json!({ "snippet": { "parentId": "U", "textOriginal": "Hej" } });
    judge(
        "youtube",
        vec![
            (plain("GET", &format!("{threads}&maxResults=100&fields=items(id,snippet/canReply)")), ""),
            (plain("GET", &format!("{threads}&maxResults=101")), "out of bounds"),
            (plain("GET", &format!("{threads}&moderationStatus=hidden")), "is none of"),
            (plain("GET", &format!("{threads}&order=time&order=time")), "stands twice"),
            (plain("GET", &format!("{threads}&avatar=1")), "is unknown"),
            (plain("GET", "/youtube/v3/commentThreads"), "?part: is missing"),
            (plain("GET", "/youtube/v3/commentThreads?part=messages"), "messages is unknown"),
            (plain("GET", &format!("{threads}&fields=items(id,skjult)")), "skjult: is unknown"),
            (plain("GET", &format!("{threads}&fields=items(id")), "an open bracket"),
            (plain("DELETE", "/youtube/v3/commentThreads?id=1"), "no such method"),
            (plain("GET", "/youtube/v3/beskeder"), "no such method"),
            (of_json("POST", "/youtube/v3/comments?part=snippet", &reply), ""),
            (of_json("POST", "/youtube/v3/comments?part=snippet", &json!({ "tekst": "x" })), "is unknown"),
            (plain("POST", "/youtube/v3/comments?part=snippet"), "body: is missing"),
            (plain("POST", "/token"), "no exchange"),
            (
                request(
                    "POST",
                    "/token",
                    "",
                    "grant_type=refresh_token&refresh_token=a&client_id=b&client_secret=c",
                ),
                "",
            ),
            (
                request(
                    "POST",
                    "/token",
                    "",
                    "grant_type=password&refresh_token=a&client_id=b&client_secret=c",
                ),
                "no exchange",
            ),
            (plain("POST", "/youtube/v3/comments/setModerationStatus?id=1"), "is missing"),
        ],
    );
}

#[test]
fn the_lexicons_refuse_what_they_do_not_know() {
    let us = "did:plc:lh777ya3jbzpkevqqqehdefn";
    let root =
        json!({ "uri": format!("at://{us}/app.bsky.feed.post/3n2ttkc3wtc2i"), "cid": "bafyreihzu2xgeit7p4" });
    let post = |change: &dyn Fn(&mut Value)| {
        let mut input = json!({
            "repo": us,
            "collection": "app.bsky.feed.post",
            "rkey": "3n2ttkc3wtc2i",
            "record": {
                "$type": "app.bsky.feed.post",
                "text": "Hej",
                "createdAt": "2026-11-21T12:00:00.000Z",
                "langs": ["da"],
                "reply": { "root": root, "parent": root },
            },
        });
        change(&mut input);
        of_json("POST", "/xrpc/com.atproto.repo.putRecord", &input)
    };
    let list = "/xrpc/app.bsky.notification.listNotifications";
    let link = |uri: &str, end: Value| {
        json!([{
            "index": { "byteStart": 0, "byteEnd": end },
            "features": [{ "$type": "app.bsky.richtext.facet#link", "uri": uri }],
        }])
    };
    judge(
        "bluesky",
        vec![
            (plain("GET", &format!("{list}?reasons=reply&reasons=mention&limit=100")), ""),
            (plain("GET", &format!("{list}?limit=101")), "within the bounds"),
            (plain("GET", &format!("{list}?limit=10&limit=20")), "stands twice"),
            (
                plain("GET", "/xrpc/app.bsky.feed.getAuthorFeed?actor=a.dk&filter=alle"),
                "none of the known values",
            ),
            (plain("GET", &format!("{list}?avatar=1")), "is unknown"),
            (plain("POST", list), "takes no POST"),
            (plain("GET", "/xrpc/chat.bsky.convo.getLog"), "no such method"),
            (plain("GET", "/xrpc/app.bsky.feed.getAuthorFeed?limit=1"), "?actor: is missing"),
            (plain("GET", "/xrpc/app.bsky.feed.getAuthorFeed?actor=kommunen"), "is no at-identifier"),
            (post(&|_| {}), ""),
            (post(&|input| input["record"]["facets"] = link("https://a.dk", json!(3))), ""),
            (post(&|input| input["record"]["facets"] = link("a b", json!(3))), "is no uri"),
            (post(&|input| input["record"]["facets"] = link("https://a.dk", json!(-1))), "within the bounds"),
            (post(&|input| input["record"]["facets"] = json!([{ "features": [] }])), "index: is missing"),
            (post(&|input| input["rkey"] = json!("3n2ttkc3wtc2")), "rkey: is no tid"),
            (post(&|input| input["record"]["$type"] = json!("app.bsky.feed.like")), "record.$type"),
            (post(&|input| input["record"]["text"] = json!("æ".repeat(301))), "record.text: is too long"),
            (post(&|input| input["record"]["langs"] = json!(["dansk"])), "is no language"),
            (post(&|input| input["record"]["createdAt"] = json!("i går")), "is no datetime"),
            (post(&|input| input["record"]["mentions"] = json!([])), "is unknown"),
            (post(&|input| input["record"]["reply"]["root"]["uri"] = json!("https://a.dk")), "is no at-uri"),
            (post(&|input| input["record"] = json!("x")), "is no"),
            (post(&|input| input["swapRecord"] = json!(null)), ""),
            (post(&|input| input["validate"] = json!(null)), "is no boolean"),
            (plain("POST", "/xrpc/com.atproto.repo.putRecord"), "body: is missing"),
        ],
    );
}

#[test]
fn the_formats_agree_with_the_protocols_own_examples() {
    let Some(folder) = specs("bluesky/interop-test-files/syntax") else { return };
    for format in ["did", "handle", "nsid", "tid", "at-uri", "record-key", "at-identifier"] {
        for is_valid in [true, false] {
            let name = format.replace('-', "");
            let file = format!("{name}_syntax_{}.txt", if is_valid { "valid" } else { "invalid" });
            let text = std::fs::read_to_string(folder.join(&file)).expect("the examples");
            for example in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                assert_eq!(is(format, example), is_valid, "{format}: {example:?}");
            }
        }
    }
}

#[test]
fn the_graph_apis_specifications_refuse_what_they_do_not_know() {
    let form = |verb: &str, address: &str, body: &str| {
        request(verb, address, "application/x-www-form-urlencoded", body)
    };
    let post = "/1234567890321_901097836652708";
    judge(
        "facebook",
        vec![
            (
                plain("GET", &format!("{post}/comments?filter=stream&order=reverse_chronological&limit=100")),
                "",
            ),
            (plain("GET", &format!("{post}/comments?filter=alle")), "is no pagepostcomments_filter"),
            (plain("GET", &format!("{post}/comments?avatar=1")), "is unknown"),
            (plain("GET", &format!("{post}/comments?fields=id,from{{id,name}},parent{{id}}")), ""),
            (plain("GET", &format!("{post}/comments?fields=id,avatar")), "Comment.avatar: is unknown"),
            (
                plain("GET", &format!("{post}/comments?fields=id,parent{{avatar}}")),
                "Comment.avatar: is unknown",
            ),
            (plain("GET", &format!("{post}?fields=comments.filter(stream).limit(0).summary(true)")), ""),
            (plain("GET", &format!("{post}?fields=comments.filter(alle)")), "is no pagepostcomments_filter"),
            (plain("GET", &format!("{post}?fields=message.limit(0)")), "message.limit: is unknown"),
            (plain("GET", &format!("{post}/messages")), "takes no GET"),
            (plain("GET", &format!("{post}/comments/1")), "too deep"),
            (plain("DELETE", "/901097836652708_7"), ""),
            (form("POST", "/901097836652708_7", "is_hidden=true"), ""),
            (form("POST", "/901097836652708_7", "is_hidden=ja"), "ja is no bool"),
            (form("POST", "/901097836652708_7", "hidden=true"), "hidden: is unknown"),
            (form("POST", "/901097836652708_7/comments", "message=Hej&fields=id"), "never with a write"),
            (of_json("POST", "/901097836652708_7", &json!({ "is_hidden": true })), "no form"),
            (plain("GET", "/1234567890321/conversations?fields=id,avatar"), "has no specification"),
            (plain("GET", &format!("{post}/comments?fields=from{{picture}}")), "has no specification"),
        ],
    );
    judge("instagram", vec![(form("POST", "/17900000000000007", ""), "hide: is missing")]);
}

/// What cannot be read of a specification must never pass for a request that fits it.
#[test]
fn a_specification_that_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let reads = std::panic::catch_unwind(|| read(&folder.path().join("youtube.v3.json")));
    assert!(reads.is_err());
}
