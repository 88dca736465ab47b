//! Our channel: what is asked of it, and what the answer is.

use axum::http::Method;
use serde_json::{Value, json};

use super::consent::Consent;
use super::units::Units;
use super::view::Format;
use super::{errors, fields};
use crate::demo::Call;
use crate::demo::entry::{By, Entry, Gone, Kind};
use crate::demo::tongue::Desk;
use crate::demo::user::user;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::writing::Writing;

/// The channel.
pub(super) struct Channel {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) consent: Consent,
    pub(super) units: Units,
    made: u64,
}

impl Channel {
    pub(super) fn new(name: &str, seed: u64) -> Self {
        Self {
            id: format!("UCtown{:018}", seed % 1_000_000_000),
            name: format!("@{}", user(name)),
            consent: Consent::new(seed ^ 0x7055),
            units: Units::new(),
            made: 0,
        }
    }

    /// The playlist of our videos.
    pub(super) fn uploads(&self) -> String {
        self.id.replacen("UC", "UU", 1)
    }

    /// What somebody wrote, as this network keeps it, by the server's clock. It shows answers to answers
    /// side by side.
    pub(super) fn entry(&mut self, world: &World, writing: &Writing<'_>) -> Entry {
        self.made += 1;
        let is_ours = writing.by != By::Citizen;
        let above = writing.parent.filter(|parent| Some(*parent) != writing.root);
        let id = match (writing.kind, above) {
            (Kind::Comment, None) => format!("UgxTown{:015}AaAB", self.made),
            (Kind::Comment, Some(above)) => {
                format!("{}.9town{:017}", world.get(top(world, above)).id, self.made)
            }
            _ => format!("vid{:08}", self.made),
        };
        let name = if is_ours { self.name.clone() } else { format!("@{}", user(writing.author)) };
        let account = if is_ours { self.id.clone() } else { stranger(writing.author) };
        Entry { id, name, account, written_at: writing.arrived_at, ..writing.entry() }
    }

    /// A comment takes what stands under it along; an answer stands above nothing.
    pub(super) fn end_with_replies(world: &mut World, at: usize, gone: Gone) {
        let below = world.get(at).root.map_or(&[][..], |root| world.under(root));
        let below: Vec<usize> = below.iter().copied().filter(|one| top(world, *one) == at).collect();
        world.end(at, gone);
        for reply in below {
            world.end(reply, gone);
        }
    }

    /// Below the API's own path, which stands there or not.
    fn parts(ask: &Ask) -> Vec<&str> {
        ask.parts(if ask.path.first().is_some_and(|first| first == "youtube") { 2 } else { 0 })
    }

    pub(super) fn purpose(world: &World, ask: &Ask) -> (Call, Option<String>) {
        let known = |id: Option<&str>| id.filter(|id| world.find(id).is_some()).map(str::to_owned);
        let first = |ids: Option<&str>| known(ids.and_then(|ids| ids.split(',').next()));
        let parts = Self::parts(ask);
        match (&ask.method, parts.as_slice()) {
            // It cannot fail for a token that has expired.
            (_, ["token"]) => (Call::SignIn, None),
            (&Method::GET, ["channels"]) => (Call::Check, None),
            (&Method::GET, ["playlistItems" | "videos"]) => (Call::Posts, None),
            (&Method::GET, ["commentThreads"]) => match (ask.asked("id"), ask.asked("videoId")) {
                (None, None) => (Call::Reached, None),
                (None, video) => (Call::Thread, known(video)),
                (id, _) => (Call::Read, first(id)),
            },
            (&Method::GET, ["comments"]) => match ask.asked("parentId") {
                None => (Call::Read, first(ask.asked("id"))),
                parent => (Call::Thread, known(parent)),
            },
            (&Method::POST, ["comments"]) => {
                (Call::Reply, known(ask.body.pointer("/snippet/parentId").and_then(Value::as_str)))
            }
            (&Method::POST, ["comments", "setModerationStatus"]) => {
                let call = match ask.asked("moderationStatus") {
                    Some("published") => Call::Unhide,
                    Some("rejected") => Call::Delete,
                    _ => Call::Hide,
                };
                (call, first(ask.asked("id")))
            }
            _ => (Call::Other, None),
        }
    }

    pub(super) fn respond(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Told {
        self.try_answer(desk, ask).unwrap_or_else(|error| error)
    }

    fn try_answer(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Result<Told, Told> {
        let parts = Self::parts(ask);
        if parts.as_slice() == ["token"] {
            return self.consent.exchange(ask, desk.now);
        }
        self.consent.admit(ask, desk.now)?;
        match (&ask.method, parts.as_slice()) {
            (&Method::GET, ["channels"]) => self.channels(ask),
            (&Method::GET, ["playlistItems"]) => self.playlist(desk.world, ask),
            (&Method::GET, ["videos"]) => self.videos(desk.world, ask),
            (&Method::GET, ["commentThreads"]) => self.threads(desk.world, ask),
            (&Method::GET, ["comments"]) => self.comments(desk.world, ask),
            (&Method::POST, ["comments"]) => self.insert(desk, ask),
            (&Method::POST, ["comments", "setModerationStatus"]) => Self::moderate(desk, ask),
            _ => Err(errors::error(404, "notFound")),
        }
    }

    /// A list, cut down to the fields that were asked for.
    pub(super) fn list(ask: &Ask, kind: &str, items: Vec<Value>, next: Option<String>) -> Result<Told, Told> {
        let mut list = json!({"kind": format!("youtube#{kind}ListResponse"), "etag": "town",
            "pageInfo": {"totalResults": items.len(), "resultsPerPage": items.len()}});
        list["items"] = Value::Array(items);
        if let Some(next) = next {
            list["nextPageToken"] = next.into();
        }
        Self::only(ask, list)
    }

    pub(super) fn only(ask: &Ask, answer: Value) -> Result<Told, Told> {
        match ask.asked("fields").map(fields::parse) {
            None => Ok(Told::ok(&answer)),
            Some(None) => Err(errors::bad("invalidParameter")),
            Some(Some(fields)) => Ok(Told::ok(&fields::only(answer, &fields))),
        }
    }
}

/// The comment at the top of the thread in which something stands, or itself.
pub(super) fn top(world: &World, at: usize) -> usize {
    let (mut at, root) = (at, world.get(at).root);
    while let Some(parent) = world.get(at).parent.filter(|parent| Some(*parent) != root) {
        at = parent;
    }
    at
}

/// How words were asked for.
pub(super) fn format(ask: &Ask) -> Result<Format, Told> {
    match ask.asked("textFormat") {
        None | Some("html") => Ok(Format::Html),
        Some("plainText") => Ok(Format::Plain),
        Some(_) => Err(errors::bad("invalidParameter")),
    }
}

/// Some part must be named.
pub(super) fn part(ask: &Ask, wanted: &str) -> Result<(), Told> {
    let parts = ask.asked("part").ok_or_else(|| errors::bad("missingRequiredParameter"))?;
    if parts.split(',').any(|part| part == wanted) { Ok(()) } else { Err(errors::bad("unknownPart")) }
}

/// A citizen's channel: the same for the same name.
fn stranger(name: &str) -> String {
    let mixed = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("UCcitizen{mixed:015x}").chars().take(24).collect()
}
