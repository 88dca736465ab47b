//! How words become statuses: what citizens and colleagues write in their apps, and what we send.

use std::time::Duration;

use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

use super::home::{A_LINK, Home, LONGEST};
use super::{errors, ids, view};
use crate::demo::entry::{Audience, By, Entry, Gone, Kind};
use crate::demo::tongue::Desk;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::writing::Writing;
use crate::model::Deed;

/// How long a key is known.
const KEY_LIFE: Duration = Duration::from_hours(1);

impl Home {
    pub(super) fn add(&mut self, world: &mut World, writing: &Writing<'_>) -> usize {
        self.made += 1;
        let is_ours = writing.by != By::Citizen;
        let parent = writing.parent.map(|at| world.get(at));
        // An answer to what is for few is for few.
        let audience = match (parent.map(|parent| parent.audience), writing.audience) {
            (Some(above), _) if above.is_private() => above,
            (_, Audience::Named) if self.made.is_multiple_of(3) => Audience::Followers,
            (Some(_), Audience::Everybody) if !is_ours && self.made.is_multiple_of(5) => Audience::Unlisted,
            (_, audience) => audience,
        };
        // Apps put the names in front; some people take them out.
        let names_us = !is_ours
            && match writing.kind {
                Kind::Mention | Kind::Quote => true,
                _ => audience.is_private() || !self.made.is_multiple_of(4),
            };
        let address = format!("@{}", self.acct);
        let words = if names_us && !writing.words.contains(&address) {
            format!("{address} {}", writing.words)
        } else {
            writing.words.to_owned()
        };
        // No server is believed that it writes in the future.
        let written_at = writing.written_at.min(writing.arrived_at);
        let name = if is_ours { self.name.as_str() } else { writing.author };
        let entry = Entry {
            id: ids::snowflake(written_at, self.made),
            name: name.to_owned(),
            handle: if is_ours { self.acct.to_owned() } else { ids::acct(name) },
            account: if is_ours { self.id.clone() } else { ids::account(name) },
            words,
            written_at,
            audience,
            ..writing.entry()
        };
        let told_at = entry.listed_from;
        let at = world.add(entry);
        if is_ours {
            self.ours.push(at);
        }
        if names_us {
            self.notices.add("mention", at, writing.author, told_at);
        }
        at
    }

    /// `POST /api/v1/statuses`.
    pub(super) fn publish(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Result<Told, Told> {
        self.once.retain(|_, (at, _)| *at > desk.now.earlier(KEY_LIFE));
        if let Some((_, at)) = ask.once.as_ref().and_then(|key| self.once.get(key)) {
            return Ok(Told::ok(&view::status(self, desk.world, *at)));
        }
        let words = ask.field("status").unwrap_or_default();
        if words.trim().is_empty() {
            return Err(errors::not_valid("Text can't be blank"));
        }
        if counted(words) > LONGEST {
            return Err(errors::not_valid("Text character limit of 500 exceeded"));
        }
        let parent = match ask.body.get("in_reply_to_id").and_then(Value::as_str) {
            None => None,
            Some(id) => Some(view::shown_to(desk.world, id, true).ok_or_else(errors::no_parent)?),
        };
        let mut writing = Writing::by_us(By::Us, words, desk.now);
        writing.kind = if parent.is_some() { Kind::Comment } else { Kind::Post };
        writing.parent = parent;
        writing.root = parent.map(|at| desk.world.get(at).root.unwrap_or(at));
        writing.audience = match ask.field("visibility") {
            None | Some("public") => Audience::Everybody,
            Some("unlisted") => Audience::Unlisted,
            Some("private") => Audience::Followers,
            Some("direct") => Audience::Named,
            Some(_) => return Err(errors::not_valid("Visibility is not included in the list")),
        };
        let at = self.add(desk.world, &writing);
        if let Some(key) = &ask.once {
            self.once.insert(key.clone(), (desk.now, at));
        }
        if let Some(parent) = parent {
            desk.note(Deed::Reply, parent);
        }
        Ok(Told::ok(&view::status(self, desk.world, at)))
    }

    /// `DELETE /api/v1/statuses/:id`: another's is as if it were not there.
    pub(super) fn delete(&self, desk: &mut Desk<'_>, id: &str) -> Result<Told, Told> {
        let at = desk.world.alive(id).ok_or_else(errors::not_found)?;
        if !desk.world.get(at).is_ours() {
            return Err(errors::not_found());
        }
        let shown = view::status(self, desk.world, at);
        desk.note(Deed::Delete, at);
        desk.world.end(at, Gone::ByUs);
        Ok(Told::ok(&shown))
    }
}

/// Characters, an address as 23 and a name without its server.
fn counted(words: &str) -> usize {
    let count = |word: &str| match word.strip_prefix('@') {
        _ if word.starts_with("https://") || word.starts_with("http://") => A_LINK,
        Some(acct) => 1 + acct.split('@').next().unwrap_or_default().graphemes(true).count(),
        None => word.graphemes(true).count(),
    };
    words
        .split_inclusive(char::is_whitespace)
        .map(|word| {
            count(word.trim_end()) + word.graphemes(true).count() - word.trim_end().graphemes(true).count()
        })
        .sum()
}
