//! Citizens and readers on the real network: asked with a bare client, not with our adapter.

use std::collections::HashSet;
use std::time::Duration;

use ordstyrer::model::{Clock, Stamp, SystemClock};
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use url::Url;

use super::services::Addresses;

pub(super) const POST: &str = "app.bsky.feed.post";

/// The network, from outside.
pub(super) struct Network {
    http: reqwest::Client,
    at: Addresses,
}

/// Somebody with an account.
pub(super) struct Person {
    pub(super) did: String,
    token: String,
}

/// A post in one version.
#[derive(Clone)]
pub(super) struct Ref {
    pub(super) uri: String,
    cid: String,
}

/// What somebody without an account sees under a post.
pub(super) struct Thread {
    pub(super) replies: Vec<Seen>,
    /// What an app folds away.
    pub(super) hidden: HashSet<String>,
}

/// One reply, as a reader sees it.
pub(super) struct Seen {
    pub(super) uri: String,
    pub(super) parent: String,
    pub(super) words: String,
}

impl Network {
    #[expect(clippy::disallowed_methods, reason = "the network is asked without our adapter's client")]
    pub(super) fn new(at: Addresses) -> Self {
        Self { http: reqwest::Client::builder().timeout(Duration::from_mins(1)).build().unwrap(), at }
    }

    pub(super) async fn sign_up(&self, name: &str) -> Person {
        let input = json!({
            "handle": format!("{name}.test"),
            "email": format!("{name}@example.com"),
            "password": format!("kodeord for {name}"),
        });
        let account = self.write(None, "com.atproto.server.createAccount", &input).await;
        Person { did: text(&account["did"]), token: text(&account["accessJwt"]) }
    }

    /// A password for an app, which does not open direct messages.
    pub(super) async fn app_password(&self, person: &Person) -> String {
        let input = json!({ "name": "ordstyrer" });
        text(&self.write(Some(person), "com.atproto.server.createAppPassword", &input).await["password"])
    }

    pub(super) async fn post(&self, by: &Person, words: &str) -> Ref {
        self.create(by, &json!({ "$type": POST, "text": words, "langs": ["da"], "createdAt": now() })).await
    }

    pub(super) async fn reply(&self, by: &Person, words: &str, to: (&Ref, &Ref), written_at: &str) -> Ref {
        self.create(by, &reply(words, to, written_at)).await
    }

    /// A post of their own that names somebody.
    pub(super) async fn mention(&self, by: &Person, of: &Person, words: &str) -> Ref {
        let features = [json!({ "$type": "app.bsky.richtext.facet#mention", "did": of.did })];
        let facet = json!({ "index": { "byteStart": 0, "byteEnd": 9 }, "features": features });
        let words = format!("@proeveby {words}");
        let record = json!({ "$type": POST, "text": words, "createdAt": now(), "facets": [facet] });
        self.create(by, &record).await
    }

    /// A post of their own around another one.
    pub(super) async fn quote(&self, by: &Person, of: &Ref, words: &str) -> Ref {
        let embed = json!({ "$type": "app.bsky.embed.record", "record": { "uri": of.uri, "cid": of.cid } });
        self.create(by, &json!({ "$type": POST, "text": words, "createdAt": now(), "embed": embed })).await
    }

    async fn create(&self, by: &Person, record: &Value) -> Ref {
        let input = json!({ "repo": by.did, "collection": POST, "record": record });
        reference(&self.write(Some(by), "com.atproto.repo.createRecord", &input).await)
    }

    /// Other words under the same address.
    pub(super) async fn edit(
        &self,
        by: &Person,
        post: &Ref,
        words: &str,
        to: (&Ref, &Ref),
        written_at: &str,
    ) {
        let record = reply(words, to, written_at);
        let input = json!({ "repo": by.did, "collection": POST, "rkey": rkey(&post.uri), "record": record });
        let edited = reference(&self.write(Some(by), "com.atproto.repo.putRecord", &input).await);
        assert!(
            edited.uri == post.uri && edited.cid != post.cid,
            "an edit is another version of the same post"
        );
    }

