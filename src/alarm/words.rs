//! What an alarm says, in Danish and English, from `config/alarms.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::{AlarmKind, Language};

/// The words of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) alarm: String,
    pub(super) alarms: String,
    pub(super) gravest: String,
    pub(super) reminder: String,
    pub(super) in_hand: String,
    pub(super) look: String,
    pub(super) acknowledge: String,
    pub(super) nothing_personal: String,
    kinds: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    da: Words,
    en: Words,
    networks: BTreeMap<String, String>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    toml::from_str(include_str!("../../config/alarms.toml")).expect("a test reads the words of the alarms")
});

impl Words {
    pub(super) fn of(language: Language) -> &'static Self {
        if language == Language::English { &BOOK.en } else { &BOOK.da }
    }

    pub(super) fn kind(&self, kind: AlarmKind) -> &str {
        self.kinds.get(kind.as_str()).map_or_else(|| kind.as_str(), String::as_str)
    }
}

/// `Facebook` for `facebook`.
pub(super) fn network(name: &str) -> &str {
    BOOK.networks.get(name).map_or(name, String::as_str)
}
