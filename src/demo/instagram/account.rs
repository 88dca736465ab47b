//! Our account and its token: what is asked, and what the answer is.

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};

use super::view::View;
use crate::demo::Call;
use crate::demo::entry::{By, Entry, Gone, Kind};
use crate::demo::meta::pages::{self, Wanted};
use crate::demo::meta::{Tokens, Usage, errors, fields, flag, number, parts};
use crate::demo::tongue::Desk;
use crate::demo::user::user;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::writing::Writing;
use crate::model::Stamp;

/// As its limits are called.
pub(super) const KIND: errors::Kind = errors::Kind { name: "instagram", used_up: 80_002 };

/// What the token may do.
const SCOPES: &[&str] =
    &["instagram_basic", "instagram_manage_comments", "pages_read_engagement", "pages_show_list"];
/// No list gives more at once.
pub(super) const MOST: usize = 50;
/// A token that is younger is not renewed, and a new one lives so long.
const YOUNG: Duration = Duration::from_hours(24);
const LIFE: Duration = Duration::from_hours(24 * 60);

/// The account.
pub(super) struct Account {
    pub(super) id: String,
    pub(super) user: String,
    pub(super) tokens: Tokens,
    pub(super) usage: Usage,
    renewed_at: Option<Stamp>,
    made: u64,
}

impl Account {
    pub(super) fn new(name: &str, seed: u64) -> Self {
        Self {
            id: format!("{}", 17_841_400_000_000_000 + seed % 1_000_000_000),
            user: user(name),
            tokens: Tokens::new(seed ^ 0x1663, SCOPES),
            usage: Usage::new(),
            renewed_at: None,
            made: 0,
        }
    }

    /// What somebody wrote, as this network keeps it: with a user name, by the server's clock. It knows
    /// what was answered, and shows it flat.
    pub(super) fn entry(&mut self, writing: &Writing<'_>) -> Entry {
        self.made += 1;
        let is_ours = writing.by != By::Citizen;
        let first = match writing.kind {
            Kind::Comment => 17_850_000_000_000_000,
            Kind::Post => 17_900_000_000_000_000,
            Kind::Visit | Kind::Mention | Kind::Quote => 17_950_000_000_000_000,
        };
        Entry {
            id: format!("{}", first + self.made),
            name: if is_ours { self.user.clone() } else { user(writing.author) },
            account: if is_ours { self.id.clone() } else { number(writing.author) },
            written_at: writing.arrived_at,
            ..writing.entry()
        }
    }

    /// A comment takes what stands under it along; an answer stands under nobody but the comment.
    pub(super) fn end_with_replies(world: &mut World, at: usize, gone: Gone) {
        let goes_alone = world.get(at).parent != world.get(at).root;
        let below = if goes_alone { Vec::new() } else { pages::below(world, at) };
        for at in [vec![at], below].concat() {
            world.end(at, gone);
        }
    }