    pub(super) async fn delete(&self, by: &Person, post: &Ref) {
        let input = json!({ "repo": by.did, "collection": POST, "rkey": rkey(&post.uri) });
        self.write(Some(by), "com.atproto.repo.deleteRecord", &input).await;
    }

    /// The thread of a post, to the end, as a reader without an account gets it.
    pub(super) async fn thread(&self, post: &Ref) -> Thread {
        let mut thread = Thread { replies: Vec::new(), hidden: HashSet::new() };
        let mut asked = vec![post.uri.clone()];
        while let Some(uri) = asked.pop() {
            // Deeper JSON than this cannot be read in one go.
            let query = [("uri", uri.as_str()), ("depth", "40"), ("parentHeight", "0")];
            let answer = self.read("app.bsky.feed.getPostThread", &query).await;
            let hidden = answer["threadgate"]["record"]["hiddenReplies"].as_array();
            thread.hidden.extend(hidden.into_iter().flatten().map(text));
            let mut waiting = vec![&answer["thread"]];
            while let Some(node) = waiting.pop() {
                let Some(replies) = node["replies"].as_array() else {
                    asked.extend((node["post"]["replyCount"] != 0).then(|| text(&node["post"]["uri"])));
                    continue;
                };
                for reply in replies.iter().filter(|reply| reply["post"].is_object()) {
                    let (post, record) = (&reply["post"], &reply["post"]["record"]);
                    let parent = text(&record["reply"]["parent"]["uri"]);
                    thread.replies.push(Seen {
                        uri: text(&post["uri"]),
                        parent,
                        words: text(&record["text"]),
                    });
                    waiting.push(reply);
                }
            }
        }
        thread
    }

    /// The addresses of what an app of today shows under a post before anybody unfolds anything: the
    /// network itself leaves out there what is hidden.
    pub(super) async fn shown(&self, post: &Ref) -> HashSet<String> {
        let query = [("anchor", post.uri.as_str()), ("below", "20"), ("branchingFactor", "100")];
        let answer = self.read("app.bsky.unspecced.getPostThreadV2", &query).await;
        answer["thread"].as_array().unwrap().iter().map(|item| text(&item["uri"])).collect()
    }

    async fn read(&self, method: &str, query: &[(&str, &str)]) -> Value {
        answer(self.http.get(address(&self.at.appview, method)).query(query)).await
    }

    async fn write(&self, by: Option<&Person>, method: &str, input: &Value) -> Value {
        let request = self.http.post(address(&self.at.pds, method)).json(input);
        answer(match by {
            Some(person) => request.bearer_auth(&person.token),
            None => request,
        })
        .await
    }
}

/// The moment, as an app writes it.
pub(super) fn now() -> String {
    SystemClock.now().rfc3339()
}

/// What the machine's clock says.
pub(super) fn real() -> Stamp {
    SystemClock.now()
}

fn reply(words: &str, (root, parent): (&Ref, &Ref), written_at: &str) -> Value {
    let strong = |post: &Ref| json!({ "uri": post.uri, "cid": post.cid });
    let answers = json!({ "root": strong(root), "parent": strong(parent) });
    json!({ "$type": POST, "text": words, "langs": ["da"], "createdAt": written_at, "reply": answers })
}

async fn answer(request: RequestBuilder) -> Value {
    let response = request.send().await.unwrap();
    let status = response.status();
    let body: Value = response.json().await.unwrap();
    assert!(status.is_success(), "{status}: {}", body["error"]);
    body
}

fn address(base: &Url, method: &str) -> Url {
    base.join(&format!("/xrpc/{method}")).unwrap()
}

fn reference(written: &Value) -> Ref {
    Ref { uri: text(&written["uri"]), cid: text(&written["cid"]) }
}

fn rkey(uri: &str) -> &str {
    uri.rsplit('/').next().unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}
