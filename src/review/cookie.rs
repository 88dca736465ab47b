//! The cookie that a session is known by: for this site and no script alone, over TLS where there is
//! any, and without an end of its own: the session ends by our clock.

use axum::http::{HeaderMap, HeaderValue, header};
use url::Url;

fn name(address: &Url) -> &'static str {
    if address.scheme() == "https" { "__Host-ordstyrer" } else { "ordstyrer" }
}

/// The token that a browser sends, if any.
pub(super) fn read<'a>(headers: &'a HeaderMap, address: &Url) -> Option<&'a str> {
    named(headers, name(address))
}

/// The value of a cookie of this name.
pub(super) fn named<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value).filter(|value| !value.is_empty())
}

/// Hands out a token of ours, which is made of letters that a header may hold.
pub(super) fn set(token: &str, address: &Url) -> anyhow::Result<HeaderValue> {
    written(name(address), token, address, "")
}

/// Takes it back.
pub(super) fn clear(address: &Url) -> anyhow::Result<HeaderValue> {
    written(name(address), "", address, "; Max-Age=0")
}

/// What a browser is known by while it is away at the municipality's login.
pub(super) fn set_way(value: &str, address: &Url) -> anyhow::Result<HeaderValue> {
    written(way(address), value, address, "; Max-Age=600")
}

pub(super) fn read_way<'a>(headers: &'a HeaderMap, address: &Url) -> Option<&'a str> {
    named(headers, way(address))
}

pub(super) fn clear_way(address: &Url) -> anyhow::Result<HeaderValue> {
    written(way(address), "", address, "; Max-Age=0")
}

fn way(address: &Url) -> &'static str {
    if address.scheme() == "https" { "__Host-ordstyrer-vej" } else { "ordstyrer-vej" }
}

fn written(name: &str, value: &str, address: &Url, rest: &str) -> anyhow::Result<HeaderValue> {
    let secure = if address.scheme() == "https" { "; Secure" } else { "" };
    Ok(HeaderValue::try_from(format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{rest}"))?)
}
