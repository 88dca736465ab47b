//! What the desk says: Danish first, English by a switch. Never a citizen's words.

use std::borrow::Cow;
use std::collections::HashMap;

use axum::http::{HeaderMap, header};
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};

static_loader! {
    static BOOK = {
        locales: "./config/words",
        fallback_language: "da",
        // Otherwise every argument is wrapped in invisible direction marks.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static DANISH: LanguageIdentifier = langid!("da");
static ENGLISH: LanguageIdentifier = langid!("en");

/// The language that a moderator reads the desk in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) enum Tongue {
    #[default]
    #[serde(rename = "da")]
    Danish,
    #[serde(rename = "en")]
    English,
}

impl Tongue {
    /// The browser's wish; Danish unless it puts English before Danish.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let wish = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let weight = |code: &str| {
            wish.split(',')
                .filter_map(|item| {
                    let (tag, rest) = item.trim().split_once(';').unwrap_or((item.trim(), "q=1"));
                    let quality = rest.trim().strip_prefix("q=")?.parse::<f32>().ok()?;
                    let primary = tag.split('-').next()?;
                    primary.eq_ignore_ascii_case(code).then_some(quality)
                })
                .fold(0.0, f32::max)
        };
        if weight("en") > weight("da") { Self::English } else { Self::Danish }
    }

    /// The one of this code; Danish for any other.
    pub(super) fn named(code: &str) -> Self {
        if code == Self::English.code() { Self::English } else { Self::Danish }
    }

    /// For a `lang` attribute.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Danish => "da",
            Self::English => "en",
        }
    }
}

/// The book of words, open at one language.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Words(pub(super) Tongue);

impl Words {
    /// For a `lang` attribute.
    pub(super) fn code(self) -> &'static str {
        self.0.code()
    }

    /// True in Danish.
    pub(super) fn is_danish(self) -> bool {
        self.0 == Tongue::Danish
    }

    fn language(self) -> &'static LanguageIdentifier {
        match self.0 {
            Tongue::Danish => &DANISH,
            Tongue::English => &ENGLISH,
        }
    }

    /// A sentence.
    pub(super) fn say(self, key: &str) -> String {
        BOOK.lookup(self.language(), key)
    }

    /// A sentence, if the book has it.
    pub(super) fn find(self, key: &str) -> Option<String> {
        BOOK.try_lookup(self.language(), key)
    }

    /// A sentence about a number.
    pub(super) fn count(self, key: &str, count: i64) -> String {
        BOOK.lookup_with_args(self.language(), key, &HashMap::from([(Cow::Borrowed("n"), count.into())]))
    }

    /// A number with its thousands apart: `18.402` in Danish, `18,402` in English.
    pub(super) fn number(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut parted = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if number < 0 {
            parted.push('−');
        }
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                parted.push(if self.is_danish() { '.' } else { ',' });
            }
            parted.push(digit);
        }
        parted
    }

    /// A sentence about something that has a name.
    pub(super) fn about(self, key: &str, what: impl AsRef<str>) -> String {
        self.about_both(key, what, "")
    }

    /// A sentence about two things that have names.
    pub(super) fn about_both(self, key: &str, what: impl AsRef<str>, other: impl AsRef<str>) -> String {
        let given = HashMap::from([
            (Cow::Borrowed("what"), what.as_ref().to_owned().into()),
            (Cow::Borrowed("other"), other.as_ref().to_owned().into()),
        ]);
        BOOK.lookup_with_args(self.language(), key, &given)
    }
}
