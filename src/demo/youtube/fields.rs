//! Partial answers, as all of Google's APIs give them: `kind,items(id,snippet/title)`.

use std::iter::Peekable;
use std::str::Chars;

use serde_json::{Map, Value};

/// Names that stand in some answer of this town.
const KNOWN: &[&str] = &[
    "kind",
    "etag",
    "nextPageToken",
    "pageInfo",
    "items",
    "id",
    "snippet",
    "replies",
    "comments",
    "topLevelComment",
    "videoId",
    "channelId",
    "totalReplyCount",
    "canReply",
    "isPublic",
    "parentId",
    "authorDisplayName",
    "authorProfileImageUrl",
    "authorChannelUrl",
    "authorChannelId",
    "value",
    "textDisplay",
    "textOriginal",
    "publishedAt",
    "updatedAt",
    "moderationStatus",
    "imageUrl",
    "likeCount",
    "canRate",
    "viewerRating",
    "contentDetails",
    "relatedPlaylists",
    "uploads",
    "videoPublishedAt",
    "title",
    "description",
    "statistics",
    "commentCount",
    "viewCount",
];

/// One field that was asked for; without any within it, all of it.
pub(super) struct Field {
    name: String,
    within: Vec<Field>,
}

/// `None` when the text cannot be read, or names what there is nowhere.
pub(super) fn parse(text: &str) -> Option<Vec<Field>> {
    let mut rest = text.chars().peekable();
    let fields = list(&mut rest)?;
    rest.next().is_none().then_some(fields)
}

fn list(rest: &mut Peekable<Chars<'_>>) -> Option<Vec<Field>> {
    let mut fields = vec![field(rest)?];
    while rest.next_if_eq(&',').is_some() {
        fields.push(field(rest)?);
    }
    Some(fields)
}

fn field(rest: &mut Peekable<Chars<'_>>) -> Option<Field> {
    let mut name = String::new();
    while let Some(letter) = rest.next_if(char::is_ascii_alphanumeric) {
        name.push(letter);
    }
    let mut within = Vec::new();
    if rest.next_if_eq(&'/').is_some() {
        within.push(field(rest)?);
    } else if rest.next_if_eq(&'(').is_some() {
        within = list(rest)?;
        rest.next_if_eq(&')')?;
    }
    KNOWN.contains(&name.as_str()).then_some(Field { name, within })
}

/// What is left of an answer.
pub(super) fn only(value: Value, fields: &[Field]) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|item| only(item, fields)).collect(),
        Value::Object(mut object) => {
            let mut left = Map::new();
            for field in fields {
                if let Some(inner) = object.remove(&field.name) {
                    let inner = if field.within.is_empty() { inner } else { only(inner, &field.within) };
                    left.insert(field.name.clone(), inner);
                }
            }
            Value::Object(left)
        }
        plain => plain,
    }
}
