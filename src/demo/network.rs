//! The networks of the town and the shapes of their ids: each so different that an id says by itself
//! which network it is on.

/// A network of the town.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Network {
    Facebook,
    Instagram,
    YouTube,
    Mastodon,
    Bluesky,
}

impl Network {
    /// All of them, whether or not the town has a side for each yet.
    pub const ALL: [Self; 5] =
        [Self::Facebook, Self::Instagram, Self::YouTube, Self::Mastodon, Self::Bluesky];

    /// As the configuration writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Facebook => "facebook",
            Self::Instagram => "instagram",
            Self::YouTube => "youtube",
            Self::Mastodon => "mastodon",
            Self::Bluesky => "bluesky",
        }
    }

    /// The network on which an id stands, by its shape:
    ///
    /// - Bluesky: `at://…`
    /// - Facebook: two numbers with `_` between them
    /// - Instagram: a number of 17 digits that begins with 17
    /// - Mastodon: a number of 18 digits that begins with 11
    /// - YouTube: a video in 11 characters that are not all digits; a comment in 26 that begin with
    ///   `Ug`; a reply is its comment's id, a dot and 22 characters
    pub(super) fn of(id: &str) -> Option<Self> {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let letters =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
        let is_comment = |text: &str| text.starts_with("Ug") && text.len() == 26 && letters(text);
        if id.starts_with("at://") {
            return Some(Self::Bluesky);
        }
        if id.split_once('_').is_some_and(|(one, other)| digits(one) && digits(other) && id.len() > 11) {
            return Some(Self::Facebook);
        }
        match id.split_once('.') {
            Some((parent, own)) if is_comment(parent) && own.len() == 22 && letters(own) => {
                Some(Self::YouTube)
            }
            None if digits(id) && id.len() == 17 && id.starts_with("17") => Some(Self::Instagram),
            None if digits(id) && id.len() == 18 && id.starts_with("11") => Some(Self::Mastodon),
            None if is_comment(id) || (id.len() == 11 && letters(id) && !digits(id)) => Some(Self::YouTube),
            _ => None,
        }
    }
}
