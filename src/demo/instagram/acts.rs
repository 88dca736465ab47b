//! What we may do over the API: answer, hide, show again, delete.

use serde_json::json;

use super::account::{Account, seen, top};
use crate::demo::entry::{By, Gone, Kind};
use crate::demo::meta::{errors, flag, message};
use crate::demo::tongue::Desk;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::writing::Writing;
use crate::model::Deed;

/// The longest comment, in UTF-16 units.
const LONGEST: usize = 300;

impl Account {
    pub(super) fn reply(&mut self, desk: &mut Desk<'_>, id: &str, ask: &Ask) -> Result<Told, Told> {
        let to = comment(desk.world, "post", id)?;
        let words = message(ask);
        if words.is_empty() || words.encode_utf16().count() > LONGEST {
            return Err(errors::bad_parameter("Param message must be a text of 1 to 300 characters"));
        }
        if desk.world.get(to).is_hidden || desk.world.get(top(desk.world, to)).is_hidden {
            return Err(errors::bad_parameter("A hidden comment cannot be answered"));
        }
        let mut writing = Writing::by_us(By::Us, words, desk.now);
        (writing.parent, writing.root) = (Some(to), desk.world.get(to).root);
        let entry = self.entry(&writing);
        let id = entry.id.clone();
        desk.world.add(entry);
        desk.note(Deed::Reply, to);
        // The comment stands there, and then the form of the answer is refused.
        if ask.asked("fields").is_some() || ask.field("fields").is_some() {
            return Err(errors::after_success());
        }
        Ok(Told::ok(&json!({"id": id})))
    }

    pub(super) fn hide(desk: &mut Desk<'_>, id: &str, ask: &Ask) -> Result<Told, Told> {
        let at = comment(desk.world, "post", id)?;
        let hide =
            flag(ask, "hide").ok_or_else(|| errors::bad_parameter("The parameter hide is required"))?;
        let entry = desk.world.get_mut(at);
        if entry.is_ours() {
            return Err(errors::bad_parameter("This comment cannot be hidden"));
        }
        if entry.is_hidden != hide {
            entry.is_hidden = hide;
            desk.note(if hide { Deed::Hide } else { Deed::Unhide }, at);
        }
        Ok(Told::ok(&json!({"success": true})))
    }

    pub(super) fn delete(desk: &mut Desk<'_>, id: &str) -> Result<Told, Told> {
        let at = comment(desk.world, "delete", id)?;
        desk.note(Deed::Delete, at);
        Self::end_with_replies(desk.world, at, Gone::ByUs);
        Ok(Told::ok(&json!({"success": true})))
    }
}

/// Something under a post of ours.
fn comment(world: &World, method: &str, id: &str) -> Result<usize, Told> {
    let at = seen(world, method, id)?;
    if world.get(at).kind == Kind::Comment { Ok(at) } else { Err(errors::unknown(method, id)) }
}
