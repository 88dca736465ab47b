//! Notifications: who is named is told, and only then. An answer that names nobody stands in the
//! thread and nowhere else; whom our instance holds for strange it keeps back unless it is asked.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::home::Home;
use super::lists::Wanted;
use super::{ids, view};
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::model::Stamp;

/// What we were told, by time.
#[derive(Default)]
pub(super) struct Notices {
    rows: Vec<Notice>,
    order: BTreeSet<(Stamp, usize)>,
}

struct Notice {
    kind: &'static str,
    status: usize,
    /// Who did it.
    name: String,
    /// By time, so that the newest has the highest.
    id: u64,
    told_at: Stamp,
}

impl Notices {
    pub(super) fn add(&mut self, kind: &'static str, status: usize, name: &str, told_at: Stamp) {
        let number = self.rows.len() as u64;
        let id = (u64::try_from(told_at.ms()).unwrap_or(0) << 10) | (number & 0x3ff);
        self.order.insert((told_at, self.rows.len()));
        self.rows.push(Notice { kind, status, name: name.to_owned(), id, told_at });
    }

    /// `GET /api/v1/notifications`.
    pub(super) fn list(&self, home: &Home, world: &World, ask: &Ask) -> Told {
        let wanted = Wanted::read(world, ask, 40, 80);
        let types = ask.all("types[]");
        let with_strange = matches!(ask.asked("include_filtered"), Some("true" | "1"));
        let rows = self.order.iter().rev().filter_map(|(_, row)| self.rows.get(*row)).filter(|row| {
            let is_wanted = types.is_empty() || types.contains(&row.kind);
            is_wanted && world.is_listed(row.status) && (with_strange || !ids::is_strange(&row.name))
        });
        let page = wanted.page(rows.map(|row| (row.id, row)));
        let told = page.iter().filter(|(_, row)| row.kind == "mention").map(|(_, row)| row.status).collect();
        let shown: Vec<Value> = page.iter().map(|(_, row)| row.show(home, world)).collect();
        let (first, last) = (page.first().map(|(id, _)| *id), page.last().map(|(id, _)| *id));
        wanted.link(Told::ok(&shown.into()).showing(told), ask, first, last, page.len())
    }
}

impl Notice {
    fn show(&self, home: &Home, world: &World) -> Value {
        json!({
            "id": self.id.to_string(), "type": self.kind, "created_at": self.told_at.rfc3339(),
            "group_key": format!("ungrouped-{}", self.id),
            "account": view::author(&ids::account(&self.name), &ids::acct(&self.name), &self.name),
            "status": view::status(home, world, self.status),
        })
    }
}
