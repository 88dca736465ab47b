//! Words with gaps. What fills a gap is never read for gaps again, so a name cannot smuggle one in.

use super::Mailbox;
use crate::model::Language;

/// What a gap stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    Mailbox,
    Link,
    Phone,
    Place,
    Unit,
}

#[derive(Clone, Debug)]
enum Part {
    Words(String),
    Gap(Gap),
}

/// One form of a reply.
#[derive(Clone, Debug)]
pub(super) struct Template(Vec<Part>);

impl Template {
    /// Reads `… {link} …`; an unknown or open gap is a mistake, told in our words.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((words, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or("has a { without a }")?;
            parts.push(Part::Words(words.to_owned()));
            parts.push(Part::Gap(
                Gap::parse(name).ok_or_else(|| format!("{{{name}}} is no gap that we can fill"))?,
            ));
            rest = after;
        }
        parts.push(Part::Words(rest.to_owned()));
        Ok(Self(parts))
    }

    /// Whether the form leaves this gap.
    pub(super) fn has(&self, wanted: Gap) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Gap(gap) if *gap == wanted))
    }

    /// The words, with every gap filled.
    pub(super) fn fill(&self, language: Language, mailbox: &Mailbox, unit: &str) -> String {
        let is_english = language == Language::English;
        self.0
            .iter()
            .map(|part| match part {
                Part::Words(words) => words.as_str(),
                Part::Gap(Gap::Mailbox) if is_english => &mailbox.en,
                Part::Gap(Gap::Mailbox) => &mailbox.da,
                Part::Gap(Gap::Link) => &mailbox.link,
                Part::Gap(Gap::Phone) => &mailbox.phone,
                Part::Gap(Gap::Place) if is_english => &mailbox.place_en,
                Part::Gap(Gap::Place) => &mailbox.place_da,
                Part::Gap(Gap::Unit) => unit,
            })
            .collect()
    }
}

impl Gap {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "mailbox" => Some(Self::Mailbox),
            "link" => Some(Self::Link),
            "phone" => Some(Self::Phone),
            "place" => Some(Self::Place),
            "unit" => Some(Self::Unit),
            _ => None,
        }
    }
}
