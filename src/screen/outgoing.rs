//! What we say ourselves: detectors and lint together, in front of the outbox. Nothing of ours leaves
//! that was not looked at here: a reply in the outbox is made of [`Passed`] words and of nothing else.

use std::sync::Arc;

use crate::decide::lint::{Draft, Lint, Refusal};
use crate::detect::{Comment, Detectors};
use crate::model::{Finding, Passed, Stamp, Text};

/// The last look at our own words.
#[derive(Clone)]
pub struct Outgoing {
    detectors: Arc<Detectors>,
    lint: Arc<Lint>,
    cpr_today: Option<Stamp>,
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Outgoing")
    }
}

impl Outgoing {
    /// `cpr_today` as for [`Screen`](super::Screen).
    #[must_use]
    pub fn new(detectors: Arc<Detectors>, lint: Arc<Lint>, cpr_today: Option<Stamp>) -> Self {
        Self { detectors, lint, cpr_today }
    }

    /// Everything that speaks against a draft, what blocks first.
    #[must_use]
    pub fn look(&self, draft: &Draft<'_>, now: Stamp) -> Vec<Refusal> {
        self.lint.look(draft, &self.findings(draft, now))
    }

    /// The draft as words that may be sent, with the hints on them.
    ///
    /// # Errors
    /// Every refusal, when one of them blocks.
    pub fn pass(&self, draft: &Draft<'_>, now: Stamp) -> Result<(Passed, Vec<Refusal>), Vec<Refusal>> {
        self.lint.pass(draft, &self.findings(draft, now))
    }

    fn findings(&self, draft: &Draft<'_>, now: Stamp) -> Vec<Finding> {
        let words = Text::new(draft.words);
        let comment = Comment { text: &words, author_name: None, handle: None, post: None };
        self.detectors.read(&comment, self.cpr_today.unwrap_or(now)).findings
    }
}
