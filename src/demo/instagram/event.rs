//! What a webhook of the account says: only that somebody commented or named us. An edit or a deletion
//! is told to nobody.

use serde_json::{Value, json};

use super::account::top;
use crate::demo::entry::Kind;
use crate::demo::hooks::What;
use crate::demo::world::World;

/// The change, as it stands in an entry.
pub(super) fn change(world: &World, at: usize, what: What) -> Option<Value> {
    let entry = world.get(at);
    if what != What::Added || entry.is_restricted {
        return None;
    }
    match (entry.kind, entry.root) {
        (Kind::Comment, Some(root)) => {
            let media = &world.get(root).id;
            let mut value = json!({"id": entry.id, "text": entry.words,
                "media": {"id": media, "media_product_type": "FEED"}});
            if let Value::Object(fields) = &mut value {
                if !entry.name.is_empty() {
                    fields.insert("from".to_owned(), json!({"id": entry.account, "username": entry.name}));
                }
                let top = top(world, at);
                if top != at {
                    fields.insert("parent_id".to_owned(), world.get(top).id.clone().into());
                }
            }
            Some(json!({"field": "comments", "value": value}))
        }
        (Kind::Mention, _) => Some(json!({"field": "mentions", "value": {"media_id": entry.id}})),
        (Kind::Post | Kind::Visit | Kind::Quote | Kind::Comment, _) => None,
    }
}
