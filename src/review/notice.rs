//! What just happened, said at the top of the next page. It travels in the address as one of our
//! own words, never as text, and is believed only from our own page: a crafted link says nothing.

use axum::http::HeaderMap;

use super::origin;
use super::words::Words;

/// What the address says.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub(super) struct Told {
    besked: Option<Message>,
    /// The inquiry that it is about.
    om: Option<String>,
}

/// What can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Message {
    Beholdt,
    Fjernet,
    Henvist,
    Fortrudt,
    Besvaret,
    Adgangskode,
    Overtaget,
    Genveje,
    Andetsyn,
    Givetvidere,
    Trukket,
    Emner,
}

impl Message {
    fn word(self) -> &'static str {
        match self {
            Self::Beholdt => "beholdt",
            Self::Fjernet => "fjernet",
            Self::Henvist => "henvist",
            Self::Fortrudt => "fortrudt",
            Self::Besvaret => "besvaret",
            Self::Adgangskode => "adgangskode",
            Self::Overtaget => "overtaget",
            Self::Genveje => "genveje",
            Self::Andetsyn => "andetsyn",
            Self::Givetvidere => "givetvidere",
            Self::Trukket => "trukket",
            Self::Emner => "emner",
        }
    }
}

/// A notice, with the way back to what it is about.
pub(super) struct Notice {
    pub(super) sentence: String,
    pub(super) about: Option<String>,
}

/// An address with a message.
pub(super) fn address(path: &str, message: Message, about: &str) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    let about = if about.is_empty() { String::new() } else { format!("&om={about}") };
    format!("{path}{joint}besked={}{about}", message.word())
}

/// The notice of an address that one of our own pages led to.
pub(super) fn of(told: &Told, headers: &HeaderMap, words: Words) -> Option<Notice> {
    if !origin::is_our_page(headers) {
        return None;
    }
    let sentence = words.say(match told.besked? {
        Message::Beholdt => "notice-kept",
        Message::Fjernet => "notice-removed",
        Message::Henvist => "notice-redirected",
        Message::Fortrudt => "notice-undone",
        Message::Besvaret => "notice-answered",
        Message::Adgangskode => "notice-password",
        Message::Overtaget => "notice-taken-over",
        Message::Genveje => "notice-shortcuts",
        Message::Andetsyn => "notice-opinion",
        Message::Givetvidere => "notice-handed-over",
        Message::Trukket => "notice-withdrawn",
        Message::Emner => "notice-spared",
    });
    let about = told
        .om
        .as_ref()
        .filter(|_| !matches!(told.besked, Some(Message::Overtaget | Message::Trukket)))
        .map(|id| format!("/ko/{id}"))
        .filter(|path| super::sign_in::is_ours(path));
    Some(Notice { sentence, about })
}
