//! From rows to the two model files and their card.

use super::calibrate::{Curve, threshold};
use super::card::Card;
use super::data::{Origin, Row, distinct};
use super::figures::{danish_crossed, top};
use super::invent::invented;
use super::metrics::Confusion;
use super::solver::Linear;
use super::task::{AREAS, Task};
use super::validate::{Ranked, Scored, areas, cross_validate, learn, learn_area, rank_areas};
use crate::detect::{BLOCKS, Comment, Detectors, Features, Head, Model, ModelError};
use crate::model::Text;

/// What training makes.
pub struct Trained {
    /// Offensive, case request, spam.
    pub comment: Model,
    /// One task an area.
    pub area: Model,
    /// What was learnt from, and how well.
    pub card: Card,
}

/// How many comments are made of each sentence pattern.
pub const TIMES: usize = 6;

/// The rows with their features: what every step of training shares.
pub struct Bench {
    /// Data of others and sentences of our own, each text once.
    pub rows: Vec<Row>,
    /// The features of each row, without its post.
    pub features: Vec<Features>,
    /// The rows with an area.
    pub asked: Vec<Row>,
    /// Their features with the post above, and without.
    pub asked_features: Vec<(Features, Features)>,
}

impl Bench {
    /// Adds our own sentences to the rows, `times` of each pattern, and reads all of them.
    ///
    /// # Errors
    /// Sentence patterns that cannot be used.
    pub fn new(mut rows: Vec<Row>, detectors: &Detectors, times: usize, seed: u64) -> anyhow::Result<Self> {
        rows.extend(invented(times, seed)?);
        let rows = distinct(rows);
        let features = |row: &Row, post: Option<&str>| {
            let (text, post) = (Text::new(row.text.as_str()), post.map(Text::new));
            detectors.features(&Comment { text: &text, author_name: None, handle: None, post: post.as_ref() })
        };
        let asked: Vec<Row> = rows.iter().filter(|row| row.area.is_some()).cloned().collect();
        let both = |row: &Row| (features(row, row.post.as_deref()), features(row, None));
        Ok(Self {
            features: rows.iter().map(|row| features(row, None)).collect(),
            asked_features: asked.iter().map(both).collect(),
            rows,
            asked,
        })
    }
}

/// Learns everything and measures it; `tell` hears what is being done.
///
/// # Errors
/// Rows that no model can be made of.
pub fn train(bench: &Bench, seed: u64, tell: &mut dyn FnMut(&str)) -> anyhow::Result<Trained> {
    let mut card = Card::new(seed);
    for (name, is_it) in ORIGINS {
        card.rows(name, bench.rows.iter().filter(|row| is_it(row.origin)).count());
    }
    let mut heads = Vec::new();
    for task in Task::ALL {
        tell(&format!("cross-validating {}", task.name()));
        let scored = cross_validate(task, &bench.rows, &bench.features, seed);
        anyhow::ensure!(
            scored.iter().any(|scored| scored.is_positive) && scored.iter().any(|scored| !scored.is_positive),
            "no rows to learn {} from",
            task.name()
        );
        let margins: Vec<(f64, bool)> =
            scored.iter().map(|scored| (scored.margin, scored.is_positive)).collect();
        let curve = Curve::fit(&margins);
        let from = threshold(task, &scored, &bench.rows);
        measure(task, &scored, &bench.rows, from, &mut card);
        tell(&format!("learning {}", task.name()));
        let linear = learn(task, &bench.rows, &bench.features, None, seed);
        heads.push(Learnt {
            name: task.name().to_owned(),
            linear,
            curve,
            threshold: curve.at(from),
            blocks: task.setting().blocks,
        });
    }
    tell("cross-validating the areas");
    let with = rank_areas(&bench.asked, &bench.asked_features, true, seed);
    let without = rank_areas(&bench.asked, &bench.asked_features, false, seed);
    for (name, ranked) in [("area, post known", &with), ("area, comment alone", &without)] {
        card.figure(name, "top 1", top(ranked, 1));
        card.figure(name, "top 3", top(ranked, 3));
    }
    let pairs = |ranked: &Ranked| -> Vec<(f64, bool)> {
        ranked.ranking.iter().map(|(area, margin)| (*margin, *area == ranked.area)).collect()
    };
    let curve = Curve::fit(&with.iter().chain(&without).flat_map(pairs).collect::<Vec<_>>());
    tell("learning the areas");
    let mut area_heads = Vec::new();
    for area in areas(&bench.asked) {
        let linear = learn_area(area, &bench.asked, &bench.asked_features, None, seed);
        let name = area.name();
        area_heads.push(Learnt { name, linear, curve, threshold: 0.5, blocks: AREAS.blocks });
    }
    Ok(Trained {
        comment: quantise(&heads, Task::Offensive.setting().bits)?,
        area: quantise(&area_heads, AREAS.bits)?,
        card,
    })
}

