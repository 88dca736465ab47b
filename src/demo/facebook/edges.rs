//! Lists and their pages. A deleted entry keeps its place, so a page may be short or empty and
//! still have a next one; `paging.next` carries the token, as the real one does.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::errors;
use super::fields::{self, Field};
use super::page::Page;
use super::view;
use crate::demo::entry::Entry;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::model::Stamp;

const USUAL_LIMIT: usize = 25;
const MOST: usize = 100;

/// Those that are not deleted.
pub(super) fn living<'a>(world: &'a World, list: &'a [usize]) -> impl Iterator<Item = &'a Entry> {
    list.iter().map(|at| world.get(*at)).filter(|entry| entry.gone.is_none())
}

/// A list as an edge answers it.
pub(super) fn list(page: &Page, world: &World, ask: &Ask, slots: &[usize]) -> Result<Told, Told> {
    let fields = match ask.asked("fields") {
        Some(text) => fields::parse(text).ok_or_else(|| errors::bad_parameter("Syntax error in fields"))?,
        None => Vec::new(),
    };
    let (shown, last, more) = window(slots, ask.asked("limit"), ask.asked("after"))?;
    let shown: Vec<usize> = shown.iter().copied().filter(|at| world.get(*at).gone.is_none()).collect();
    let mut answer = json!({"data": objects(page, world, &shown, &fields)?});
    if let (Some(last), Value::Object(answer)) = (last, &mut answer) {
        let first = shown.first().copied().unwrap_or(last);
        let mut paging = json!({"cursors": {"before": cursor(first), "after": cursor(last)}});
        if let (true, Value::Object(paging)) = (more, &mut paging) {
            paging.insert("next".to_owned(), next(page, ask, last).into());
        }
        answer.insert("paging".to_owned(), paging);
    }
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
        Some("stream") => stream(world, of),
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

/// Everything below a post or a comment, oldest first.
fn stream(world: &World, of: usize) -> Vec<usize> {
    if world.get(of).root.is_none() {
        return world.under(of).to_vec();
    }
    let mut found = Vec::new();
    let mut open = world.answers(of).to_vec();
    while let Some(at) = open.pop() {
        found.push(at);
        open.extend(world.answers(at));
    }
    found.sort_by_key(|at| (world.get(*at).written_at, *at));
    found
}

/// `comments.limit(0).summary(true)` inside another object.
pub(super) fn nested_comments(page: &Page, world: &World, of: usize, field: &Field) -> Result<Value, Told> {
    let slots = comments(world, of, |name| field.argument(name))?;
    let (shown, ..) = window(&slots, field.argument("limit"), field.argument("after"))?;
    let shown: Vec<usize> = shown.iter().copied().filter(|at| world.get(*at).gone.is_none()).collect();
    // `true`, or the names of what it shall hold.
    let wants_summary = field.argument("summary").is_some_and(|summary| !matches!(summary, "false" | "0"));
    let mut nested = json!({"data": objects(page, world, &shown, &field.of)?});
    if let (true, Value::Object(nested)) = (wants_summary, &mut nested) {
        let count = living(world, &slots).count();
        let order = if field.argument("filter").is_some() { "chronological" } else { "ranked" };
        nested
            .insert("summary".to_owned(), json!({"order": order, "total_count": count, "can_comment": true}));
    }
    Ok(nested)
}

fn objects(page: &Page, world: &World, list: &[usize], fields: &[Field]) -> Result<Vec<Value>, Told> {
    let object = |at: &usize| {
        let usual = if fields.is_empty() { view::usual(world.get(*at)) } else { Vec::new() };
        let fields = if fields.is_empty() { &usual } else { fields };
        view::object(page, world, *at, fields)
    };
    list.iter().map(object).collect()
}

/// The slots of one page, its last slot, and whether there are more.
fn window<'a>(
    slots: &'a [usize],
    limit: Option<&str>,
    after: Option<&str>,
) -> Result<(&'a [usize], Option<usize>, bool), Told> {
    let limit = match limit {
        None => USUAL_LIMIT,
        Some(limit) => {
            limit.parse::<usize>().map_err(|_| errors::bad_parameter("limit must be a number"))?.min(MOST)
        }
    };
    let start = match after {
        None => 0,
        Some(after) => {
            let place = read_cursor(after).and_then(|at| slots.iter().position(|slot| *slot == at));
            place.ok_or_else(|| errors::bad_parameter("Invalid cursors values"))? + 1
        }
    };
    let shown: &[usize] = slots.get(start..slots.len().min(start + limit)).unwrap_or(&[]);
    Ok((shown, shown.last().copied(), start + limit < slots.len()))
}

fn cursor(at: usize) -> String {
    URL_SAFE_NO_PAD.encode(format!("town:{at}"))
}

fn read_cursor(cursor: &str) -> Option<usize> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?.strip_prefix("town:")?.parse().ok()
}

fn next(page: &Page, ask: &Ask, last: usize) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("access_token", &page.token);
    query.extend_pairs(ask.query.iter().filter(|(name, _)| name != "after" && name != "access_token"));
    query.append_pair("after", &cursor(last));
    format!("http://{}/{}?{}", ask.host, ask.path.join("/"), query.finish())
}

/// Epoch seconds or a written date.
fn moment(text: &str) -> Option<Stamp> {
    match text.parse::<i64>() {
        Ok(seconds) => seconds.checked_mul(1000).map(Stamp::from_ms),
        Err(_) => Stamp::parse(text),
    }
}
