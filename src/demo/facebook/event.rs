//! What a webhook of the page says of something that happened.

use serde_json::{Value, json};

use super::page::Page;
use crate::demo::entry::{Entry, Kind};
use crate::demo::hooks::What;
use crate::demo::world::World;

/// The change, as it stands in an entry.
pub(super) fn change(page: &Page, world: &World, at: usize, what: What) -> Option<Value> {
    let entry = world.get(at);
    let verb = match what {
        What::Added => "add",
        What::Edited => "edited",
        What::Removed => "remove",
        What::Hidden => "hide",
        What::Shown => "unhide",
    };
    let time = entry.written_at.ms().div_euclid(1000);
    let mut value = json!({"verb": verb, "created_time": time});
    let Value::Object(fields) = &mut value else { return None };
    if !entry.name.is_empty() {
        fields.insert("from".to_owned(), json!({"id": entry.account, "name": entry.name}));
    }
    // What was removed is not said again.
    if what != What::Removed {
        fields.insert("message".to_owned(), entry.words.clone().into());
    }
    let root = entry.root.map(|root| world.get(root));
    match (entry.kind, root) {
        (Kind::Comment, Some(root)) => {
            let parent = entry.parent.map_or(root, |parent| world.get(parent));
            fields.insert("item".to_owned(), "comment".into());
            fields.insert("comment_id".to_owned(), entry.id.clone().into());
            fields.insert("post_id".to_owned(), root.id.clone().into());
            fields.insert("parent_id".to_owned(), parent.id.clone().into());
            // Under somebody else's post we hear nothing.
            is_here(page, root).then(|| json!({"field": "feed", "value": value}))
        }
        (Kind::Mention | Kind::Quote, _) => {
            fields.insert("item".to_owned(), "post".into());
            fields.insert("post_id".to_owned(), entry.id.clone().into());
            (what == What::Added).then(|| json!({"field": "mention", "value": value}))
        }
        (Kind::Post | Kind::Visit | Kind::Comment, _) => {
            fields.insert("item".to_owned(), if entry.is_ours() { "status" } else { "post" }.into());
            fields.insert("post_id".to_owned(), entry.id.clone().into());
            fields.insert("published".to_owned(), 1.into());
            Some(json!({"field": "feed", "value": value}))
        }
    }
}

fn is_here(page: &Page, root: &Entry) -> bool {
    root.id.split('_').next() == Some(page.id.as_str())
}