type IsOrigin = fn(Origin) -> bool;

/// The sources as the card counts them.
const ORIGINS: [(&str, IsOrigin); 4] = [
    ("corpus", |origin| matches!(origin, Origin::Author(_))),
    ("danish", |origin| matches!(origin, Origin::Danish(_))),
    ("english", |origin| origin == Origin::English),
    ("invented", |origin| origin == Origin::Invented),
];

fn measure(task: Task, scored: &[Scored], rows: &[Row], from: f64, card: &mut Card) {
    let at = |wanted: fn(&Row) -> bool| {
        let wanted = scored.iter().filter(|scored| rows.get(scored.row).is_some_and(wanted));
        Confusion::of(wanted.map(|scored| (scored.is_positive, scored.margin >= from)))
    };
    let authors = at(|row| matches!(row.origin, Origin::Author(_)));
    let name = format!("{}, corpus, author left out", task.name());
    for (figure, value) in [
        ("precision", authors.precision().share()),
        ("recall", authors.recall().share()),
        ("macro-F1", authors.macro_f1()),
        ("false share", authors.false_alarms().share()),
    ] {
        card.figure(&name, figure, value);
    }
    if task == Task::Offensive {
        let crossed = danish_crossed(scored, rows);
        card.figure("offensive, Danish folds", "macro-F1", crossed.macro_f1());
        let danish = at(|row| matches!(row.origin, Origin::Danish(_)));
        card.figure("offensive, Danish folds", "precision at the threshold", danish.precision().share());
        card.figure("offensive, Danish folds", "recall at the threshold", danish.recall().share());
    } else {
        let plain = at(|row| matches!(row.origin, Origin::Danish(_)) && row.is_offensive == Some(false));
        card.figure(
            &format!("{}, Danish inoffensive rows", task.name()),
            "false share",
            plain.false_alarms().share(),
        );
    }
}

/// A task that was learnt, before it is made small.
struct Learnt {
    name: String,
    linear: Linear,
    curve: Curve,
    threshold: f64,
    blocks: [f64; BLOCKS],
}

/// One byte a weight: the largest weight of a task is 127 steps.
fn quantise(learnt: &[Learnt], bits: u32) -> Result<Model, ModelError> {
    let mut weights = vec![0_i8; learnt.len() << bits];
    let mut heads = Vec::new();
    for (nth, task) in learnt.iter().enumerate() {
        let largest = task.linear.weights.iter().fold(0.0_f64, |most, weight| most.max(weight.abs()));
        let step = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        for (weight, whole) in
            task.linear.weights.iter().zip(weights.iter_mut().skip(nth).step_by(learnt.len()))
        {
            *whole = small(weight / step);
        }
        heads.push(Head {
            name: task.name.clone(),
            bias: narrow(task.linear.bias),
            slope: narrow(task.curve.slope),
            shift: narrow(task.curve.shift),
            threshold: narrow(task.threshold),
            scales: task.blocks.map(|block| narrow(block * step)),
        });
    }
    Model::new(heads, bits, weights)
}

#[expect(clippy::cast_possible_truncation, reason = "a weight is at most 127 steps")]
fn small(steps: f64) -> i8 {
    steps.round().clamp(-127.0, 127.0) as i8
}

#[expect(clippy::cast_possible_truncation, reason = "seven digits are more than a score needs")]
fn narrow(number: f64) -> f32 {
    number as f32
}
