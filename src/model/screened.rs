//! A comment between intake and settling: what was seen before of it, and what was made of it.

use super::{Confidence, Finding, Incoming, InquiryId, Kept, KeptText, Place, Reading, Stamp, Text, Verdict};

/// The longest text that is kept, in graphemes; the detectors see all of it.
const MOST_TEXT: usize = 20_000;
/// The longest name that is kept, in graphemes.
const MOST_NAME: usize = 200;
/// The longest text that an outside model is given, in graphemes.
const MOST_FOR_MODEL: usize = 2000;

/// How a comment is known again without being kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// HMAC of account and remote id.
    pub mac: String,
    /// Our post above it, if there is one.
    pub post: Option<String>,
    /// Keyed hash of the network's edit marker, or of the words where it has none.
    pub marker: String,
    /// The inquiry it became; the row may be gone. `None` for our own words.
    pub inquiry: Option<InquiryId>,
    /// Our own words.
    pub is_ours: bool,
    /// When its deletion by us was read back.
    pub deleted_at: Option<Stamp>,
}

/// A comment that is new, or not as it was.
#[derive(Clone, Debug)]
pub struct Fresh {
    /// What the network delivered.
    pub incoming: Incoming,
    /// Its tombstone now.
    pub stone: Tombstone,
    /// Its tombstone before, where it was seen before.
    pub before: Option<Tombstone>,
}

/// A comment that was looked at.
#[derive(Clone, Debug)]
pub struct Screened {
    /// As it was delivered; consumed by settling.
    pub fresh: Fresh,
    /// What the detectors say.
    pub reading: Reading,
    /// What shall happen.
    pub verdict: Verdict,
    /// An outside model says that it should be seen sooner, of those that wait for a person.
    pub is_lifted: bool,
}

impl Screened {
    /// What may be kept: masked, clipped, and nothing that the policy does not allow.
    #[must_use]
    pub fn kept(&self) -> Kept {
        let incoming = &self.fresh.incoming;
        let findings = &self.reading.findings;
        let mask = |text: &Text, place, most| text.mask(findings, place, most);
        Kept {
            target: incoming.target.clone(),
            parent: incoming.parent.clone(),
            author_name: incoming.author_name.as_ref().map(|name| mask(name, Place::AuthorName, MOST_NAME)),
            handle: incoming.handle.as_ref().map(|handle| mask(handle, Place::Handle, MOST_NAME)),
            text: Some(mask(&incoming.text, Place::Text, MOST_TEXT)),
            link: incoming.link.clone(),
            findings: findings.clone(),
            labels: self.reading.labels.clone(),
            area: self.reading.area,
            areas: self.reading.areas.clone(),
            language: self.reading.language,
            images: incoming.images,
            fingerprint: String::new(),
        }
    }
}

impl Screened {
    /// What an outside model may see: the words without name and handle, clipped, and with every leak
    /// masked, also one that no rule is sure of.
    #[must_use]
    pub fn for_model(&self) -> KeptText {
        let sure = |found: &Finding| Finding { confidence: Confidence::High, ..found.clone() };
        let findings: Vec<Finding> = self.reading.findings.iter().map(sure).collect();
        self.fresh.incoming.text.mask(&findings, Place::Text, MOST_FOR_MODEL)
    }
}

impl Reading {
    /// It holds something that must not stand in public.
    #[must_use]
    pub fn leaks(&self) -> bool {
        self.findings.iter().any(|found| found.kind.is_leak() && found.confidence == Confidence::High)
    }
}
