//! An ID token, checked in every part (`OpenID` Connect Core 3.1.3.7, RFC 8725): what it does not say, or
//! says otherwise, refuses it. Pure: keys, expectations and the time are given.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::keys::{Algorithm, Key};
use super::strict::Strict;
use crate::model::Stamp;

/// A token with two hundred groups is half of it.
const MOST_BYTES: usize = 16 << 10;
const LONGEST_NAME: usize = 255;
/// Two clocks are never the same.
const SKEW_S: i64 = 60;
/// It was made for this sign-in, just now.
const OLDEST_S: i64 = 600;

/// What a token must say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client: &'a str,
    pub(super) nonce: &'a str,
    /// One of these, where any is named.
    pub(super) acr: &'a [String],
    /// One of these at least, where any is named.
    pub(super) amr: &'a [String],
    /// The person signed in at the provider since then, where that is asked for.
    pub(super) since: Option<Stamp>,
    pub(super) groups: &'a str,
}

/// Who it is, as a token that holds says it.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) subject: String,
    pub(super) name: Option<String>,
    pub(super) groups: Vec<String>,
}

/// Why a token is not believed. Never what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// No key of ours fits: fresh ones may.
    NoKey,
    /// What is wrong with it.
    Is(&'static str),
}

/// Checks it.
pub(super) fn check(token: &str, keys: &[Key], expected: Expected<'_>, now: Stamp) -> Result<Said, Wrong> {
    if token.len() > MOST_BYTES {
        return Err(Wrong::Is("larger than any token"));
    }
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts.as_slice() else {
        return Err(Wrong::Is("not three parts"));
    };
    let (said, signature) = (object(header)?, bytes(signature)?);
    let text = |name: &str| said.get(name).and_then(Value::as_str);
    let algorithm = text("alg").and_then(Algorithm::parse).ok_or(Wrong::Is("signed in a way we refuse"))?;
    if said.contains_key("crit") {
        return Err(Wrong::Is("asks for what we do not know"));
    }
    if said.contains_key("typ") && !text("typ").is_some_and(|kind| kind.eq_ignore_ascii_case("jwt")) {
        return Err(Wrong::Is("a token of another kind"));
    }
    let id = match said.get("kid") {
        None => None,
        Some(id) => Some(id.as_str().ok_or(Wrong::Is("names no key"))?),
    };
    let mut fitting = keys.iter().filter(|key| key.fits(algorithm, id));
    // Without a name, one key only: trying them all would let an old one in.
    let (Some(key), None) = (fitting.next(), fitting.next()) else { return Err(Wrong::NoKey) };
    let signed = token.rsplit_once('.').map_or("", |(signed, _)| signed);
    if !key.verifies(algorithm, signed.as_bytes(), &signature) {
        return Err(Wrong::Is("a signature that does not hold"));
    }
    claims(&object(payload)?, expected, now)
}

fn claims(said: &Map<String, Value>, expected: Expected<'_>, now: Stamp) -> Result<Said, Wrong> {
    let text = |name: &str| said.get(name).and_then(Value::as_str);
    let time = |name: &str| said.get(name).and_then(Value::as_i64);
    let now_s = now.ms().div_euclid(1000);
    let must = |holds: bool, what: &'static str| if holds { Ok(()) } else { Err(Wrong::Is(what)) };
    must(text("iss") == Some(expected.issuer), "another issuer")?;
    audience(said, expected.client)?;
    let made = time("iat").ok_or(Wrong::Is("does not say when it was made"))?;
    must(time("exp").is_some_and(|ends| ends > now_s - SKEW_S), "over, or without an end")?;
    must(made <= now_s + SKEW_S, "made in the future")?;
    must(made >= now_s - OLDEST_S, "made long ago")?;
    let begins = said.get("nbf").map_or(Some(made), Value::as_i64);
    must(begins.is_some_and(|begins| begins <= now_s + SKEW_S), "not begun")?;
    must(text("nonce") == Some(expected.nonce), "of another sign-in")?;
    let subject = text("sub").filter(|sub| !sub.is_empty() && sub.len() <= LONGEST_NAME);
    let subject = subject.ok_or(Wrong::Is("about nobody"))?;
    let is_level = expected.acr.is_empty()
        || text("acr").is_some_and(|level| expected.acr.iter().any(|known| known == level));
    must(is_level, "a weaker sign-in than we ask for")?;
    let ways = said.get("amr").and_then(Value::as_array);
    let is_way = expected.amr.is_empty()
        || ways.is_some_and(|ways| {
            ways.iter().filter_map(Value::as_str).any(|way| expected.amr.iter().any(|known| known == way))
        });
    must(is_way, "a weaker sign-in than we ask for")?;
    if let Some(since) = expected.since {
        let since_s = since.ms().div_euclid(1000);
        must(time("auth_time").is_some_and(|at| at >= since_s - SKEW_S), "not signed in just now")?;
    }
    let groups = match said.get(expected.groups) {
        None => Vec::new(),
        Some(Value::Array(list)) => {
            let names = list.iter().map(|name| name.as_str().map(str::to_owned));
            names.collect::<Option<_>>().ok_or(Wrong::Is("groups that are no names"))?
        }
        Some(_) => return Err(Wrong::Is("groups that are no list")),
    };
    let name = text("name").or_else(|| text("preferred_username"));
    Ok(Said { subject: subject.to_owned(), name: name.map(str::to_owned), groups })
}

/// For us, and where it is for others too, given to us.
fn audience(said: &Map<String, Value>, client: &str) -> Result<(), Wrong> {
    let (is_ours, is_shared) = match said.get("aud") {
        Some(Value::String(one)) => (one == client, false),
        Some(Value::Array(list)) => (list.iter().any(|one| one == client), list.len() > 1),
        _ => (false, false),
    };
    let party = said.get("azp");
    if !is_ours {
        Err(Wrong::Is("for somebody else"))
    } else if party.is_some_and(|party| party != client) || (is_shared && party.is_none()) {
        Err(Wrong::Is("given to somebody else"))
    } else {
        Ok(())
    }
}

fn object(part: &str) -> Result<Map<String, Value>, Wrong> {
    let bytes = bytes(part)?;
    let Strict(object) = serde_json::from_slice(&bytes).map_err(|_| Wrong::Is("not an object of JSON"))?;
    Ok(object)
}

fn bytes(part: &str) -> Result<Vec<u8>, Wrong> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Wrong::Is("not written as a token is"))
}
