//! What is read of a webhook: which page, when, which kind of event, and ids. Words, names and
//! senders are passed over by the parser without being copied, and a direct message is only counted.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// One call's body.
#[derive(Deserialize)]
pub(super) struct Delivery<'a> {
    #[serde(default)]
    pub(super) object: Object,
    #[serde(default, borrow)]
    pub(super) entry: Vec<Entry<'a>>,
}

/// What kind of thing the entries are about.
#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Object {
    Page,
    Instagram,
    #[default]
    #[serde(other)]
    Other,
}

/// What happened on one page.
#[derive(Deserialize)]
pub(super) struct Entry<'a> {
    #[serde(default, borrow)]
    pub(super) id: Id<'a>,
    /// Seconds since 1970, of a direct message milliseconds.
    #[serde(default)]
    pub(super) time: Option<i64>,
    #[serde(default, borrow)]
    pub(super) changes: Vec<Change<'a>>,
    /// Direct messages: only how many.
    #[serde(default)]
    pub(super) messaging: Counted,
    /// Direct messages while another app answers.
    #[serde(default)]
    pub(super) standby: Counted,
}

/// One change.
#[derive(Deserialize)]
pub(super) struct Change<'a> {
    #[serde(default)]
    pub(super) field: Field,
    #[serde(default, borrow)]
    pub(super) value: Value<'a>,
}

/// What was subscribed to.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Field {
    Feed,
    Comments,
    Mentions,
    /// A direct message in the shape of a change.
    Direct,
    #[default]
    Other,
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(match Cow::<str>::deserialize(from)?.as_ref() {
            "feed" => Self::Feed,
            "comments" | "live_comments" => Self::Comments,
            "mention" | "mentions" => Self::Mentions,
            "conversations" => Self::Direct,
            // messages, message_reads, messaging_postbacks and whatever else they come to be called.
            field if field.starts_with("messag") => Self::Direct,
            _ => Self::Other,
        })
    }
}

/// What a change in the feed is about.
#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Item {
    Comment,
    Reaction,
    Like,
    #[default]
    #[serde(other)]
    Other,
}

/// What was done.
#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Verb {
    Add,
    #[serde(alias = "edit")]
    Edited,
    Remove,
    Hide,
    Unhide,
    #[default]
    #[serde(other)]
    Other,
}

/// The ids of a change. A value that is no object says nothing that we read.
#[derive(Default)]
pub(super) struct Value<'a> {
    pub(super) item: Item,
    pub(super) verb: Verb,
    pub(super) comment: Id<'a>,
    pub(super) post: Id<'a>,
    pub(super) media: Id<'a>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a change")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        #[derive(Deserialize)]
        struct Media<'a> {
            #[serde(default, borrow)]
            id: Id<'a>,
        }
        let mut value = Value::default();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match key.as_ref() {
                "item" => value.item = map.next_value()?,
                "verb" => value.verb = map.next_value()?,
                // Instagram calls a comment's id `id`, in a mention `comment_id`.
                "comment_id" | "id" => value.comment = map.next_value()?,
                "post_id" => value.post = map.next_value()?,
                "media_id" => value.media = map.next_value()?,
                "media" => value.media = map.next_value::<Media<'de>>()?.id,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::default())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Value<'de>, E> {
        Ok(Value::default())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Value<'de>, E> {
        Ok(Value::default())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Value<'de>, E> {
        Ok(Value::default())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Value<'de>, E> {
        Ok(Value::default())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Value<'de>, E> {
        Ok(Value::default())
    }

    fn visit_unit<E: Error>(self) -> Result<Value<'de>, E> {
        Ok(Value::default())
    }
}

/// An id, written as a string or as a number; empty where there is none. It may lead to a person, so
/// it cannot be printed.
#[derive(Default)]
pub(super) struct Id<'a>(Cow<'a, str>);

impl Id<'_> {
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Id<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Id<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an id")
            }

            fn visit_borrowed_str<E: Error>(self, id: &'de str) -> Result<Id<'de>, E> {
                Ok(Id(Cow::Borrowed(id)))
            }

            fn visit_str<E: Error>(self, id: &str) -> Result<Id<'de>, E> {
                Ok(Id(Cow::Owned(id.to_owned())))
            }

            fn visit_u64<E: Error>(self, id: u64) -> Result<Id<'de>, E> {
                Ok(Id(Cow::Owned(id.to_string())))
            }

            fn visit_unit<E: Error>(self) -> Result<Id<'de>, E> {
                Ok(Id::default())
            }
        }

        from.deserialize_any(Reader)
    }
}

/// How many there were, and nothing of any of them.
#[derive(Clone, Copy, Default)]
pub(super) struct Counted(pub(super) u64);

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(u64::try_from(Vec::<IgnoredAny>::deserialize(from)?.len()).unwrap_or(u64::MAX)))
    }
}
