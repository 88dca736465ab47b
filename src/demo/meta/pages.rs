//! Lists and their pages. A deleted entry keeps its place, so a page may be short or empty and still
//! have a next one; `paging.next` carries the token, as the real one does.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::errors;
use crate::demo::entry::Entry;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;

const USUAL_LIMIT: usize = 25;

/// What is asked of a list.
pub(in crate::demo) struct Wanted<'a> {
    pub(in crate::demo) limit: Option<&'a str>,
    pub(in crate::demo) after: Option<&'a str>,
    /// The most that the network gives at once.
    pub(in crate::demo) most: usize,
}

impl<'a> Wanted<'a> {
    /// As the address of a request asks for it.
    pub(in crate::demo) fn by(ask: &'a Ask, most: usize) -> Self {
        Self { limit: ask.asked("limit"), after: ask.asked("after"), most }
    }
}

/// One page of a list: `data` and `paging`. `object` makes an item, `next` the address of what follows
/// a slot's cursor.
pub(in crate::demo) fn page(
    world: &World,
    slots: &[usize],
    wanted: &Wanted<'_>,
    next: impl Fn(&str) -> String,
    mut object: impl FnMut(usize) -> Result<Value, Told>,
) -> Result<(Value, Vec<usize>), Told> {
    let (window, last, more) = window(world, slots, wanted)?;
    let shown: Vec<usize> = window.iter().copied().filter(|at| world.is_listed(*at)).collect();
    let data: Vec<Value> = shown.iter().map(|at| object(*at)).collect::<Result<_, _>>()?;
    let mut answer = json!({"data": data});
    if let (Some(last), Value::Object(answer)) = (last, &mut answer) {
        let first = shown.first().copied().unwrap_or(last);
        let mut paging = json!({"cursors": {"before": cursor(first), "after": cursor(last)}});
        if let (true, Value::Object(paging)) = (more, &mut paging) {
            paging.insert("next".to_owned(), next(&cursor(last)).into());
        }
        answer.insert("paging".to_owned(), paging);
    }
    Ok((answer, shown))
}

/// The slots of one page, its last slot, and whether there are more.
pub(in crate::demo) fn window<'a>(
    world: &World,
    slots: &'a [usize],
    wanted: &Wanted<'_>,
) -> Result<(&'a [usize], Option<usize>, bool), Told> {
    let limit = match wanted.limit {
        None => USUAL_LIMIT,
        Some(limit) => limit.parse::<usize>().map_err(|_| errors::bad_parameter("limit must be a number"))?,
    };
    let limit = world.page_of(limit.min(wanted.most));
    let start = match wanted.after {
        None => 0,
        Some(after) => {
            let place = read_cursor(after).and_then(|at| slots.iter().position(|slot| *slot == at));
            place.ok_or_else(|| errors::bad_parameter("Invalid cursors values"))? + 1
        }
    };
    let shown: &[usize] = slots.get(start..slots.len().min(start + limit)).unwrap_or(&[]);
    Ok((shown, shown.last().copied(), start + limit < slots.len()))
}

/// Those that are not deleted: what counts count.
pub(in crate::demo) fn living<'a>(world: &'a World, list: &'a [usize]) -> impl Iterator<Item = &'a Entry> {
    list.iter().map(|at| world.get(*at)).filter(|entry| entry.gone.is_none())
}

/// Everything below a post or a comment, oldest first.
pub(in crate::demo) fn below(world: &World, of: usize) -> Vec<usize> {
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

/// The address of the next page of what was asked for.
pub(in crate::demo) fn next(ask: &Ask, token: &str, after: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("access_token", token);
    query.extend_pairs(ask.query.iter().filter(|(name, _)| name != "after" && name != "access_token"));
    query.append_pair("after", after);
    format!("http://{}/{}?{}", ask.host, ask.path.join("/"), query.finish())
}

fn cursor(at: usize) -> String {
    URL_SAFE_NO_PAD.encode(format!("town:{at}"))
}

fn read_cursor(cursor: &str) -> Option<usize> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?.strip_prefix("town:")?.parse().ok()
}
