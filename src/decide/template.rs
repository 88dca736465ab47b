//! Words with gaps. What fills a gap is never read for gaps again, so a name cannot smuggle one in, and a
//! gap that nothing fills keeps its form from being sent.

use super::Mailbox;
use crate::model::Language;

/// What a gap stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    Mailbox,
    Link,
    Phone,
    Place,
    Letter,
    Company,
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

    /// The words between the gaps.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Words(words) => Some(words.as_str()),
            Part::Gap(_) => None,
        })
    }

    /// The words with every gap filled, or the name of the first that nothing fills.
    pub(super) fn fill(
        &self,
        language: Language,
        mailbox: &Mailbox,
        unit: &str,
    ) -> Result<String, &'static str> {
        let is_english = language == Language::English;
        let mut words = String::new();
        for part in &self.0 {
            let gap = match part {
                Part::Words(said) => {
                    words.push_str(said);
                    continue;
                }
                Part::Gap(gap) => gap,
            };
            let filled = match gap {
                Gap::Mailbox if is_english => &mailbox.en,
                Gap::Mailbox => &mailbox.da,
                Gap::Link => &mailbox.link,
                Gap::Phone => &mailbox.phone,
                Gap::Place if is_english => &mailbox.place_en,
                Gap::Place => &mailbox.place_da,
                Gap::Letter => &mailbox.letter,
                Gap::Company => &mailbox.company_link,
                Gap::Unit => unit,
            };
            if filled.trim().is_empty() {
                return Err(gap.name());
            }
            words.push_str(filled);
        }
        Ok(words)
    }
}

impl Gap {
    const ALL: [Self; 7] =
        [Self::Mailbox, Self::Link, Self::Phone, Self::Place, Self::Letter, Self::Company, Self::Unit];

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gap| gap.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Mailbox => "mailbox",
            Self::Link => "link",
            Self::Phone => "phone",
            Self::Place => "place",
            Self::Letter => "letter",
            Self::Company => "company",
            Self::Unit => "unit",
        }
    }
}
