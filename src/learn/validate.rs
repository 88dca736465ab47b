//! Cross-validation: every row is scored by a model that has seen neither its author nor its fold.

use super::data::{Origin, Row};
use super::solver::{Example, Linear};
use super::task::{AREAS, Task};
use crate::detect::Features;
use crate::model::Area;

/// One row's score by a model that has not seen its part.
#[derive(Clone, Copy, Debug)]
pub struct Scored {
    /// The place of the row among all rows.
    pub row: usize,
    /// Its part.
    pub part: u8,
    /// The true answer.
    pub is_positive: bool,
    /// The margin: above 0 is a yes.
    pub margin: f64,
}

/// One request's areas by a model that has not seen its author, the best first.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// The place of the row among all rows.
    pub row: usize,
    /// The true area.
    pub area: Area,
    /// Every area with its margin.
    pub ranking: Vec<(Area, f64)>,
}

/// What is left out together: an author with a fifth of the Danish comments.
fn part(row: &Row) -> Option<u8> {
    match row.origin {
        Origin::Author(part) | Origin::Danish(part) => Some(part),
        Origin::English | Origin::Invented => None,
    }
}

fn parts(rows: &[Row]) -> Vec<u8> {
    let mut parts: Vec<u8> = rows.iter().filter_map(part).collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// Learns a task from rows and their features, but for the part given.
pub(super) fn learn(task: Task, rows: &[Row], features: &[Features], but: Option<u8>, seed: u64) -> Linear {
    let examples: Vec<Example<'_>> = rows
        .iter()
        .zip(features)
        .filter(|(row, _)| but.is_none() || part(row) != but)
        .filter_map(|(row, features)| {
            Some(Example { features, is_positive: task.answer(row)?, weight: task.weight(row) })
        })
        .collect();
    Linear::learn(&examples, &task.setting(), seed)
}

/// Scores every row of the corpus and the Danish comments for a task, part by part.
#[must_use]
pub fn cross_validate(task: Task, rows: &[Row], features: &[Features], seed: u64) -> Vec<Scored> {
    let mut scored = Vec::new();
    for out in parts(rows) {
        let model = learn(task, rows, features, Some(out), seed);
        for (nth, (row, features)) in rows.iter().zip(features).enumerate() {
            if part(row) == Some(out)
                && let Some(is_positive) = task.answer(row)
            {
                scored.push(Scored { row: nth, part: out, is_positive, margin: model.margin(features) });
            }
        }
    }
    scored.sort_by_key(|scored| scored.row);
    scored
}

/// The areas that occur, in a fixed order.
#[must_use]
pub(super) fn areas(rows: &[Row]) -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    for area in rows.iter().filter_map(|row| row.area) {
        if !areas.contains(&area) {
            areas.push(area);
        }
    }
    areas.sort_by_key(|area| *area as u8);
    areas
}

/// Learns one area against all others. Each row is there with its post and without it, so that the
/// model works where no post is at hand.
pub(super) fn learn_area(
    area: Area,
    rows: &[Row],
    features: &[(Features, Features)],
    but: Option<u8>,
    seed: u64,
) -> Linear {
    let mut examples = Vec::new();
    for (row, (with, without)) in rows.iter().zip(features) {
        let Some(own) = row.area.filter(|_| but.is_none() || part(row) != but) else { continue };
        let weight = if row.origin == Origin::Invented { 0.3 } else { 1.0 };
        for features in [with, without] {
            examples.push(Example { features, is_positive: own == area, weight });
        }
    }
    Linear::learn(&examples, &AREAS, seed)
}

/// Ranks the areas of every request of the corpus, one author left out at a time; `with_post` says
/// whether the model is shown what the request stands under.
#[must_use]
pub fn rank_areas(
    rows: &[Row],
    features: &[(Features, Features)],
    with_post: bool,
    seed: u64,
) -> Vec<Ranked> {
    let areas = areas(rows);
    let mut ranked = Vec::new();
    for out in parts(rows) {
        let is_out = |row: &Row| part(row) == Some(out) && row.area.is_some();
        if !rows.iter().any(is_out) {
            continue;
        }
        let models: Vec<(Area, Linear)> =
            areas.iter().map(|area| (*area, learn_area(*area, rows, features, Some(out), seed))).collect();
        for (nth, (row, (with, without))) in rows.iter().zip(features).enumerate() {
            let Some(area) = row.area.filter(|_| is_out(row)) else { continue };
            let shown = if with_post { with } else { without };
            let mut ranking: Vec<(Area, f64)> =
                models.iter().map(|(area, model)| (*area, model.margin(shown))).collect();
            ranking.sort_by(|one, two| two.1.total_cmp(&one.1));
            ranked.push(Ranked { row: nth, area, ranking });
        }
    }
    ranked
}
