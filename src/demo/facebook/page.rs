//! Our page and its token: who may ask, what is done, and what the answer is.

use axum::http::Method;
use serde_json::json;

use super::acts::{alive, hidden};
use super::fields::{self, Field};
use super::{edges, errors, view};
use crate::demo::entry::{By, Entry, Gone, Kind};
use crate::demo::tongue::Desk;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::writing::Writing;
use crate::demo::{Access, Call, Fault};

/// The page.
pub(in crate::demo) struct Page {
    pub(in crate::demo) id: String,
    pub(in crate::demo) name: String,
    pub(in crate::demo) token: String,
    pub(in crate::demo) access: Access,
    made: u64,
}

impl Page {
    pub(in crate::demo) fn new(name: &str, seed: u64) -> Self {
        Self {
            id: format!("{}", 104_000_000_000_000 + seed % 1_000_000_000),
            name: name.to_owned(),
            token: format!("EAATown{seed:016x}ZD"),
            access: Access::Full,
            made: 0,
        }
    }

    /// What somebody wrote, as this network keeps it. The server's clock is the only one.
    pub(in crate::demo) fn entry(&mut self, world: &World, writing: &Writing<'_>) -> Entry {
        self.made += 1;
        let account = if writing.by == By::Citizen { account(writing.author) } else { self.id.clone() };
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
    pub(in crate::demo) fn end(world: &mut World, at: usize, gone: Gone) {
        let mut open = vec![at];
        while let Some(at) = open.pop() {
            world.end(at, gone);
            open.extend(world.answers(at));
        }
    }

    /// Without the version, which stands in front or not.
    fn parts(ask: &Ask) -> Vec<&str> {
        let is_version = |part: &&str| part.starts_with('v') && part.contains('.');
        let skip = usize::from(ask.parts(0).first().is_some_and(is_version));
        ask.parts(skip)
    }

    pub(in crate::demo) fn call(&self, world: &World, ask: &Ask) -> (Call, Option<String>) {
        let parts = Self::parts(ask);
        let call = match (&ask.method, parts.as_slice()) {
            (&Method::GET, [id]) if *id == self.id || *id == "me" => return (Call::Check, None),
            (&Method::GET, [_]) => Call::Read,
            (&Method::GET, [_, "published_posts"]) => return (Call::Posts, None),
            (&Method::GET, [_, "visitor_posts" | "tagged"]) => return (Call::Reached, None),
            (&Method::GET, [_, "comments"]) => Call::Thread,
            (&Method::POST, [_, "comments"]) => Call::Reply,
            (&Method::POST, [_]) if hidden(ask) == Some(false) => Call::Unhide,
            (&Method::POST, [_]) => Call::Hide,
            (&Method::DELETE, [_]) => Call::Delete,
            _ => Call::Other,
        };
        let about = parts.first().filter(|id| world.find(id).is_some());
        (call, about.map(|id| (*id).to_owned()))
    }

    pub(in crate::demo) fn answer(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Told {
        let answered = self.try_answer(desk, ask);
        answered
            .unwrap_or_else(|error| error)
            .with("facebook-api-version", &"v25.0")
            .with("x-app-usage", &r#"{"call_count":2,"total_cputime":2,"total_time":2}"#)
    }

    pub(in crate::demo) fn fail(&self, fault: Fault) -> Told {
        errors::fault(fault, &self.id)
    }

    fn try_answer(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Result<Told, Told> {
        self.admit(ask)?;
        let parts = Self::parts(ask);
        match (&ask.method, parts.as_slice()) {
            (&Method::GET, [id]) if *id == self.id || *id == "me" => {
                Ok(Told::ok(&json!({"id": self.id, "name": self.name})))
            }
            (&Method::GET, [id, edge @ ("published_posts" | "visitor_posts" | "tagged")]) => {
                if *id != self.id && *id != "me" {
                    return Err(errors::unknown("get", id));
                }
                let kind = match *edge {
                    "published_posts" => Kind::Post,
                    "visitor_posts" => Kind::Visit,
                    _ => Kind::Mention,
                };
                edges::list(self, desk.world, ask, &desk.world.of_kind(kind))
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
            (&Method::POST, [id, "comments"]) => self.reply(desk, id, ask),
            (&Method::POST, [id]) => Self::hide(desk, id, ask),
            (&Method::DELETE, [id]) => Self::delete(desk, id),
            _ => Err(errors::bad_path()),
        }
    }

    fn admit(&self, ask: &Ask) -> Result<(), Told> {
        let token = ask.bearer.as_deref().or_else(|| ask.asked("access_token"));
        match (token, self.access) {
            (None, _) => Err(errors::no_token()),
            (Some(token), _) if token != self.token => Err(errors::bad_token()),
            (_, Access::Revoked) => Err(errors::dead_token(460)),
            (_, Access::ReadOnly) if ask.method != Method::GET => Err(errors::not_permitted()),
            (_, Access::Full | Access::ReadOnly) => Ok(()),
        }
    }

    fn fields(world: &World, at: usize, ask: &Ask) -> Result<Vec<Field>, Told> {
        match ask.asked("fields") {
            Some(text) => fields::parse(text).ok_or_else(|| errors::bad_parameter("Syntax error in fields")),
            None => Ok(view::usual(world.get(at))),
        }
    }
}

/// A citizen's number there: the same for the same name.
fn account(name: &str) -> String {
    let mixed = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{}", 100_000_000_000_000 + mixed % 1_000_000_000_000)
}
