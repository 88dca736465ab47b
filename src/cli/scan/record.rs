//! What `scan` says of one comment. The shape is a contract with whoever reads it.

use std::io::Write;

use serde::Serialize;
use serde_json::Value;

use super::comment::Comment;
use crate::config::Config;
use crate::decide::{Asked, Proposal};
use crate::detect::{self, Detectors};
use crate::model::{
    AccountName, Area, Confidence, Finding, Kind, Label, Language, Likely, OrganisationId, Outcome, Place,
    Reading, Scores, Stamp,
};

/// Detectors, policy and mailboxes together.
pub(super) struct Screener<'a> {
    pub(super) detectors: Detectors,
    pub(super) config: &'a Config,
    pub(super) now: Stamp,
}

#[derive(Serialize)]
struct Record<'a> {
    id: &'a Value,
    language: Language,
    scores: Scores,
    labels: &'a [Label],
    findings: Vec<Found<'a>>,
    decision: Decision<'a>,
    area: Option<Area>,
    areas: &'a [Likely],
    mailbox: Option<&'a str>,
}

#[derive(Serialize)]
struct Found<'a> {
    kind: Kind,
    start: usize,
    end: usize,
    confidence: Confidence,
    rule: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Decision<'a> {
    outcome: Outcome,
    automatic: bool,
    rule: &'a str,
}

impl Screener<'_> {
    /// Screens a comment and writes its line.
    pub(super) fn write(&self, comment: &Comment, out: &mut impl Write) -> anyhow::Result<()> {
        let given = detect::Comment {
            text: &comment.text,
            author_name: comment.author.as_ref(),
            handle: None,
            post: comment.post.as_ref(),
        };
        let reading = self.detectors.read(&given, self.now);
        let proposal = self.config.policy.propose(&reading);
        let record = Record {
            id: &comment.id,
            language: reading.language,
            scores: reading.scores,
            labels: &reading.labels,
            findings: findings(&reading),
            decision: Decision {
                outcome: proposal.outcome,
                automatic: proposal.is_automatic,
                rule: proposal.rule,
            },
            area: reading.area,
            areas: &reading.areas,
            mailbox: self.mailbox(comment, &reading, &proposal),
        };
        serde_json::to_writer(&mut *out, &record)?;
        Ok(out.write_all(b"\n")?)
    }

    fn mailbox(&self, comment: &Comment, reading: &Reading, proposal: &Proposal<'_>) -> Option<&str> {
        if reading.area.is_none() && proposal.outcome != Outcome::Redirect {
            return None;
        }
        // A file says neither whom it was written to nor where.
        let (organisation, account) = (OrganisationId::from_text(""), AccountName::from_text(""));
        let asked = Asked {
            organisation: &organisation,
            account: &account,
            areas: &reading.areas,
            area: reading.area,
            words: comment.text.expose(),
            language: reading.language,
        };
        let ranking = self.config.mailboxes.rank(&asked, self.now);
        ranking.proposal().map(|first| first.mailbox.id.as_str())
    }
}

fn findings(reading: &Reading) -> Vec<Found<'_>> {
    let is_danish = reading.language != Language::English;
    let in_text = reading.findings.iter().filter(|finding| finding.place == Place::Text);
    let found = |finding: &'_ Finding| -> &'static str {
        detect::sentence(&finding.reason, is_danish).unwrap_or_default()
    };
    in_text
        .map(|finding| Found {
            kind: finding.kind,
            start: finding.span.start,
            end: finding.span.end,
            confidence: finding.confidence,
            rule: &finding.rule,
            reason: found(finding),
        })
        .collect()
}
