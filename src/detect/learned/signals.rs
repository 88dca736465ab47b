//! Marks of a comment as a whole: how it is written, and what the word lists find in it.

use super::fold::Counts;
use super::sketch::Sketch;
use crate::detect::abuse::Judged;
use crate::detect::class::{Abuse, Class};
use crate::detect::request::Signs;
use crate::detect::terms::Hit;

/// How it is written.
pub(super) fn counts(sketch: &mut Sketch, counts: &Counts) {
    steps(sketch, 1, counts.characters, &[1, 12, 25, 50, 100, 200, 400, 800]);
    let share = if counts.letters >= 8 { counts.capitals * 10 / counts.letters } else { 0 };
    steps(sketch, 2, share, &[3, 6, 9]);
    steps(sketch, 3, counts.calls, &[1, 2, 4]);
    steps(sketch, 4, counts.questions, &[1, 2, 4]);
    steps(sketch, 5, counts.lines, &[2, 5]);
    steps(sketch, 6, counts.links, &[1, 2]);
    steps(sketch, 7, counts.mentions, &[1, 3]);
    steps(sketch, 8, counts.emoji, &[1, 3, 6]);
    steps(sketch, 9, counts.money, &[1, 2]);
    steps(sketch, 10, counts.hash_tags, &[1, 3]);
    steps(sketch, 11, counts.long_numbers, &[1, 2]);
    steps(sketch, 12, counts.numbers, &[1, 3]);
}

/// What the lists and the rules on abuse and requests make of it.
pub(super) fn hits(sketch: &mut Sketch, hits: &[Hit], judged: Judged, signs: Signs) {
    for (step, least) in [0.05, 0.25, 0.45, 0.65, 0.79, 0.95].into_iter().enumerate() {
        if judged.abuse >= least {
            sketch.mark(20, step);
        }
    }
    if judged.is_swearing {
        sketch.mark(21, 0);
    }
    let mut abuse = [0_usize; 6];
    for hit in hits {
        match hit.class {
            Class::Abuse(class) => {
                if let Some(count) = abuse.get_mut(nth(class)) {
                    *count += 1;
                }
            }
            Class::Who(who) => sketch.mark(23, who as usize),
            Class::Case(case) => sketch.mark(24, case as usize),
            Class::Label(label) => sketch.mark(25, label as usize),
            _ => {}
        }
    }
    for (class, count) in (30..).zip(abuse) {
        steps(sketch, class, count, &[1, 2, 3]);
    }
    request(sketch, signs);
    for area in areas(hits) {
        sketch.mark(26, area);
    }
}

/// Each sign of the most telling passage, and each two of them together.
fn request(sketch: &mut Sketch, signs: Signs) {
    let found = |from: usize| (from..16).filter(|bit| signs.bits & (1 << bit) != 0);
    for one in found(0) {
        sketch.mark(40, one);
        for two in found(one + 1) {
            sketch.mark(41, one * 16 + two);
        }
    }
    for step in 0..14_u8 {
        if signs.weight >= f32::from(step).mul_add(0.5, -4.0) {
            sketch.mark(42, step.into());
        }
    }
}

/// The areas that the topics point to, the strongest first and named once more.
fn areas(hits: &[Hit]) -> Vec<usize> {
    let votes = crate::detect::request::votes(hits);
    let mut marks: Vec<usize> = votes.iter().map(|(area, _)| *area as usize).collect();
    if let [(area, _)] | [(area, _), ..] = votes.as_slice() {
        marks.push(20 + *area as usize);
        if votes.len() == 1 {
            marks.push(40 + *area as usize);
        }
    }
    marks
}

/// The topics of the post above.
pub(super) fn post(sketch: &mut Sketch, hits: &[Hit]) {
    for area in areas(hits) {
        sketch.post_mark(26, area);
    }
}

fn nth(class: Abuse) -> usize {
    class as usize
}

/// A mark for each step that a count reaches.
fn steps(sketch: &mut Sketch, name: u64, count: usize, steps: &[usize]) {
    for step in steps.iter().filter(|step| count >= **step) {
        sketch.mark(name, *step);
    }
}
