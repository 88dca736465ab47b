//! Notifications, with the flaws seen on the real service: `limit` counts before `reasons` filters,
//! the cursor is a bare time compared with `<`, and a reply is sorted by the time its writer
//! claimed. From the `AppView`'s source: a reply is announced at most four levels up, and not beyond
//! a hidden or deleted one.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::repo::limit;
use super::{ids, view};
use crate::demo::entry::{By, Kind};
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::model::Stamp;

/// How many levels up a reply is announced.
const LEVELS: usize = 4;

/// What reached our account, found by time.
#[derive(Default)]
pub(super) struct Notices {
    rows: Vec<Row>,
    order: BTreeSet<(Stamp, usize)>,
    of: HashMap<usize, usize>,
}

struct Row {
    reason: &'static str,
    subject: Option<usize>,
    about: About,
}

enum About {
    Entry(usize),
    /// A like: of no interest to us, but it takes a place on the page.
    Like(Box<Value>),
}

impl Notices {
    /// Announces a citizen's post, if it concerns us.
    pub(super) fn add(&mut self, world: &World, at: usize) {
        let entry = world.get(at);
        if entry.by != By::Citizen {
            return;
        }
        let (reason, subject) = match entry.kind {
            Kind::Mention => ("mention", None),
            Kind::Quote => {
                let quoted = entry.record.pointer("/embed/record/uri").and_then(Value::as_str);
                ("quote", quoted.and_then(|uri| world.find(uri)))
            }
            Kind::Post | Kind::Visit | Kind::Comment => match announced_to(world, at) {
                Some(ours) => ("reply", Some(ours)),
                None => return,
            },
        };
        self.of.insert(at, self.rows.len());
        self.push(entry.sort_at(), Row { reason, subject, about: About::Entry(at) });
    }

    /// Takes a citizen's post back.
    pub(super) fn remove(&mut self, world: &World, at: usize) {
        if let Some(row) = self.of.remove(&at) {
            self.order.remove(&(world.get(at).sort_at(), row));
        }
    }

    pub(super) fn like(&mut self, world: &World, at: usize, name: &str, now: Stamp) {
        let (did, handle, entry) = (ids::did(name), ids::handle(name), world.get(at));
        let record = json!({"$type": "app.bsky.feed.like", "createdAt": now.rfc3339(),
            "subject": {"uri": entry.id, "cid": entry.cid}});
        let micros = u64::try_from(now.ms()).unwrap_or(0) * 1000 + self.rows.len() as u64 % 1000;
        let like = json!({
            "uri": format!("at://{did}/app.bsky.feed.like/{}", ids::tid(micros)),
            "cid": ids::cid(&record.to_string()), "author": view::author(&did, &handle, name),
            "record": record,
        });
        self.push(now, Row { reason: "like", subject: Some(at), about: About::Like(Box::new(like)) });
    }

    fn push(&mut self, at: Stamp, row: Row) {
        self.order.insert((at, self.rows.len()));
        self.rows.push(row);
    }

    /// `app.bsky.notification.listNotifications`.
    pub(super) fn list(&self, world: &World, ask: &Ask) -> Result<Told, Told> {
        let limit = world.page_of(limit(ask)?);
        let reasons = ask.all("reasons");
        let before = ask.asked("cursor").and_then(Stamp::parse);
        let stands = |subject: Option<usize>| subject.is_none_or(|at| world.get(at).gone.is_none());
        let rows: Vec<(Stamp, &Row)> = self
            .order
            .range(..(before.unwrap_or(Stamp::from_ms(i64::MAX)), 0))
            .rev()
            .filter_map(|(at, row)| self.rows.get(*row).map(|row| (*at, row)))
            .filter(|(_, row)| stands(row.subject) && row.is_listed(world))
            .take(limit)
            .collect();
        let mut listed = Vec::new();
        let mut shown = Vec::new();
        for (at, row) in rows.iter().filter(|(_, row)| reasons.is_empty() || reasons.contains(&row.reason)) {
            shown.push(row.show(world, *at));
            if let About::Entry(entry) = row.about {
                listed.push(entry);
            }
        }
        let mut answer = json!({"notifications": shown, "priority": false});
        let last = rows.last().filter(|_| rows.len() == limit);
        if let (Some((last, _)), Value::Object(answer)) = (last, &mut answer) {
            answer.insert("cursor".to_owned(), last.rfc3339().into());
        }
        Ok(Told::ok(&answer).showing(listed))
    }
}

impl Row {
    fn is_listed(&self, world: &World) -> bool {
        match self.about {
            About::Entry(at) => world.is_listed(at),
            About::Like(_) => true,
        }
    }

    fn show(&self, world: &World, at: Stamp) -> Value {
        let mut shown = match &self.about {
            About::Like(like) => (**like).clone(),
            About::Entry(at) => {
                let entry = world.get(*at);
                let author = view::author(&entry.account, &entry.handle, &entry.name);
                json!({"uri": entry.id, "cid": entry.cid, "author": author, "record": entry.record})
            }
        };
        if let Value::Object(shown) = &mut shown {
            shown.insert("reason".to_owned(), self.reason.into());
            if let Some(subject) = self.subject {
                shown.insert("reasonSubject".to_owned(), world.get(subject).id.clone().into());
            }
            shown.insert("isRead".to_owned(), false.into());
            shown.insert("indexedAt".to_owned(), at.rfc3339().into());
            shown.insert("labels".to_owned(), json!([]));
        }
        shown
    }
}

/// The nearest of our own posts above it that hears of it.
fn announced_to(world: &World, at: usize) -> Option<usize> {
    let mut above = world.get(at).parent;
    for _ in 0..LEVELS {
        let entry = world.get(above?);
        if entry.gone.is_some() {
            return None;
        }
        if entry.is_ours() {
            return above;
        }
        if entry.is_hidden {
            return None;
        }
        above = entry.parent;
    }
    None
}
