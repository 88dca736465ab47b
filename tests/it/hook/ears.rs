//! A hook with one page on each network, and a network that signs.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::hmac;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use ordstyrer::hook::{Channel, Counts, Hook, Network, Page, Settings, Writer};
use ordstyrer::model::{AccountName, Clock, ManualClock, OrganisationId, Stamp};
use ordstyrer::store::hint::Hint;
use ordstyrer::store::{Db, Engine, Schema, Tx};
use secrecy::SecretString;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::harness::postgres;

/// Our page, and our Instagram account.
pub(crate) const PAGE: &str = "1234567890321";
pub(crate) const INSTAGRAM: &str = "17841400000000001";
pub(crate) const SECRET: &str = "facebooks-hemmelighed";
pub(crate) const INSTAGRAMS_SECRET: &str = "instagrams-hemmelighed";
pub(crate) const TOKEN: &str = "et-verify-token";
/// When everything here happens, in seconds.
pub(crate) const NOON: i64 = 1_795_262_400;

pub(crate) fn now() -> Stamp {
    Stamp::from_ms(NOON * 1000)
}

pub(crate) fn settings() -> Settings {
    let channel = |network, secret: &str| Channel {
        network,
        app_secrets: vec![SecretString::from(secret)],
        verify_tokens: vec![SecretString::from(TOKEN)],
    };
    let page = |network: Network, id: &str| Page {
        network,
        id: id.to_owned(),
        organisation: organisation(),
        account: AccountName::from_text(format!("by-{}", network.name())),
    };
    Settings {
        channels: vec![channel(Network::Facebook, SECRET), channel(Network::Instagram, INSTAGRAMS_SECRET)],
        pages: vec![page(Network::Facebook, PAGE), page(Network::Instagram, INSTAGRAM)],
        most_bytes: 1 << 20,
        deadline: Duration::from_secs(10),
        oldest: Duration::from_hours(48),
        at_once: 64,
        queue: 4096,
    }
}

pub(crate) fn organisation() -> OrganisationId {
    OrganisationId::from_text("by")
}

/// A hook that hears and stores.
pub(crate) struct Ears {
    pub(crate) db: Db,
    pub(crate) clock: ManualClock,
    pub(crate) counts: Arc<Counts>,
    pub(crate) hook: Hook,
    pub(crate) folder: tempfile::TempDir,
    /// The main database.
    pub(crate) address: String,
}

impl Ears {
    pub(crate) async fn new(engine: Engine) -> Self {
        Self::with(engine, settings()).await
    }

    pub(crate) async fn with(engine: Engine, settings: Settings) -> Self {
        let (ears, writer) = Self::deaf(engine, settings).await;
        tokio::spawn(writer.run());
        ears
    }

    /// Nothing is stored until the writer runs.
    pub(crate) async fn deaf(engine: Engine, settings: Settings) -> (Self, Writer) {
        let folder = tempfile::tempdir().unwrap();
        let address = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("main.db").display()),
            Engine::Postgres => postgres::database().await,
        };
        let db = Db::open(&address, Schema::Main).await.unwrap();
        let clock = ManualClock::at(now());
        let (hook, writer) = Hook::new(settings, db.clone(), Arc::new(clock.clone()));
        let counts = hook.counts();
        (Self { db, clock, counts, hook, folder, address }, writer)
    }

    /// What the hook answers.
    pub(crate) async fn ask(&self, request: Request<Body>) -> (StatusCode, String) {
        let answer = self.hook.router().oneshot(request).await.unwrap();
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    /// Facebook calls, and signs as it should.
    pub(crate) async fn facebook(&self, body: &Value) -> StatusCode {
        let body = body.to_string();
        self.ask(call(Network::Facebook, &body, &signature(SECRET, &body))).await.0
    }

    /// So does Instagram.
    pub(crate) async fn instagram(&self, body: &Value) -> StatusCode {
        let body = body.to_string();
        self.ask(call(Network::Instagram, &body, &signature(INSTAGRAMS_SECRET, &body))).await.0
    }

    /// Every hint, in the order in which they were stored.
    pub(crate) async fn hints(&self) -> Vec<Hint> {
        all(&self.db).await
    }

    pub(crate) fn later(&self, by: Duration) {
        self.clock.advance(by);
        assert!(self.clock.now() > now());
    }
}

/// Every row as it stands, oldest first.
pub(crate) async fn all(db: &Db) -> Vec<Hint> {
    let sql = "SELECT id, account, post, kind, heard_at FROM hint ORDER BY heard_at, id";
    let rows: Vec<(String, String, Option<String>, String, i64)> = match &mut db.read().await.unwrap() {
        Tx::Sqlite(tx) => sqlx::query_as(sql).fetch_all(&mut **tx).await.unwrap(),
        Tx::Postgres(tx) => sqlx::query_as(sql).fetch_all(&mut **tx).await.unwrap(),
    };
    let row = |(id, account, post, kind, heard_at): (String, String, Option<String>, String, i64)| Hint {
        id,
        account: AccountName::from_text(account),
        post,
        kind,
        heard_at: Stamp::from_ms(heard_at),
    };
    rows.into_iter().map(row).collect()
}

/// A signed call.
pub(crate) fn call(network: Network, body: &str, signature: &str) -> Request<Body> {
    Request::post(network.path())
        .header("content-type", "application/json")
        .header("x-hub-signature-256", signature)
        .body(Body::from(body.to_owned()))
        .unwrap()
}

/// `sha256=…`, as Meta computes it over the bytes that it sends.
pub(crate) fn signature(secret: &str, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, body.as_bytes());
    tag.as_ref().iter().fold("sha256=".to_owned(), |mut signature, byte| {
        write!(signature, "{byte:02x}").unwrap();
        signature
    })
}

/// A call with one change in our page's feed, at noon.
pub(crate) fn feed(value: impl Into<Value>) -> Value {
    let value = value.into();
    entry(json!({"id": PAGE, "time": NOON, "changes": [{"field": "feed", "value": value}]}))
}

/// A call with one entry.
pub(crate) fn entry(entry: impl Into<Value>) -> Value {
    let entry = entry.into();
    json!({"object": "page", "entry": [entry]})
}

/// A comment under our post, by number.
pub(crate) fn comment(number: u32) -> Value {
    feed(json!({
        "item": "comment", "verb": "add", "comment_id": format!("77001_{number}"),
        "post_id": format!("{PAGE}_77001"), "parent_id": format!("{PAGE}_77001"),
        "from": {"id": "100000000000001", "name": "Bo Eksempel"},
        "created_time": NOON, "message": "Tak for en dejlig dag i parken"
    }))
}
