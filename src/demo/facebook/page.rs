//! Our page and its token: who may ask, what is done, and what the answer is.

use axum::http::Method;
use serde_json::json;

use super::acts::alive;
use super::{edges, view};
use crate::demo::Call;
use crate::demo::entry::{Audience, By, Entry, Gone, Kind};
use crate::demo::meta::fields::{self, Field};
use crate::demo::meta::{Tokens, Usage, errors, flag, number, parts};
use crate::demo::tongue::Desk;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::writing::Writing;

/// As its limits are called.
pub(super) const KIND: errors::Kind = errors::Kind { name: "pages", used_up: 80_001 };

/// What the token may do.
const SCOPES: &[&str] = &[
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_engagement",
    "ads_read",
];

/// The page.
pub(super) struct Page {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) tokens: Tokens,
    pub(super) usage: Usage,
    made: u64,
}

impl Page {
    pub(super) fn new(name: &str, seed: u64) -> Self {
        Self {
            id: format!("{}", 104_000_000_000_000 + seed % 1_000_000_000),
            name: name.to_owned(),
            tokens: Tokens::new(seed, SCOPES),
            usage: Usage::new(),
            made: 0,
        }
    }

    /// What somebody wrote, as this network keeps it. The server's clock is the only one.
    pub(super) fn entry(&mut self, world: &World, writing: &Writing<'_>) -> Entry {
        self.made += 1;
        let account = if writing.by == By::Citizen { number(writing.author) } else { self.id.clone() };
        let post = 900_000_000_000 + self.made;
        let id = match (writing.kind, writing.root) {
            (Kind::Mention | Kind::Quote, _) => format!("{account}_{post}"),
            (Kind::Comment, Some(root)) => {
                let root = world.get(root).id.rsplit('_').next().unwrap_or_default();
                format!("{root}_{}", 800_000_000_000_000 + self.made)
            }
            _ => format!("{}_{post}", self.id),
        };
        let name = if writing.by == By::Citizen { writing.author } else { &self.name };
        Entry { id, name: name.to_owned(), account, written_at: writing.arrived_at, ..writing.entry() }
    }

    /// A comment takes its replies with it.
    pub(super) fn end_with_replies(world: &mut World, at: usize, gone: Gone) {
        let mut open = vec![at];
        while let Some(at) = open.pop() {
            world.end(at, gone);
            open.extend(world.answers(at));
        }
    }

    pub(super) fn purpose(&self, world: &World, ask: &Ask) -> (Call, Option<String>) {
        let parts = parts(ask);
        let call = match (&ask.method, parts.as_slice()) {
            (&Method::GET, [id]) if *id == self.id || *id == "me" => return (Call::Check, None),
            (&Method::GET, [_]) => Call::Read,
            (&Method::POST, ["debug_token"]) => return (Call::Check, None),
            (&Method::GET, [_, "published_posts" | "ads_posts"]) => return (Call::Posts, None),
            (&Method::GET, [_, "visitor_posts" | "tagged"]) => return (Call::Reached, None),
            (&Method::GET, [_, "comments"]) => Call::Thread,
            (&Method::POST, [_, "comments"]) => Call::Reply,
            (&Method::POST, [_]) if flag(ask, "is_hidden") == Some(false) => Call::Unhide,
            (&Method::POST, [_]) => Call::Hide,
            (&Method::DELETE, [_]) => Call::Delete,
            (_, [_, "conversations" | "messages"]) => return (Call::Private, None),
            _ => Call::Other,
        };
        let about = parts.first().filter(|id| world.find(id).is_some());
        (call, about.map(|id| (*id).to_owned()))
    }

    pub(super) fn respond(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Told {
        let answered = self.try_answer(desk, ask);
        answered.unwrap_or_else(|error| error).with("facebook-api-version", &"v25.0")
    }

    fn try_answer(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Result<Told, Told> {
        self.tokens.admit(ask)?;
        let parts = parts(ask);
        match (&ask.method, parts.as_slice()) {
            (&Method::GET, [id]) if *id == self.id || *id == "me" => {
                Ok(Told::ok(&json!({"id": self.id, "name": self.name})))
            }
            (&Method::GET, [id, edge @ ("published_posts" | "ads_posts" | "visitor_posts" | "tagged")]) => {
                if *id != self.id && *id != "me" {
                    return Err(errors::unknown("get", id));
                }
                let kind = match *edge {
                    "published_posts" | "ads_posts" => Kind::Post,
                    "visitor_posts" => Kind::Visit,
                    _ => Kind::Mention,
                };
                let mut slots = desk.world.of_kind(kind);
                // The posts of ads stand on a list of their own.
                let is_in_an_ad = *edge == "ads_posts";
                slots.retain(|at| (desk.world.get(*at).audience == Audience::Unlisted) == is_in_an_ad);
                edges::list(self, desk.world, ask, &slots)
            }
            (&Method::GET, [id]) => {
                let at = alive(desk.world, "get", id)?;
                let fields = Self::fields(desk.world, at, ask)?;
                Ok(Told::ok(&view::object(self, desk.world, at, &fields)?))
            }
            (&Method::GET, [id, "comments"]) => {
                let at = alive(desk.world, "get", id)?;
                let slots = edges::comments(desk.world, at, |name| ask.asked(name))?;
                edges::list(self, desk.world, ask, &slots)
            }
            (&Method::POST, ["debug_token"]) => self.tokens.debugged(ask),
            (&Method::POST, [id, "comments"]) => self.reply(desk, id, ask),
            (&Method::POST, [id]) => Self::hide(desk, id, ask),
            (&Method::DELETE, [id]) => Self::delete(desk, id),
            _ => Err(errors::bad_path()),
        }
    }

    fn fields(world: &World, at: usize, ask: &Ask) -> Result<Vec<Field>, Told> {
        match ask.asked("fields") {
            Some(text) => fields::parse(text).ok_or_else(|| errors::bad_parameter("Syntax error in fields")),
            None => Ok(view::usual(world.get(at))),
        }
    }
}
