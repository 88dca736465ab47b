//! What stands on the page's edges: comments in the order asked for, counted and not.

use serde_json::{Value, json};

use super::page::Page;
use super::view;
use crate::demo::meta::errors;
use crate::demo::meta::fields::{self, Field};
use crate::demo::meta::pages::{self, Wanted};
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::model::Stamp;

/// The most that is given at once.
const MOST: usize = 100;

/// A list as an edge answers it.
pub(super) fn list(page: &Page, world: &World, ask: &Ask, slots: &[usize]) -> Result<Told, Told> {
    let fields = match ask.asked("fields") {
        Some(text) => fields::parse(text).ok_or_else(|| errors::bad_parameter("Syntax error in fields"))?,
        None => Vec::new(),
    };
    let token = page.tokens.now();
    let next = |after: &str| pages::next(ask, &token, after);
    let object = |at| object(page, world, at, &fields);
    let (answer, shown) = pages::page(world, slots, &Wanted::by(ask, MOST), next, object)?;
    Ok(Told::ok(&answer).showing(shown))
}

/// The slots of a `comments` edge, in the order asked for.
pub(super) fn comments<'a>(
    world: &World,
    of: usize,
    asked: impl Fn(&str) -> Option<&'a str>,
) -> Result<Vec<usize>, Told> {
    let (filter, order) = (asked("filter"), asked("order"));
    let mut slots = match filter {
        Some("stream") => pages::below(world, of),
        None | Some("toplevel") => world.answers(of).to_vec(),
        Some(_) => return Err(errors::bad_parameter("filter must be one of {stream, toplevel}")),
    };
    if let Some(since) = asked("since") {
        let since = moment(since).ok_or_else(|| errors::bad_parameter("since is not a time"))?;
        slots.retain(|at| world.get(*at).written_at.ms() / 1000 >= since.ms() / 1000);
    }
    match order {
        None | Some("chronological") => {}
        Some("reverse_chronological") => slots.reverse(),
        Some(_) => {
            return Err(errors::bad_parameter("order must be one of {chronological, reverse_chronological}"));
        }
    }
    if filter.is_none() && order.is_none() {
        // The default view drops comments: here the hidden ones.
        slots.retain(|at| !world.get(*at).is_hidden);
    }
    Ok(slots)
}

/// `comments.limit(0).summary(true)` inside another object.
pub(super) fn nested_comments(page: &Page, world: &World, of: usize, field: &Field) -> Result<Value, Told> {
    let slots = comments(world, of, |name| field.argument(name))?;
    let wanted = Wanted { limit: field.argument("limit"), after: field.argument("after"), most: MOST };
    let (window, ..) = pages::window(world, &slots, &wanted)?;
    let shown = window.iter().copied().filter(|at| world.is_listed(*at));
    let data: Vec<Value> = shown.map(|at| object(page, world, at, &field.of)).collect::<Result<_, _>>()?;
    // `true`, or the names of what it shall hold.
    let wants_summary = field.argument("summary").is_some_and(|summary| !matches!(summary, "false" | "0"));
    let mut nested = json!({"data": data});
    if let (true, Value::Object(nested)) = (wants_summary, &mut nested) {
        let count = pages::living(world, &slots).count();
        let order = if field.argument("filter").is_some() { "chronological" } else { "ranked" };
        nested
            .insert("summary".to_owned(), json!({"order": order, "total_count": count, "can_comment": true}));
    }
    Ok(nested)
}

fn object(page: &Page, world: &World, at: usize, fields: &[Field]) -> Result<Value, Told> {
    let usual = if fields.is_empty() { view::usual(world.get(at)) } else { Vec::new() };
    view::object(page, world, at, if fields.is_empty() { &usual } else { fields })
}

/// Epoch seconds or a written date.
fn moment(text: &str) -> Option<Stamp> {
    match text.parse::<i64>() {
        Ok(seconds) => seconds.checked_mul(1000).map(Stamp::from_ms),
        Err(_) => Stamp::parse(text),
    }
}
