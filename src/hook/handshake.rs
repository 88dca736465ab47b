//! The handshake: the network asks whether this address is ours, and is told its own number back.

use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};

use super::Keys;

/// No challenge is longer.
const LONGEST: usize = 64;

/// What `GET ?hub.mode=subscribe&hub.challenge=…&hub.verify_token=…` is answered; `None` when the token
/// or the shape is wrong. Only digits are told back: nobody can make this address say anything.
pub(super) fn answer(keys: &Keys, query: &str) -> Option<Response> {
    let given = |name: &str| {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value).unwrap_or_default()
    };
    let is_ours = keys.is_token(&given("hub.verify_token"));
    let challenge = given("hub.challenge").into_owned();
    let is_number = !challenge.is_empty() && challenge.bytes().all(|byte| byte.is_ascii_digit());
    let is_asked = given("hub.mode") == "subscribe" && is_number && challenge.len() <= LONGEST;
    let plain = [
        (header::CONTENT_TYPE, "text/plain"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
    ];
    (is_ours && is_asked).then(|| (plain, challenge).into_response())
}
