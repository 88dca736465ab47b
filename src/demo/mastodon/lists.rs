//! Lists from new to old, and their pages: marked by ids, told in the `Link` header.

use serde_json::Value;

use super::home::Home;
use super::view;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;

/// What a page is asked for.
pub(super) struct Wanted {
    limit: usize,
    below: Option<u64>,
    above: Option<u64>,
    /// The oldest above the mark, and not the newest.
    from_the_mark: bool,
}

impl Wanted {
    pub(super) fn read(world: &World, ask: &Ask, usual: usize, most: usize) -> Self {
        let number = |name: &str| ask.asked(name).and_then(|text| text.parse::<u64>().ok());
        let limit = ask.asked("limit").and_then(|text| text.parse::<usize>().ok()).unwrap_or(usual);
        let (min, since) = (number("min_id"), number("since_id"));
        Self {
            limit: world.page_of(limit.clamp(1, most)),
            below: number("max_id"),
            above: min.or(since),
            from_the_mark: min.is_some(),
        }
    }

    /// The page out of a list from new to old.
    pub(super) fn page<'a, T>(&self, list: impl Iterator<Item = (u64, &'a T)>) -> Vec<(u64, &'a T)> {
        let fits =
            |id: u64| self.below.is_none_or(|mark| id < mark) && self.above.is_none_or(|mark| id > mark);
        let mut fitting = list.filter(|(id, _)| fits(*id));
        if !self.from_the_mark {
            return fitting.take(self.limit).collect();
        }
        let all: Vec<_> = fitting.by_ref().collect();
        all.get(all.len().saturating_sub(self.limit)..).unwrap_or_default().to_vec()
    }

    /// `Link`, as long as a page is full: there may be more.
    pub(super) fn link(
        &self,
        told: Told,
        ask: &Ask,
        first: Option<u64>,
        last: Option<u64>,
        count: usize,
    ) -> Told {
        let (Some(first), Some(last)) = (first, last) else { return told };
        let address = |name: &str, mark: u64| {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            let marks = ["max_id", "min_id", "since_id"];
            query.extend_pairs(ask.query.iter().filter(|(key, _)| !marks.contains(&key.as_str())));
            query.append_pair(name, &mark.to_string());
            format!("<https://{}/{}?{}>", ask.host, ask.path.join("/"), query.finish())
        };
        let mut links = Vec::new();
        if count == self.limit {
            links.push(format!("{}; rel=\"next\"", address("max_id", last)));
        }
        links.push(format!("{}; rel=\"prev\"", address("min_id", first)));
        told.with("link", &links.join(", "))
    }
}

/// `GET /api/v1/accounts/:id/statuses` of our own account: what is for few is among them.
pub(super) fn ours(home: &Home, world: &World, ask: &Ask) -> Told {
    let wanted = Wanted::read(world, ask, 20, 40);
    let without_replies = matches!(ask.asked("exclude_replies"), Some("true" | "1"));
    let listed = home.ours.iter().rev().filter(|at| {
        let fits = !without_replies || world.get(**at).parent.is_none();
        fits && world.is_listed(**at)
    });
    let page = wanted.page(listed.map(|at| (number(world, *at), at)));
    let shown: Vec<Value> = page.iter().map(|(_, at)| view::status(home, world, **at)).collect();
    let (first, last) = (page.first().map(|(id, _)| *id), page.last().map(|(id, _)| *id));
    wanted.link(Told::ok(&shown.into()), ask, first, last, page.len())
}

fn number(world: &World, at: usize) -> u64 {
    world.get(at).id.parse().unwrap_or_default()
}
