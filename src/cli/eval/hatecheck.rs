//! `HateCheck` and its Danish siblings: hate against groups, threats against one person, and what looks
//! like either and is neither.

use std::collections::BTreeMap;

use super::misses::Misses;
use super::rows::Hate;
use super::seen::Seen;
use super::sheet::{Figure, Sheet};
use crate::learn::metrics::{Confusion, Rate};
use crate::model::Label;

/// What says that a group is attacked.
const HATEFUL: [Label; 3] = [Label::Hate, Label::Threat, Label::Incitement];
/// What says that somebody is threatened.
const THREAT: [Label; 2] = [Label::Threat, Label::Incitement];

/// Counts.
#[derive(Default)]
pub(super) struct HateCheck {
    hate: BTreeMap<String, Confusion>,
    /// By language and functionality: how many are right.
    functions: BTreeMap<(String, String), Rate>,
    threats: BTreeMap<String, Confusion>,
}

impl HateCheck {
    pub(super) fn take(&mut self, seen: &Seen<'_>, truth: Hate, misses: &mut Misses) -> std::io::Result<()> {
        let lang = seen.row.lang().to_owned();
        let function = seen.row.functionality.clone().unwrap_or_default();
        let (hateful, threat) = (seen.says_any(&HATEFUL), seen.says_any(&THREAT));
        let is_right = match truth {
            Hate::Threat => {
                self.threats.entry(lang.clone()).or_default().add(true, threat);
                seen.judge("threat", true, threat, misses)?;
                threat
            }
            Hate::Group => {
                self.hate.entry(lang.clone()).or_default().add(true, hateful);
                seen.judge("hate", true, hateful, misses)?;
                hateful
            }
            Hate::None => {
                self.hate.entry(lang.clone()).or_default().add(false, hateful);
                self.threats.entry(lang.clone()).or_default().add(false, threat);
                seen.judge("hate", false, hateful, misses)?;
                !hateful
            }
        };
        self.functions.entry((lang, function)).or_default().add(is_right);
        Ok(())
    }

    pub(super) fn sheets(&self, title: &str, seed: u64) -> Vec<Sheet> {
        let mut hate = Sheet::new(format!("{title}: group hate"));
        let all = self.hate.values().copied().fold(Confusion::default(), Confusion::plus);
        let rows = self.hate.iter().map(|(lang, counts)| (lang.as_str(), counts)).chain([("all", &all)]);
        for (lang, counts) in rows {
            hate.row(
                lang,
                [
                    ("macro-F1", Figure::Score(counts.interval(seed, Confusion::macro_f1))),
                    ("precision", Figure::Rate(counts.precision())),
                    ("recall", Figure::Rate(counts.recall())),
                    ("false alarms", Figure::Rate(counts.false_alarms())),
                ],
            );
        }
        let mut threats = Sheet::new(format!("{title}: threats"));
        for (lang, counts) in &self.threats {
            let alarms = ("false alarms", Figure::Rate(counts.false_alarms()));
            threats.row(lang, [("recall", Figure::Rate(counts.recall())), alarms]);
        }
        let mut functions = Sheet::new(format!("{title}: right per functionality"));
        for ((lang, function), rate) in &self.functions {
            functions.row(format!("{lang} {function}"), [("accuracy", Figure::Rate(*rate))]);
        }
        vec![hate, threats, functions]
    }
}
