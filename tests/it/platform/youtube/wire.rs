//! How YouTube answers, for the contract and for its own tests.

use async_trait::async_trait;
use ordstyrer::model::RemoteId;
use ordstyrer::platform::Secrets;
use secrecy::SecretString;
use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockBuilder, MockServer, Request, ResponseTemplate};

use crate::platform::network::{Network, Said, TOKEN};

pub(crate) struct Wire;

/// Above every method.
pub(super) const API: &str = "/youtube/v3";
pub(super) const US: &str = "UCkommunekommunekommune1";
pub(super) const CITIZEN: &str = "UCborgerborgerborgerbor1";
pub(super) const UPLOADS: &str = "UUkommunekommunekommune1";
pub(super) const VIDEO: &str = "dQkommune_1";
pub(super) const FORCE_SSL: &str = "https://www.googleapis.com/auth/youtube.force-ssl";

pub(super) fn id(number: u32) -> String {
    format!("UgxKommune{number:05}4AaABAg")
}

/// As the API shows it, with much that we must not keep.
pub(super) fn comment(said: &Said) -> Value {
    json!({
        "kind": "youtube#comment",
        "etag": "KANARIE",
        "id": id(said.number),
        "snippet": {
            "channelId": US,
            "videoId": VIDEO,
            "textDisplay": said.text,
            "textOriginal": said.is_ours.then_some(&said.text),
            "parentId": said.parent.map(id),
            "authorDisplayName": said.author.unwrap_or_default(),
            "authorProfileImageUrl": "https://yt3.example/KANARIE.jpg",
            "authorChannelUrl": "http://www.youtube.com/@KANARIE",
            "authorChannelId": { "value": if said.is_ours { US } else { CITIZEN } },
            "canRate": true,
            "viewerRating": "none",
            "likeCount": 7,
            "publishedAt": said.at,
            "updatedAt": said.at,
            "moderationStatus": if said.is_hidden { "heldForReview" } else { "published" },
        },
    })
}

pub(super) fn thread(top: &Said, beside: &[Value], replies: usize) -> Value {
    json!({
        "kind": "youtube#commentThread",
        "id": id(top.number),
        "snippet": {
            "channelId": US,
            "videoId": VIDEO,
            "topLevelComment": comment(top),
            "canReply": true,
            "totalReplyCount": replies,
            "isPublic": true,
        },
        "replies": (!beside.is_empty()).then(|| json!({ "comments": beside })),
    })
}

pub(super) fn list(items: &[Value], next: Option<&str>) -> Value {
    let mut list = json!({ "kind": "youtube#listResponse", "items": items });
    if let Some(next) = next {
        list["nextPageToken"] = json!(next);
    }
    list
}

pub(super) fn ok(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

pub(super) fn error(status: u16, reason: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({ "error": {
        "code": status,
        "message": "hemmelig besked om 311236-4004",
        "errors": [{ "message": "hemmelig besked om 311236-4004", "domain": "youtube.x", "reason": reason }],
    }}))
}

pub(super) fn get(what: &str) -> MockBuilder {
    Mock::given(method("GET")).and(path(format!("{API}{what}")))
}

pub(super) fn post(what: &str) -> MockBuilder {
    Mock::given(method("POST")).and(path(format!("{API}{what}")))
}

/// Where the refresh token is exchanged.
pub(super) fn tokens() -> MockBuilder {
    Mock::given(method("POST")).and(path("/token"))
}

/// The threads of a status, of our channel or of our video.
pub(super) fn threads(of: &'static str, status: &'static str) -> MockBuilder {
    let whose = if of == "videoId" { VIDEO } else { US };
    get("/commentThreads").and(query_param(of, whose)).and(query_param("moderationStatus", status))
}

pub(super) async fn serve_pages(server: &MockServer, mock: impl Fn() -> MockBuilder, pages: &[Vec<Value>]) {
    for (number, items) in pages.iter().enumerate() {
        let next = (number + 1 < pages.len()).then(|| format!("mark{}", number + 1));
        let mock = if number == 0 {
            mock().and(query_param_is_missing("pageToken"))
        } else {
            mock().and(query_param("pageToken", format!("mark{number}")))
        };
        mock.respond_with(ok(list(items, next.as_deref()))).mount(server).await;
    }
}

pub(super) fn by_id(number: u32) -> MockBuilder {
    get("/comments").and(query_param("id", id(number)))
}

/// By id nobody is told the status.
pub(super) fn without_status(mut comment: Value) -> Value {
    comment["snippet"].as_object_mut().expect("a snippet").remove("moderationStatus");
    comment
}

pub(super) fn token(number: u32) -> Value {
    json!({
        "access_token": format!("access-{number}"), "expires_in": 3599, "scope": FORCE_SSL, "token_type": "Bearer",
    })
}

