//! A post or comment as the Graph API shows it: the fields that were asked for, nothing that is empty,
//! and an error for a field that does not exist.

use serde_json::{Map, Value, json};

use super::account::{Account, MOST, replies, top};
use crate::demo::entry::{Entry, Kind};
use crate::demo::meta::fields::Field;
use crate::demo::meta::pages::{self, Wanted};
use crate::demo::meta::{errors, time};
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;

/// One look at the network.
pub(super) struct View<'a> {
    account: &'a Account,
    world: &'a World,
    ask: &'a Ask,
    /// What stood in a list inside an item.
    pub(super) inside: Vec<usize>,
}

impl<'a> View<'a> {
    pub(super) fn new(account: &'a Account, world: &'a World, ask: &'a Ask) -> Self {
        Self { account, world, ask, inside: Vec::new() }
    }

    /// One object with the fields asked for; `id` always.
    pub(super) fn object(&mut self, at: usize, fields: &[Field]) -> Result<Value, Told> {
        let mut shown = Map::new();
        shown.insert("id".to_owned(), self.world.get(at).id.clone().into());
        for field in fields {
            let value = match self.world.get(at).kind {
                Kind::Comment => self.of_a_comment(at, field)?,
                Kind::Post | Kind::Visit | Kind::Mention | Kind::Quote => self.of_a_medium(at, field)?,
            };
            shown.extend(value.map(|value| (field.name.clone(), value)));
        }
        Ok(Value::Object(shown))
    }

    fn of_a_comment(&mut self, at: usize, field: &Field) -> Result<Option<Value>, Told> {
        let (entry, top) = (self.world.get(at), top(self.world, at));
        Ok(match field.name.as_str() {
            "id" => Some(entry.id.clone().into()),
            "text" => Some(entry.words.clone().into()),
            "timestamp" => Some(time(entry.written_at).into()),
            "username" => named(entry),
            "from" => named(entry).map(|user| only(json!({"id": entry.account, "username": user}), field)),
            // Told of our own only.
            "user" => entry.is_ours().then(|| json!({"id": entry.account})),
            "hidden" => Some(entry.is_hidden.into()),
            "like_count" => Some(0.into()),
            "parent_id" => (top != at).then(|| self.world.get(top).id.clone().into()),
            "media" => entry.root.map(|root| {
                let root = self.world.get(root);
                only(json!({"id": root.id, "permalink": permalink(root)}), field)
            }),
            "replies" => self.replies(at, field)?,
            _ => return Err(errors::bad_parameter("Tried accessing nonexisting field")),
        })
    }

    fn of_a_medium(&self, at: usize, field: &Field) -> Result<Option<Value>, Told> {
        let entry = self.world.get(at);
        Ok(match field.name.as_str() {
            "id" => Some(entry.id.clone().into()),
            "caption" => (!entry.words.is_empty()).then(|| entry.words.clone().into()),
            "timestamp" => Some(time(entry.written_at).into()),
            "username" => named(entry),
            "permalink" => Some(permalink(entry).into()),
            "media_type" => Some("IMAGE".into()),
            // Everything under it, answers and those whom nobody else sees too.
            "comments_count" if entry.is_ours() => {
                Some(pages::living(self.world, self.world.under(at)).count().into())
            }
            "comments_count" | "owner" => None,
            _ => return Err(errors::bad_parameter("Tried accessing nonexisting field")),
        })
    }

    /// The first page of what answers a comment; the others stand on its own list.
    fn replies(&mut self, at: usize, field: &Field) -> Result<Option<Value>, Told> {
        let slots = replies(self.world, at);
        if slots.is_empty() {
            return Ok(None);
        }
        let wanted = Wanted { limit: field.argument("limit"), after: field.argument("after"), most: MOST };
        let (host, token) = (&self.ask.host, self.account.tokens.now());
        let id = &self.world.get(at).id;
        let next = |after: &str| format!("http://{host}/{id}/replies?access_token={token}&after={after}");
        let world = self.world;
        let (list, shown) = pages::page(world, &slots, &wanted, next, |at| self.object(at, &field.of))?;
        self.inside.extend(shown);
        Ok(Some(list))
    }
}

/// Absent where Instagram does not tell us who it was.
fn named(entry: &Entry) -> Option<Value> {
    (!entry.name.is_empty()).then(|| entry.name.clone().into())
}

/// Of an object inside another, the fields asked for; `id` without any.
fn only(mut object: Value, field: &Field) -> Value {
    if let Value::Object(shown) = &mut object {
        shown.retain(|name, _| name == "id" || field.of.iter().any(|field| field.name == *name));
    }
    object
}

fn permalink(entry: &Entry) -> String {
    format!("https://www.instagram.com/p/{}/", entry.id)
}
