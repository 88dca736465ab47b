//! A post or comment as the Graph API shows it: the fields that were asked for, nothing that is
//! empty, and an error for a field that does not exist.

use serde_json::{Map, Value, json};

use super::edges;
use super::page::Page;
use crate::demo::entry::{Entry, Kind};
use crate::demo::meta::fields::Field;
use crate::demo::meta::{errors, pages, time};
use crate::demo::wire::Told;
use crate::demo::world::World;

/// One object with the fields asked for; `id` always.
pub(super) fn object(page: &Page, world: &World, at: usize, fields: &[Field]) -> Result<Value, Told> {
    let mut shown = Map::new();
    shown.insert("id".to_owned(), world.get(at).id.clone().into());
    for field in fields {
        if let Some(value) = value(page, world, at, field)? {
            shown.insert(field.name.clone(), value);
        }
    }
    Ok(Value::Object(shown))
}

/// What is shown when no field is named.
pub(super) fn usual(entry: &Entry) -> Vec<Field> {
    let names: &[&str] = match entry.kind {
        Kind::Comment => &["created_time", "from", "message"],
        Kind::Post | Kind::Visit | Kind::Mention | Kind::Quote => &["created_time", "message"],
    };
    names.iter().map(|name| Field::named(name)).collect()
}

fn value(page: &Page, world: &World, at: usize, field: &Field) -> Result<Option<Value>, Told> {
    let entry = world.get(at);
    let is_comment = entry.kind == Kind::Comment;
    let is_on_our_page = entry.kind != Kind::Mention;
    Ok(match field.name.as_str() {
        "id" => Some(entry.id.clone().into()),
        "message" => (!entry.words.is_empty()).then(|| entry.words.clone().into()),
        "created_time" => Some(time(entry.written_at).into()),
        "updated_time" if !is_comment => Some(time(entry.arrived_at).into()),
        "from" => from(entry, &field.of),
        "is_hidden" => Some(entry.is_hidden.into()),
        "permalink_url" => Some(format!("https://www.facebook.com/{}", entry.id).into()),
        "is_published" if !is_comment => Some(true.into()),
        "comments" => Some(edges::nested_comments(page, world, at, field)?),
        // Above a first-level comment stands a post, and that is no `parent`.
        "parent" if is_comment => match entry.parent {
            Some(parent) if Some(parent) != entry.root => Some(object(page, world, parent, &field.of)?),
            _ => None,
        },
        "can_hide" if is_comment => Some((!entry.is_ours()).into()),
        "can_remove" | "can_comment" | "can_like" if is_comment => Some(is_on_our_page.into()),
        "is_private" | "user_likes" if is_comment => Some(false.into()),
        "like_count" if is_comment => Some(0.into()),
        "comment_count" if is_comment => Some(pages::living(world, world.answers(at)).count().into()),
        "object" if is_comment => match entry.root {
            Some(root) => Some(object(page, world, root, &field.of)?),
            None => None,
        },
        // Fields that exist and are empty in this town.
        "message_tags" | "attachment" | "application" | "story" | "attachments" => None,
        _ => return Err(errors::bad_parameter("Tried accessing nonexisting field")),
    })
}

/// Absent for a private profile.
fn from(entry: &Entry, of: &[Field]) -> Option<Value> {
    if entry.name.is_empty() {
        return None;
    }
    let mut from = json!({"id": entry.account, "name": entry.name});
    if let (Value::Object(shown), false) = (&mut from, of.is_empty()) {
        shown.retain(|name, _| name == "id" || of.iter().any(|field| field.name == *name));
    }
    Some(from)
}
