//! Webhooks as the town's networks send them: signed, some lost, some twice, tried again when they are
//! refused, and at times with a direct message among them. Nothing is sent by itself: the town is
//! told when, so that equal seeds give equal calls.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};
use aws_lc_rs::hmac;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

use super::{Network, Town};
use crate::model::Stamp;

/// A refused call is tried again for so long, each time after a longer pause.
const TRIED: Duration = Duration::from_hours(36);
/// So many changes one call brings at the most.
const MOST_CHANGES: usize = 20;

/// Where a network sends its webhooks, and how badly.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// The address, path included.
    pub url: Url,
    /// What signs.
    pub app_secret: SecretString,
    /// What the handshake says.
    pub verify_token: SecretString,
    /// The share of calls that never arrive (0 to 1).
    pub dropped: f64,
    /// The share of calls that arrive twice.
    pub doubled: f64,
    /// The share of calls that bring a direct message as well.
    pub direct: f64,
}

/// What became of the webhooks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Hooked {
    /// Things that happened.
    pub events: u64,
    /// Calls that were answered with 200.
    pub heard: u64,
    /// Calls that were lost on the way.
    pub dropped: u64,
    /// Calls that were sent a second time though the first was heard.
    pub doubled: u64,
    /// Calls that were refused or met nobody; each is tried again.
    pub refused: u64,
    /// Direct messages that came with a call.
    pub direct: u64,
}

/// What happened to a comment or post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Added,
    Edited,
    Removed,
    Hidden,
    Shown,
}

/// The webhooks of one network.
pub(super) struct Hooks {
    to: Option<Arc<Subscription>>,
    events: Vec<(Stamp, Value)>,
    calls: VecDeque<Call>,
    chance: StdRng,
    counts: Hooked,
}

#[derive(Clone)]
struct Call {
    body: Vec<u8>,
    first: Stamp,
    due: Stamp,
    tries: u32,
}

impl Hooks {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            to: None,
            events: Vec::new(),
            calls: VecDeque::new(),
            chance: StdRng::seed_from_u64(seed ^ 0x4005),
            counts: Hooked::default(),
        }
    }

    pub(super) fn is_wanted(&self) -> bool {
        self.to.is_some()
    }

    /// Something happened; `change` is how the network tells it.
    pub(super) fn note(&mut self, at: Stamp, change: Value) {
        self.counts.events += 1;
        self.events.push((at, change));
    }

    /// Makes calls of what happened, and takes out those that are due.
    fn due(&mut self, object: &str, page: &str, now: Stamp) -> Vec<Call> {
        let Some(to) = self.to.clone() else { return Vec::new() };
        let mut events = std::mem::take(&mut self.events).into_iter().peekable();
        while events.peek().is_some() {
            // Mostly one at a time; order is not promised.
            let most =
                if self.chance.random_bool(0.8) { 1 } else { self.chance.random_range(2..=MOST_CHANGES) };
            let mut some: Vec<_> = events.by_ref().take(most).collect();
            if self.chance.random_bool(0.3) {
                some.reverse();
            }
            let with_direct = self.chance.random_bool(to.direct);
            self.counts.direct += u64::from(with_direct);
            let body = body(object, page, &some, with_direct);
            if self.chance.random_bool(to.dropped) {
                self.counts.dropped += 1;
                continue;
            }
            let call = Call { body, first: now, due: now, tries: 0 };
            if self.chance.random_bool(to.doubled) {
                self.counts.doubled += 1;
                self.calls.push_back(call.clone());
            }
            self.calls.push_back(call);
        }
        let (due, later) = std::mem::take(&mut self.calls).into_iter().partition(|call| call.due <= now);
        self.calls = later;
        Vec::from(due)
    }

    fn heard(&mut self) {
        self.counts.heard += 1;
    }

    /// Tried again after one minute, two, four …
    fn refused(&mut self, mut call: Call, now: Stamp) {
        self.counts.refused += 1;
        call.tries += 1;
        call.due = now.later(Duration::from_mins(1) * (1 << call.tries.min(8)));
        if call.due <= call.first.later(TRIED) {
            self.calls.push_back(call);
        }
    }
}

