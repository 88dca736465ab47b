//! Comments that carry every label: per label, per kind of fact, per area, and per author, since a
//! figure that only one author's comments reach says little.

use std::collections::BTreeMap;

use super::flags::{Flags, LABELS, is_fact};
use super::misses::Misses;
use super::requests::figures;
use super::rows::{label, name};
use super::seen::Seen;
use super::sheet::{Figure, Sheet};
use super::spans::Spans;
use crate::learn::metrics::{Confusion, Rate};
use crate::model::{Area, Kind, Label};

/// Counts.
pub(super) struct Corpus {
    seed: u64,
    /// By label, then by author.
    labels: BTreeMap<(Label, String), Tally>,
    /// Whether a comment states any fact about a person, by author.
    facts: BTreeMap<String, Confusion>,
    areas: BTreeMap<String, Areas>,
    identifiers: Spans,
    fact_places: Spans,
    /// The same, of one author's comments.
    facts_by_author: BTreeMap<String, Spans>,
    descriptions: Flags,
}

#[derive(Default)]
struct Tally {
    counts: Confusion,
    /// Flagged, of the comments that must stay and do not carry the label.
    stay: Rate,
}

#[derive(Default)]
struct Areas {
    first: Rate,
    three: Rate,
    /// Of the requests that were taken for one.
    first_of_said: Rate,
    three_of_said: Rate,
}

impl Corpus {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            seed,
            labels: BTreeMap::new(),
            facts: BTreeMap::new(),
            areas: BTreeMap::new(),
            identifiers: Spans::new("corpus, identifiers", seed),
            fact_places: Spans::new("corpus, facts", seed),
            facts_by_author: BTreeMap::new(),
            descriptions: Flags::default(),
        }
    }

    pub(super) fn take(
        &mut self,
        seen: &Seen<'_>,
        labels: &[String],
        stay: bool,
        misses: &mut Misses,
    ) -> std::io::Result<()> {
        let author = format!("author {}", seen.row.author());
        let groups =
            [Some("all".to_owned()), Some(author), (seen.row.lang() == "da").then(|| "Danish".to_owned())];
        let groups: Vec<String> = groups.into_iter().flatten().collect();
        for one in LABELS.into_iter().filter(|one| *one != Label::Offensive) {
            let (is_so, is_said) = (labels.iter().any(|given| label(given) == Some(one)), seen.says(one));
            for group in &groups {
                let tally = self.labels.entry((one, group.clone())).or_default();
                tally.counts.add(is_so, is_said);
                if stay && !is_so {
                    tally.stay.add(is_said);
                }
            }
            seen.judge(&name(one), is_so, is_said, misses)?;
        }
        let has_fact = seen.row.spans.iter().any(|span| super::rows::kind(&span.kind).is_some_and(is_fact));
        for group in &groups {
            self.facts.entry(group.clone()).or_default().add(has_fact, seen.finds(is_fact));
            if let Some(topic) = seen.row.topic {
                self.areas.entry(group.clone()).or_default().take(seen, topic);
            }
        }
        self.identifiers.take(seen, |kind: Kind| !is_fact(kind), misses)?;
        self.fact_places.take(seen, is_fact, misses)?;
        let author = format!("corpus, facts, author {}", seen.row.author());
        let theirs = self.facts_by_author.entry(author.clone());
        let theirs = theirs.or_insert_with(|| Spans::new(author, self.seed));
        // Told already.
        theirs.take(seen, is_fact, &mut Misses::default())?;
        if stay {
            self.descriptions.take("must stay", seen);
            for given in labels.iter().filter(|given| label(given).is_none()) {
                self.descriptions.take(&format!("must stay: {given}"), seen);
            }
        }
        Ok(())
    }

    pub(super) fn sheets(&self) -> Vec<Sheet> {
        let mut labels = Sheet::new("corpus: labels");
        for ((label, group), tally) in &self.labels {
            let stay = ("flagged of what must stay", Figure::Rate(tally.stay));
            labels.row(
                format!("{}, {group}", name(label)),
                figures(tally.counts, self.seed).into_iter().chain([stay]),
            );
        }
        let mut facts = Sheet::new("corpus: comments that state a fact about a person");
        for (group, counts) in &self.facts {
            facts.row(group, figures(*counts, self.seed));
        }
        let mut areas = Sheet::new("corpus: area of a case request");
        for (group, tally) in &self.areas {
            areas.row(group, tally.columns());
        }
        let mut sheets = vec![labels, facts, areas];
        sheets.extend(self.identifiers.sheets());
        sheets.extend(self.fact_places.sheets());
        sheets.extend(self.facts_by_author.values().flat_map(Spans::sheets));
        sheets.push(self.descriptions.sheet("corpus"));
        sheets
    }
}

impl Areas {
    fn take(&mut self, seen: &Seen<'_>, topic: Area) {
        let areas = seen.areas();
        let (first, three) = (areas.first() == Some(&topic), areas.iter().take(3).any(|area| *area == topic));
        self.first.add(first);
        self.three.add(three);
        if seen.says(Label::CaseRequest) {
            self.first_of_said.add(first);
            self.three_of_said.add(three);
        }
    }

    fn columns(&self) -> [(&'static str, Figure); 4] {
        [
            ("first", Figure::Rate(self.first)),
            ("among three", Figure::Rate(self.three)),
            ("first, where taken for a request", Figure::Rate(self.first_of_said)),
            ("among three, where taken for a request", Figure::Rate(self.three_of_said)),
        ]
    }
}