    pub(super) fn purpose(&self, world: &World, ask: &Ask) -> (Call, Option<String>) {
        let parts = parts(ask);
        let call = match (&ask.method, parts.as_slice()) {
            (&Method::GET, ["refresh_access_token"]) => return (Call::Refresh, None),
            (&Method::POST, ["debug_token"]) => return (Call::Check, None),
            (&Method::GET, [id]) if self.is_us(id) => return (Call::Check, None),
            (&Method::GET, [_]) => Call::Read,
            (&Method::GET, [_, "media"]) => return (Call::Posts, None),
            (&Method::GET, [_, "tags"]) => return (Call::Reached, None),
            (&Method::GET, [_, "comments" | "replies"]) => Call::Thread,
            (&Method::POST, [_, "replies"]) => Call::Reply,
            (&Method::POST, [_]) if flag(ask, "hide") == Some(false) => Call::Unhide,
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
            (&Method::GET, ["refresh_access_token"]) => self.refresh(ask, desk.now),
            (&Method::POST, ["debug_token"]) => self.tokens.debugged(ask),
            (&Method::GET, [id]) if self.is_us(id) => Ok(self.us(id)),
            (&Method::GET, [id, edge @ ("media" | "tags")]) => {
                if !self.is_us(id) {
                    return Err(errors::unknown("get", id));
                }
                let kind = if *edge == "media" { Kind::Post } else { Kind::Mention };
                self.list(desk.world, ask, &desk.world.of_kind(kind))
            }
            (&Method::GET, [id, edge @ ("comments" | "replies")]) => {
                let at = seen(desk.world, "get", id)?;
                let is_post = desk.world.get(at).kind == Kind::Post;
                let slots = match (*edge, is_post) {
                    ("comments", true) => desk.world.answers(at).iter().rev().copied().collect(),
                    ("replies", false) => replies(desk.world, at),
                    _ => return Err(errors::bad_path()),
                };
                self.list(desk.world, ask, &slots)
            }
            (&Method::GET, [id]) => {
                let at = seen(desk.world, "get", id)?;
                let fields = ask.asked("fields").unwrap_or("id");
                let fields =
                    fields::parse(fields).ok_or_else(|| errors::bad_parameter("Syntax error in fields"))?;
                Ok(Told::ok(&View::new(self, desk.world, ask).object(at, &fields)?))
            }
            (&Method::POST, [id, "replies"]) => self.reply(desk, id, ask),
            (&Method::POST, [id]) => Self::hide(desk, id, ask),
            (&Method::DELETE, [id]) => Self::delete(desk, id),
            _ => Err(errors::bad_path()),
        }
    }

    fn list(&self, world: &World, ask: &Ask, slots: &[usize]) -> Result<Told, Told> {
        let fields = ask.asked("fields").unwrap_or("id");
        let fields = fields::parse(fields).ok_or_else(|| errors::bad_parameter("Syntax error in fields"))?;
        let (mut view, token) = (View::new(self, world, ask), self.tokens.now());
        let next = |after: &str| pages::next(ask, &token, after);
        let (answer, mut shown) =
            pages::page(world, slots, &Wanted::by(ask, MOST), next, |at| view.object(at, &fields))?;
        shown.extend(view.inside);
        Ok(Told::ok(&answer).showing(shown))
    }

    /// With Instagram's own log-in one asks for `me`, whose `id` is another one for each app.
    fn us(&self, asked: &str) -> Told {
        let us: Value = if asked == "me" {
            json!({"user_id": self.id, "id": number(&self.user), "username": self.user})
        } else {
            json!({"id": self.id, "username": self.user})
        };
        Told::ok(&us)
    }

    fn is_us(&self, id: &str) -> bool {
        id == self.id || id == "me"
    }

    fn refresh(&mut self, ask: &Ask, now: Stamp) -> Result<Told, Told> {
        if ask.asked("grant_type") != Some("ig_refresh_token") {
            return Err(errors::bad_parameter("grant_type must be ig_refresh_token"));
        }
        if self.renewed_at.is_some_and(|renewed| now.since(renewed) < YOUNG) {
            return Err(errors::bad_parameter("The token must be at least 24 hours old"));
        }
        self.renewed_at = Some(now);
        self.tokens.renew();
        let (token, life) = (self.tokens.now(), LIFE.as_secs());
        Ok(Told::ok(&json!({"access_token": token, "token_type": "bearer", "expires_in": life})))
    }
}

/// What we may look at: ours, and what stands under ours.
pub(super) fn seen(world: &World, method: &str, id: &str) -> Result<usize, Told> {
    let is_shown = |at: &usize| {
        let entry = world.get(*at);
        !entry.is_restricted && matches!(entry.kind, Kind::Post | Kind::Comment)
    };
    world.alive(id).filter(is_shown).ok_or_else(|| errors::unknown(method, id))
}

/// What stands under a comment, oldest first: answers to answers too, side by side. Under an answer
/// there is nothing.
pub(super) fn replies(world: &World, at: usize) -> Vec<usize> {
    if top(world, at) == at { pages::below(world, at) } else { Vec::new() }
}

/// The comment under which something stands, or itself.
pub(super) fn top(world: &World, at: usize) -> usize {
    let (mut at, root) = (at, world.get(at).root);
    while let Some(parent) = world.get(at).parent.filter(|parent| Some(*parent) != root) {
        at = parent;
    }
    at
}
