//! What the trained models think of a comment. An opinion ranks the queue and names a mailbox; it
//! never hides anything.

use super::fold::Folded;
use super::model::{Error, Model};
use super::signals;
use super::sketch::{Features, Sketch};
use crate::detect::abuse::Judged;
use crate::detect::request::Signs;
use crate::detect::terms::Hit;
use crate::model::{Area, Likely};

/// The trained models together.
pub(in crate::detect) struct Learned {
    comment: Model,
    area: Model,
    areas: Vec<Area>,
    places: Places,
}

/// Where the tasks of the first model stand.
#[derive(Clone, Copy)]
struct Places {
    offensive: usize,
    request: usize,
    spam: usize,
}

/// Scores 0 to 1, and which of them are high enough for a label.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::detect) struct Opinion {
    pub(in crate::detect) offensive: f32,
    pub(in crate::detect) case_request: f32,
    pub(in crate::detect) spam: f32,
    pub(in crate::detect) is_offensive: bool,
    pub(in crate::detect) is_request: bool,
    pub(in crate::detect) is_spam: bool,
    /// Best first, at most [`MOST_AREAS`]; empty where nobody seems to ask for anything.
    pub(in crate::detect) areas: Vec<Likely>,
}

/// How many areas are offered to a moderator.
const MOST_AREAS: usize = 3;
/// Below this share of the threshold nobody needs an area.
const NEARLY: f32 = 0.4;

impl Learned {
    /// The models in the program.
    pub(in crate::detect) fn shipped() -> Result<Self, Error> {
        Self::new(
            Model::read(include_bytes!("../../../config/model/comment.bin"))?,
            Model::read(include_bytes!("../../../config/model/area.bin"))?,
        )
    }

    fn new(comment: Model, area: Model) -> Result<Self, Error> {
        let place = |name: &str| comment.tasks().iter().position(|task| task.name == name);
        let places = Places {
            offensive: place("offensive").ok_or(Error::Field("task offensive"))?,
            request: place("case_request").ok_or(Error::Field("task case_request"))?,
            spam: place("spam").ok_or(Error::Field("task spam"))?,
        };
        let areas = area.tasks().iter().map(|task| Area::named(&task.name).ok_or(Error::Field("areas")));
        let areas = areas.collect::<Result<_, _>>()?;
        Ok(Self { comment, area, areas, places })
    }

    /// What they think of a comment; `post` gives the features of our post above it, and is asked only
    /// where somebody seems to want something.
    pub(in crate::detect) fn opinion(&self, comment: Features, post: impl FnOnce() -> Features) -> Opinion {
        let scores = self.comment.scores(&comment);
        let score = |place: usize| scores.get(place).copied().unwrap_or_default();
        let threshold = |place: usize| self.comment.tasks().get(place).map_or(1.0, |task| task.threshold);
        let Places { offensive, request, spam } = self.places;
        let mut opinion = Opinion {
            offensive: score(offensive),
            case_request: score(request),
            spam: score(spam),
            is_offensive: score(offensive) >= threshold(offensive),
            is_request: score(request) >= threshold(request),
            is_spam: score(spam) >= threshold(spam),
            areas: Vec::new(),
        };
        if opinion.case_request >= threshold(request) * NEARLY {
            opinion.areas = self.areas(&comment.under(post()));
        }
        opinion
    }

    fn areas(&self, features: &Features) -> Vec<Likely> {
        let scores = self.area.scores(features);
        let whole: f32 = scores.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let ranked =
            self.areas.iter().zip(scores).map(|(area, score)| Likely { area: *area, score: score / whole });
        let mut ranked: Vec<Likely> = ranked.collect();
        ranked.sort_by(|one, two| two.score.total_cmp(&one.score));
        ranked.truncate(MOST_AREAS);
        ranked
    }
}

/// The features of a comment: its words as they were received, and what lists and rules found.
pub(in crate::detect) fn features(received: &str, hits: &[Hit], judged: Judged, signs: Signs) -> Features {
    let folded = Folded::new(received);
    let mut sketch = Sketch::new(received.len());
    sketch.text(&folded);
    signals::counts(&mut sketch, &folded.counts);
    signals::hits(&mut sketch, hits, judged, signs);
    sketch.finish()
}

/// The features of our own post above a comment.
pub(in crate::detect) fn post_features(post: &str, hits: &[Hit]) -> Features {
    let mut sketch = Sketch::new(0);
    sketch.post(&Folded::new(post));
    signals::post(&mut sketch, hits);
    sketch.finish()
}
