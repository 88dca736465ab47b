//! Why a comment was flagged, and where it stands in the words: numbered reasons, numbered marks.

use super::flag::{self, Tone};
use super::untrusted::Untrusted;
use super::words::Words;
use crate::model::{Confidence, Finding, Kept, KeptText, Place};

/// The longest text that one page shows.
pub(super) const MOST: usize = 20_000;
/// The longest name or handle.
pub(super) const MOST_NAME: usize = 80;

/// One reason.
pub(super) struct Reason {
    /// The number beside its marks; 0 for one that is about the comment as a whole.
    pub(super) number: usize,
    pub(super) tone: Tone,
    /// `CPR-nummer`.
    pub(super) name: String,
    /// The sentence that says why, where the rule has one.
    pub(super) sentence: Option<&'static str>,
    /// `sikkerhed høj`, for a finding.
    pub(super) confidence: Option<String>,
    /// `i navnet`, unless it is the text.
    pub(super) place: Option<String>,
}

/// A run of words, marked or not.
pub(super) struct Run {
    pub(super) words: Untrusted,
    pub(super) mark: Option<Mark>,
}

/// A mark on a run.
pub(super) struct Mark {
    pub(super) number: usize,
    pub(super) tone: Tone,
    /// What is read aloud where the letters are dots.
    pub(super) hidden: Option<String>,
}

/// Words and reasons, ready for the page.
pub(super) struct Marked {
    pub(super) runs: Vec<Run>,
    pub(super) is_cut: bool,
    pub(super) reasons: Vec<Reason>,
}

/// Marks the findings in the words and lists the reasons. `sentences` knows the sentence of a
/// reason id in Danish (`true`) or English.
pub(super) fn mark(kept: &Kept, words: Words, sentences: fn(&str, bool) -> Option<&'static str>) -> Marked {
    let mut reasons: Vec<Reason> = Vec::new();
    let mut known: Vec<(&Finding, usize)> = Vec::new();
    let mut spans = Vec::new();
    for finding in &kept.findings {
        let same = |(other, _): &&(&Finding, usize)| {
            (other.kind, &other.reason, other.place, other.confidence)
                == (finding.kind, &finding.reason, finding.place, finding.confidence)
        };
        let number = if let Some((_, number)) = known.iter().find(same) {
            *number
        } else {
            reasons.push(reason(finding, reasons.len() + 1, words, sentences));
            known.push((finding, reasons.len()));
            reasons.len()
        };
        if finding.place == Place::Text {
            spans.push((finding, number));
        }
    }
    reasons.extend(kept.labels.iter().map(|label| Reason {
        number: 0,
        tone: Tone::of_label(*label),
        name: words.say(flag::of_label(*label)),
        sentence: None,
        confidence: None,
        place: None,
    }));
    let text = kept.text.as_ref().map_or("", KeptText::expose);
    let (runs, is_cut) = runs(text, spans, words);
    Marked { runs, is_cut, reasons }
}

/// The one reason that a row of the queue shows: a leak before a danger before anything else.
pub(super) fn foremost(kept: &Kept, words: Words) -> (Tone, String) {
    let findings =
        kept.findings.iter().map(|finding| (Tone::of_finding(finding), flag::of_kind(finding.kind)));
    let labels = kept.labels.iter().map(|label| (Tone::of_label(*label), flag::of_label(*label)));
    findings
        .chain(labels)
        .min_by_key(|(tone, _)| *tone)
        .map_or_else(|| (Tone::Plain, words.say("reason-to-review")), |(tone, key)| (tone, words.say(key)))
}

fn reason(
    finding: &Finding,
    number: usize,
    words: Words,
    sentences: fn(&str, bool) -> Option<&'static str>,
) -> Reason {
    Reason {
        number,
        tone: Tone::of_finding(finding),
        name: words.say(flag::of_kind(finding.kind)),
        sentence: sentences(&finding.reason, words.is_danish()),
        confidence: Some(words.say(match finding.confidence {
            Confidence::High => "confidence-high",
            Confidence::Medium => "confidence-medium",
            Confidence::Low => "confidence-low",
        })),
        place: match finding.place {
            Place::Text => None,
            Place::AuthorName => Some(words.say("place-name")),
            Place::Handle => Some(words.say("place-handle")),
        },
    }
}

/// Cuts the text at the spans. A span that overlaps one before it, or lies beyond what was kept,
/// gives way: a wrong mark is worse than none.
fn runs(text: &str, mut spans: Vec<(&Finding, usize)>, words: Words) -> (Vec<Run>, bool) {
    spans.sort_by_key(|(finding, _)| finding.span);
    let letters: Vec<char> = text.chars().collect();
    let mut runs = Vec::new();
    let mut at = 0;
    let mut left = MOST;
    let mut is_cut = false;
    let mut push = |from: usize, to: usize, mark: Option<Mark>| {
        let part: String = letters.get(from..to).unwrap_or_default().iter().collect();
        if part.is_empty() || is_cut {
            return;
        }
        let shown = Untrusted::lines(&part, left);
        left = left.saturating_sub(shown.width());
        is_cut |= shown.is_cut;
        runs.push(Run { words: shown, mark });
    };
    for (finding, number) in spans {
        let (start, end) = (finding.span.start, finding.span.end.min(letters.len()));
        if start < at || start >= end {
            continue;
        }
        push(at, start, None);
        let hidden =
            finding.is_masked().then(|| words.about("masked", words.say(flag::of_kind(finding.kind))));
        push(start, end, Some(Mark { number, tone: Tone::of_finding(finding), hidden }));
        at = end;
    }
    push(at, letters.len(), None);
    (runs, is_cut)
}