/// One call: what happened, and perhaps what somebody wrote to us alone.
fn body(object: &str, page: &str, events: &[(Stamp, Value)], with_direct: bool) -> Vec<u8> {
    let at = events.iter().map(|(at, _)| *at).max().unwrap_or_default();
    let changes: Vec<&Value> = events.iter().map(|(_, change)| change).collect();
    let mut entries = vec![json!({"id": page, "time": at.ms().div_euclid(1000), "changes": changes})];
    if with_direct {
        let message =
            json!({"mid": format!("m_{}", at.ms()), "text": "Kun til jer: mit nummer er hemmeligt"});
        entries.insert(
            0,
            json!({"id": page, "time": at.ms(), "messaging": [{"sender": {"id": "4711"},
                "recipient": {"id": page}, "timestamp": at.ms(), "message": message}]}),
        );
    }
    escaped(&json!({"object": object, "entry": entries}).to_string())
}

/// As Meta writes it: no letter outside ASCII, and `/` escaped. The signature is over these bytes.
fn escaped(json: &str) -> Vec<u8> {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '/' => out.push_str("\\/"),
            _ if letter.is_ascii() => out.push(letter),
            _ => {
                let mut units = [0; 2];
                let units: Vec<String> =
                    letter.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect();
                out.push_str(&units.concat());
            }
        }
    }
    out.into_bytes()
}

fn signature(secret: &SecretString, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
    let tag = hmac::sign(&key, body);
    let hex: Vec<String> = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={}", hex.concat())
}

impl Town {
    /// A network's webhooks go there from now on, once the hook has shaken hands.
    ///
    /// # Errors
    /// When the network sends none, or the hook does not say the challenge back.
    pub async fn subscribe(&self, network: Network, to: Subscription) -> anyhow::Result<()> {
        let side = self.side(network);
        ensure!(side.lock().tongue.hook_object().is_some(), "{} sends no webhooks", network.name());
        let challenge = side.lock().hooks.chance.random_range(1_000_000_000_u64..9_999_999_999).to_string();
        let query = [
            ("hub.mode", "subscribe"),
            ("hub.challenge", challenge.as_str()),
            ("hub.verify_token", to.verify_token.expose_secret()),
        ];
        let answer =
            self.client()?.get(to.url.clone()).query(&query).send().await.context("shaking hands")?;
        ensure!(answer.status().is_success(), "the hook refused the handshake");
        ensure!(
            answer.text().await.context("shaking hands")? == challenge,
            "the hook said another challenge"
        );
        side.lock().hooks.to = Some(Arc::new(to));
        Ok(())
    }

    /// Sends the webhooks that are due, on every network, one after the other. Gives back the bodies
    /// that were answered as heard.
    ///
    /// # Errors
    /// When no client could be made: what the hook answers is no error.
    pub async fn deliver_hooks(&self) -> anyhow::Result<Vec<(Network, Vec<u8>)>> {
        let client = self.client()?;
        let mut answered = Vec::new();
        for side in self.sides() {
            let now = side.clock.now();
            let (to, calls) = {
                let mut inner = side.lock();
                let Some(object) = inner.tongue.hook_object() else { continue };
                let page = inner.tongue.page();
                (inner.hooks.to.clone(), inner.hooks.due(object, &page, now))
            };
            let Some(to) = to else { continue };
            for call in calls {
                let request = client
                    .post(to.url.clone())
                    .header("content-type", "application/json")
                    .header("x-hub-signature-256", signature(&to.app_secret, &call.body))
                    .body(call.body.clone());
                let is_heard = request.send().await.is_ok_and(|answer| answer.status().is_success());
                let mut inner = side.lock();
                if is_heard {
                    inner.hooks.heard();
                    answered.push((side.network, call.body));
                } else {
                    inner.hooks.refused(call, now);
                }
            }
        }
        Ok(answered)
    }

    fn client(&self) -> anyhow::Result<&reqwest::Client> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = client()?;
        Ok(self.client.get_or_init(|| client))
    }

    /// What became of a network's webhooks.
    #[must_use]
    pub fn hooked(&self, network: Network) -> Hooked {
        self.side(network).lock().hooks.counts
    }
}

#[expect(clippy::disallowed_methods, reason = "here the town is the network that calls, and no adapter")]
fn client() -> anyhow::Result<reqwest::Client> {
    let client = reqwest::Client::builder().timeout(Duration::from_secs(20)).no_proxy();
    client.build().context("making the town's client")
}
