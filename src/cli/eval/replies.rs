//! The reply that would be sent to each labelled comment: to which mailbox, in which words, and whether
//! anything of the comment stands in it. It must not: 0 leaks is the aim.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use serde_json::json;

use super::rows::{self, Row};
use super::seen::Seen;
use super::sheet::{Figure, Sheet};
use crate::config::Config;
use crate::decide::lint::{Citizen, Draft, Refusal};
use crate::decide::{Asked, Form, Ranking};
use crate::detect::Detectors;
use crate::learn::metrics::Rate;
use crate::model::{AccountName, Area, Label, Language, LengthUnit, OrganisationId, ReplyLimit, Stamp};
use crate::screen::Outgoing;

/// The limits that the networks have, the roomiest first: what is printed is the first one's.
const NETWORKS: [(&str, ReplyLimit); 5] = [
    ("facebook", ReplyLimit { most: 8000, unit: LengthUnit::Utf16, most_bytes: None }),
    ("youtube", ReplyLimit { most: 10_000, unit: LengthUnit::Utf16, most_bytes: None }),
    (
        "mastodon",
        ReplyLimit { most: 400, unit: LengthUnit::GraphemesWithLinks { a_link: 23 }, most_bytes: None },
    ),
    ("instagram", ReplyLimit { most: 300, unit: LengthUnit::Utf16, most_bytes: None }),
    ("bluesky", ReplyLimit { most: 300, unit: LengthUnit::Graphemes, most_bytes: Some(3000) }),
];

/// What is read with what.
pub struct Tools<'a> {
    /// Policy, mailboxes and replies.
    pub config: &'a Config,
    /// What reads the comments.
    pub detectors: &'a Detectors,
    /// What reads the replies.
    pub outgoing: &'a Outgoing,
    /// The moment against which birth dates are plausible.
    pub now: Stamp,
}

#[derive(Default)]
struct Counts {
    /// Replies in which something of the comment or a person stands.
    leaks: BTreeMap<&'static str, Rate>,
    /// Replies that the lint refuses.
    refused: BTreeMap<&'static str, Rate>,
    /// Comments to which no form fits.
    unfit: BTreeMap<&'static str, Rate>,
    /// Of requests with a labelled topic: the proposal is its mailbox; it is the single entry; it is among
    /// the first three.
    right: Rate,
    common: Rate,
    wrong: Rate,
    among: Rate,
}

/// Reads labelled files and prints, for each row, the reply in its longest form, and the figures of all
/// networks.
///
/// # Errors
/// A file that cannot be read, or a line that is no labelled row.
pub fn measure(
    files: &[PathBuf],
    tools: &Tools<'_>,
    is_quiet: bool,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let mut counts = Counts::default();
    for path in files {
        rows::each(path, |row| {
            let seen = Seen::new("", &row, tools.detectors, &tools.config.policy, tools.now);
            let (organisation, account) = (OrganisationId::from_text(""), AccountName::from_text(""));
            let asked = Asked {
                organisation: &organisation,
                account: &account,
                areas: &seen.reading.areas,
                area: seen.reading.area,
                words: &row.text,
                language: seen.reading.language,
            };
            let ranking = tools.config.mailboxes.rank(&asked, tools.now);
            if let Some(topic) = row.topic.filter(|_| seen.says(Label::CaseRequest)) {
                counts.route(tools, topic, &ranking);
            }
            let line = counts.reply(tools, &row, seen.reading.language, &ranking);
            if !is_quiet {
                writeln!(out, "{line}")?;
            }
            Ok(())
        })?;
    }
    counts.print(out)
}

impl Counts {
    fn route(&mut self, tools: &Tools<'_>, topic: Area, ranking: &Ranking<'_>) {
        let takes = |mailbox: &crate::decide::Mailbox| mailbox.areas.contains(&topic);
        let first = ranking.proposal().map(|first| first.mailbox);
        // An authority that is named is better than the common entry of all of them.
        let is_right = first.is_some_and(|first| {
            takes(first) || (topic == Area::OtherAuthority && first.owner == crate::decide::Owner::Authority)
        });
        let common = tools.config.mailboxes.fallback(&OrganisationId::from_text(""));
        let is_common = !is_right && first.is_some_and(|first| first.id == common.id);
        self.right.add(is_right);
        self.common.add(is_common);
        self.wrong.add(!is_right && !is_common);
        self.among.add(is_right || ranking.first.iter().any(|one| takes(one.mailbox)));
    }

    fn reply(
        &mut self,
        tools: &Tools<'_>,
        row: &Row,
        language: Language,
        ranking: &Ranking<'_>,
    ) -> serde_json::Value {
        let mut longest = None;
        let Some(first) = ranking.proposal() else { return json!({"id": row.id}) };
        let language = if language == Language::English { Language::English } else { Language::Danish };
        for (network, limit) in NETWORKS {
            let said = tools.config.replies.redirect(language, first.mailbox, "Kommunen", limit).ok();
            self.unfit.entry(network).or_default().add(said.is_none());
            let Some(said) = said else { continue };
            let names = first.mailbox.names();
            let ours: Vec<&str> = names.into_iter().chain(["Kommunen"]).collect();
            let draft = Draft {
                words: &said,
                language,
                purpose: Form::to(first.mailbox).purpose(),
                to: Citizen { words: Some(&row.text), ..Citizen::default() },
                ours: &ours,
            };
            let refusals = tools.outgoing.look(&draft, tools.now);
            self.refused.entry(network).or_default().add(refusals.iter().any(|refusal| refusal.blocks));
            self.leaks.entry(network).or_default().add(leaks(row, &said, &refusals));
            longest = longest.or(Some(said));
        }
        json!({"id": row.id, "mailbox": first.mailbox.id, "is_sure": ranking.is_sure, "reply": longest})
    }

    fn print(&self, out: &mut impl Write) -> anyhow::Result<()> {
        let mut sheet = Sheet::new("replies that would be sent");
        for (network, leaks) in &self.leaks {
            let of = |rates: &BTreeMap<&'static str, Rate>| rates.get(network).copied().unwrap_or_default();
            sheet.row(
                *network,
                [
                    ("leak", Figure::Rate(*leaks)),
                    ("refused", Figure::Rate(of(&self.refused))),
                    ("no form fits", Figure::Rate(of(&self.unfit))),
                ],
            );
        }
        sheet.print(out)?;
        if self.right != Rate::default() {
            let mut routes = Sheet::new("mailbox of requests with a labelled topic");
            let rates = [
                ("right", self.right),
                ("common entry", self.common),
                ("wrong", self.wrong),
                ("right among three", self.among),
            ];
            routes.row("proposal", rates.map(|(name, rate)| (name, Figure::Rate(rate))));
            routes.print(out)?;
        }
        Ok(())
    }
}

/// Something of the comment stands in the reply: a labelled place of it, or what detectors and lint find.
fn leaks(row: &Row, said: &str, refusals: &[Refusal]) -> bool {
    let holds = |start: usize, end: usize| {
        let quote: String = row.text.chars().skip(start).take(end.saturating_sub(start)).collect();
        // "33" of a number is no quote, and a form holds "Digital Post" of itself.
        quote.trim().chars().count() > 3 && said.contains(quote.trim())
    };
    row.spans.iter().any(|span| holds(span.start, span.end))
        || refusals.iter().any(|refusal| matches!(refusal.group.as_str(), "personal" | "repeats" | "name"))
}