fn video(number: u32) -> String {
    format!("dQkommune{number:02}")
}

async fn serve_channel(server: &MockServer) {
    let ours = json!({ "id": US, "contentDetails": { "relatedPlaylists": { "uploads": UPLOADS } } });
    get("/channels").respond_with(ok(list(&[ours], None))).with_priority(9).mount(server).await;
}

#[async_trait]
impl Network for Wire {
    fn name(&self) -> &'static str {
        "youtube"
    }

    fn page(&self) -> &'static str {
        US
    }

    fn secrets(&self) -> Secrets {
        Secrets::token(SecretString::from(TOKEN))
            .with("client_id", "123456789012-kommune.apps.example".into())
            .with("client_secret", "klienthemmelighed".into())
    }

    fn options(&self, base: &str) -> toml::Table {
        let address = format!("{}/token", base.trim_end_matches('/'));
        toml::Table::from_iter([("token_url".to_owned(), toml::Value::String(address))])
    }

    fn post(&self) -> RemoteId {
        RemoteId::new(VIDEO)
    }

    fn remote(&self, said: &Said) -> RemoteId {
        RemoteId::new(id(said.number))
    }

    async fn greet(&self, server: &MockServer) {
        // Before what answers everything, and after what a check is told.
        tokens().respond_with(ok(token(1))).with_priority(2).mount(server).await;
        // Nothing is held, and the consent is ours, unless a test says otherwise.
        for of in ["allThreadsRelatedToChannelId", "videoId"] {
            for status in ["heldForReview", "likelySpam"] {
                threads(of, status).respond_with(ok(list(&[], None))).with_priority(9).mount(server).await;
            }
        }
        serve_channel(server).await;
    }

    async fn serve_stream(&self, server: &MockServer, pages: &[Vec<Said>]) {
        let pages: Vec<Vec<Value>> =
            pages.iter().map(|page| page.iter().map(|said| self.item(said)).collect()).collect();
        serve_pages(server, || threads("allThreadsRelatedToChannelId", "published"), &pages).await;
    }

    async fn serve_odd_stream(&self, server: &MockServer, items: Vec<Value>) {
        serve_pages(server, || threads("allThreadsRelatedToChannelId", "published"), &[items]).await;
    }

    fn item(&self, said: &Said) -> Value {
        thread(said, &[], 0)
    }

    fn comment_at(&self) -> &'static str {
        "/snippet/topLevelComment"
    }

    fn author(&self) -> &'static [&'static str] {
        &["snippet/authorDisplayName", "snippet/authorChannelId"]
    }

    fn keeps_depth(&self) -> bool {
        false
    }

    fn circle(&self) -> ResponseTemplate {
        let ours = json!({ "id": US, "contentDetails": {
            "relatedPlaylists": { "uploads": UPLOADS },
            "videoId": VIDEO,
            "videoPublishedAt": "2026-11-21T08:00:00Z",
        }});
        ok(list(&[ours], Some("igen")))
    }

    async fn serve_thread(&self, server: &MockServer, said: &[Said]) {
        let (mut published, mut held) = (vec![Vec::new()], Vec::new());
        for top in said.iter().filter(|one| one.parent.is_none()) {
            // In this town only the first is answered.
            let replies: Vec<Value> = said
                .iter()
                .filter(|one| one.parent.is_some() && top.number == said[0].number)
                .map(|one| comment(&Said { parent: Some(top.number), ..one.clone() }))
                .collect();
            let thread = thread(top, &replies[..replies.len().min(1)], replies.len());
            if top.is_hidden {
                held.push(thread);
            } else {
                published.push(vec![thread]);
            }
            let of_it = || get("/comments").and(query_param("parentId", id(top.number)));
            let pages: Vec<Vec<Value>> = replies.chunks(2).map(<[Value]>::to_vec).collect();
            serve_pages(server, of_it, &pages).await;
        }
        serve_pages(server, || threads("videoId", "published"), &published).await;
        serve_pages(server, || threads("videoId", "heldForReview"), &[held]).await;
    }

    async fn serve_posts(&self, server: &MockServer, posts: &[(u32, &'static str, u64)]) {
        let line = |(number, at, _): &(u32, &'static str, u64)| json!({ "contentDetails": { "videoId": video(*number), "videoPublishedAt": at } });
        let mut pages: Vec<Vec<Value>> =
            posts.chunks(2).map(|page| page.iter().map(line).collect()).collect();
        if pages.is_empty() {
            pages.push(Vec::new());
        }
        serve_pages(server, || get("/playlistItems").and(query_param("playlistId", UPLOADS)), &pages).await;
        let posts = posts.to_vec();
        let videos = move |request: &Request| {
            let ids = request.url.query_pairs().find(|(key, _)| key == "id").expect("ids").1.into_owned();
            // In an order of its own.
            let asked =
                posts.iter().rev().filter(|(number, ..)| ids.split(',').any(|id| id == video(*number)));
            let items: Vec<Value> = asked
                .map(|(number, at, count)| {
                    json!({
                        "id": video(*number),
                        "snippet": { "title": "Vejarbejde på Storegade", "description": "", "publishedAt": at },
                        "statistics": { "commentCount": count.to_string(), "viewCount": "4711" },
                    })
                })
                .collect();
            ok(list(&items, None))
        };
        get("/videos").respond_with(videos).mount(server).await;
    }

    async fn serve_one(&self, server: &MockServer, said: &Said) {
        let answer = ok(list(&[without_status(comment(said))], None));
        by_id(said.number).respond_with(answer).mount(server).await;
        let held: Vec<Value> = if said.is_hidden { vec![self.item(said)] } else { Vec::new() };
        serve_pages(server, || threads("videoId", "heldForReview"), &[held]).await;
    }

    async fn serve_gone(&self, server: &MockServer) {
        get("/comments")
            .and(query_param_is_missing("parentId"))
            .respond_with(ok(list(&[], None)))
            .mount(server)
            .await;
        get("/comments").respond_with(error(404, "commentNotFound")).with_priority(6).mount(server).await;
        let by_id = get("/commentThreads")
            .and(query_param_is_missing("videoId"))
            .and(query_param_is_missing("allThreadsRelatedToChannelId"));
        by_id.respond_with(ok(list(&[], None))).with_priority(6).mount(server).await;
        Mock::given(method("POST"))
            .respond_with(error(404, "commentNotFound"))
            .with_priority(6)
            .mount(server)
            .await;
    }

    async fn serve_kept_from_us(&self, server: &MockServer) {
        let another = json!({ "id": CITIZEN });
        get("/channels").respond_with(ok(list(&[another], None))).with_priority(2).mount(server).await;
        self.serve_gone(server).await;
    }

    async fn serve_replies(&self, server: &MockServer, under: &Said, replies: &[Said]) {
        let replies: Vec<Value> = replies.iter().map(comment).collect();
        let (first, rest) = replies.split_at(replies.len().min(1));
        let pages = [first.to_vec(), Vec::new(), rest.to_vec()];
        let of_it = || get("/comments").and(query_param("parentId", id(under.number)));
        serve_pages(server, of_it, &pages).await;
    }

    async fn answer_writes(&self, server: &MockServer, target: &Said, answer: ResponseTemplate) {
        self.serve_one(server, target).await;
        serve_open_thread(server, target).await;
        Mock::given(method("POST")).respond_with(answer).with_priority(6).mount(server).await;
    }

    async fn drop_writes(&self, server: &MockServer, target: &Said) {
        self.serve_one(server, target).await;
        serve_open_thread(server, target).await;
        let cut = |_: &Request| std::io::Error::other("cut");
        Mock::given(method("POST")).respond_with_err(cut).with_priority(6).mount(server).await;
    }

    fn is_write(&self, request: &Request) -> bool {
        request.method.as_str() != "GET" && request.url.path() != "/token"
    }

    fn replied(&self, remote: &RemoteId) -> ResponseTemplate {
        ok(json!({ "id": remote.expose() }))
    }

    fn done(&self) -> ResponseTemplate {
        ResponseTemplate::new(204)
    }

    fn expired(&self) -> ResponseTemplate {
        error(401, "authError")
    }

    fn forbidden(&self) -> ResponseTemplate {
        error(403, "forbidden")
    }

    fn throttled(&self) -> ResponseTemplate {
        error(403, "rateLimitExceeded")
    }

    async fn serve_check(&self, server: &MockServer, scopes: &[&str]) {
        let mut granted = token(1);
        granted["scope"] = json!(scopes.join(" "));
        tokens().respond_with(ok(granted)).with_priority(1).mount(server).await;
        serve_channel(server).await;
    }

    fn login(&self) -> Option<(&'static str, Value)> {
        Some(("/token", token(1)))
    }
}

pub(super) async fn serve_open_thread(server: &MockServer, top: &Said) {
    let open = json!({ "snippet": { "canReply": true, "isPublic": true } });
    get("/commentThreads")
        .and(query_param("id", id(top.number)))
        .respond_with(ok(list(&[open], None)))
        .mount(server)
        .await;
}

/// What was asked of the API itself.
pub(super) async fn asked(server: &MockServer) -> Vec<Request> {
    let mut asked = server.received_requests().await.expect("recorded");
    asked.retain(|request| request.url.path() != "/token");
    asked
}

pub(super) fn value(request: &Request, key: &str) -> Option<String> {
    request.url.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value.into_owned())
}

/// The method that was called.
pub(super) fn of(request: &Request) -> String {
    let path = request.url.path();
    path.strip_prefix(API).unwrap_or(path).trim_start_matches('/').to_owned()
}
