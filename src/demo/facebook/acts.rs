//! What we may do over the API: answer, hide, show again, delete.

use serde_json::json;

use super::page::Page;
use crate::demo::entry::{By, Gone, Kind};
use crate::demo::meta::{errors, flag, message};
use crate::demo::tongue::Desk;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::writing::Writing;
use crate::model::Deed;

/// The longest comment, in UTF-16 units.
const LONGEST: usize = 8000;

impl Page {
    pub(super) fn reply(&mut self, desk: &mut Desk<'_>, id: &str, ask: &Ask) -> Result<Told, Told> {
        let to = alive(desk.world, "post", id)?;
        let words = message(ask);
        if words.is_empty() || words.encode_utf16().count() > LONGEST {
            return Err(errors::bad_parameter("Param message must be a text of 1 to 8000 characters"));
        }
        let mut writing = Writing::by_us(By::Us, words, desk.now);
        (writing.parent, writing.root) = (Some(to), desk.world.get(to).root.or(Some(to)));
        let entry = self.entry(desk.world, &writing);
        let id = entry.id.clone();
        desk.world.add(entry);
        desk.note(Deed::Reply, to);
        Ok(Told::ok(&json!({"id": id})))
    }

    pub(super) fn hide(desk: &mut Desk<'_>, id: &str, ask: &Ask) -> Result<Told, Told> {
        let at = alive(desk.world, "post", id)?;
        let hidden = flag(ask, "is_hidden")
            .ok_or_else(|| errors::bad_parameter("Param is_hidden must be a boolean"))?;
        let entry = desk.world.get_mut(at);
        if entry.is_ours() {
            return Err(errors::bad_parameter("This comment cannot be hidden"));
        }
        if entry.kind == Kind::Mention {
            return Err(errors::not_permitted());
        }
        if entry.is_hidden != hidden {
            entry.is_hidden = hidden;
            desk.note(if hidden { Deed::Hide } else { Deed::Unhide }, at);
        }
        Ok(Told::ok(&json!({"success": true})))
    }

    pub(super) fn delete(desk: &mut Desk<'_>, id: &str) -> Result<Told, Told> {
        let at = alive(desk.world, "delete", id)?;
        if desk.world.get(at).kind == Kind::Mention {
            return Err(errors::not_permitted());
        }
        desk.note(Deed::Delete, at);
        Self::end_with_replies(desk.world, at, Gone::ByUs);
        Ok(Told::ok(&json!({"success": true})))
    }
}

pub(super) fn alive(world: &World, method: &str, id: &str) -> Result<usize, Told> {
    world.alive(id).ok_or_else(|| errors::unknown(method, id))
}
