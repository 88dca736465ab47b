//! The keys of the desk: which letter does what, everybody's own, and all off where somebody wants that
//! (WCAG 2.1.4). None of them decides anything: they move the focus, and Enter decides.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::notice::{self, Message, Told};
use super::signed::Signed;
use super::words::Words;
use crate::store::preference;

/// Where they are chosen.
pub(super) const SHORTCUTS: &str = "/genveje";

/// What a key can do, its word in the book, and the letter it has where nobody chose. F, D and B are far
/// from J and K, which are pressed the most.
pub(super) const DEEDS: [(&str, &str, char); 14] = [
    ("next", "key-next", 'j'),
    ("previous", "key-previous", 'k'),
    ("open", "key-open", 'o'),
    ("remove", "key-remove", 'f'),
    ("redirect", "key-redirect", 'd'),
    ("keep", "key-keep", 'b'),
    ("answer", "key-answer", 's'),
    ("refer", "key-refer", 'g'),
    ("alike", "key-alike", 'x'),
    ("veil", "key-veil", 'v'),
    ("undo", "key-undo", 'z'),
    ("queue", "key-queue", 'q'),
    ("search", "key-search", '/'),
    ("help", "key-help", '?'),
];

/// Nobody's key does anything.
const OFF: &str = "off";

/// A row of the map.
pub(super) struct Key {
    pub(super) deed: &'static str,
    pub(super) sentence: String,
    pub(super) letter: String,
}

#[derive(Template)]
#[template(path = "shortcuts.html")]
struct Page {
    frame: Frame,
    is_on: bool,
    keys: Vec<Key>,
    refusal: Option<String>,
}

/// The letters that are in force, as `deed:letter deed:letter`; empty where they are off.
pub(super) fn in_force(chosen: Option<&str>) -> String {
    match chosen {
        Some(OFF) => String::new(),
        Some(chosen) => whole(chosen),
        None => written(DEEDS.map(|(deed, _, letter)| (deed, letter))),
    }
}

/// What somebody chose, with the usual letter of each deed that is younger than their choice, where that
/// letter is free.
fn whole(chosen: &str) -> String {
    let mut whole = chosen.to_owned();
    for (deed, _, letter) in DEEDS {
        let mut pairs = whole.split(' ').filter_map(|pair| pair.split_once(':'));
        if !pairs.any(|(known, taken)| known == deed || taken.chars().eq([letter])) {
            whole.extend([" ", deed, ":"]);
            whole.push(letter);
        }
    }
    whole
}

/// The map as a person reads it.
pub(super) fn map(words: Words, in_force: &str) -> Vec<Key> {
    let letter = |deed: &str, usual: char| {
        let mut pairs = in_force.split(' ').filter_map(|pair| pair.split_once(':'));
        pairs
            .find(|(known, _)| *known == deed)
            .map_or_else(|| usual.to_string(), |(_, letter)| letter.to_owned())
    };
    let keys = DEEDS.iter();
    keys.map(|(deed, word, usual)| Key { deed, sentence: words.say(word), letter: letter(deed, *usual) })
        .collect()
}

fn written(keys: impl IntoIterator<Item = (&'static str, char)>) -> String {
    let pairs: Vec<_> = keys.into_iter().map(|(deed, letter)| format!("{deed}:{letter}")).collect();
    pairs.join(" ")
}

/// `GET /genveje`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    told: Result<Query<Told>, QueryRejection>,
) -> Result<Response, Failure> {
    let told = told.map(|Query(told)| told).unwrap_or_default();
    draw(&reception, &signed, &headers, &told, None).await
}

async fn draw(
    reception: &Reception,
    signed: &Signed,
    headers: &HeaderMap,
    told: &Told,
    refusal: Option<String>,
) -> Result<Response, Failure> {
    let mut frame = frame::around(reception, signed, SHORTCUTS, reception.desk.clock.now()).await?;
    frame.notice = notice::of(told, headers, signed.words);
    let keys = frame.bar.as_ref().map_or_else(String::new, |bar| bar.keys.clone());
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page(status, &Page { frame, is_on: !keys.is_empty(), keys: map(signed.words, &keys), refusal })
}

/// `POST /genveje`: a letter for each deed, and `brug` where they are wanted.
pub(super) async fn choose(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(pairs) = form.map_err(|_| Failure::Malformed)?;
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
    let chosen = if value("brug").is_some() {
        let mut letters = Vec::with_capacity(DEEDS.len());
        for (deed, _, _) in DEEDS {
            let letter = one_letter(value(deed).unwrap_or(""));
            let Some(letter) = letter.filter(|letter| !letters.iter().any(|(_, other)| other == letter))
            else {
                let refusal = signed.words.say("shortcuts-refused");
                return draw(&reception, &signed, &headers, &Told::default(), Some(refusal)).await;
            };
            letters.push((deed, letter));
        }
        written(letters)
    } else {
        OFF.to_owned()
    };
    let mut tx = reception.desk.db.write().await?;
    preference::set_shortcuts(&mut tx, &signed.organisation.id, &signed.moderator, &chosen).await?;
    tx.commit().await?;
    Ok(Redirect::to(&notice::address(SHORTCUTS, Message::Genveje, "")).into_response())
}

/// One key that can be typed and written down between two spaces.
fn one_letter(text: &str) -> Option<char> {
    let mut letters = text.chars();
    let letter = letters.next()?.to_lowercase().next()?;
    let is_key = !letter.is_whitespace() && !letter.is_control() && letter != ':' && letter != '"';
    (letters.next().is_none() && is_key).then_some(letter)
}
