//! Detect, decide, mask: from a fresh comment to what may be kept of it and what shall happen.
//! Pure: it reads nothing, writes nothing and asks nobody.

mod outgoing;

use std::sync::Arc;

use crate::decide::{Circumstances, Policy};
use crate::detect::{Comment, Detectors};
use crate::model::{Fresh, Label, Post, Screened, Stamp, Text};

pub use outgoing::Outgoing;

/// Detectors and policy together.
pub struct Screen {
    detectors: Detectors,
    policy: Arc<Policy>,
    cpr_today: Option<Stamp>,
}

impl std::fmt::Debug for Screen {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Screen")
    }
}

impl Screen {
    /// `cpr_today` moves the moment against which birth dates are plausible: demo and tests only.
    #[must_use]
    pub fn new(detectors: Detectors, policy: Arc<Policy>, cpr_today: Option<Stamp>) -> Self {
        Self { detectors, policy, cpr_today }
    }

    /// The policy it decides by.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Looks at a comment; `post` is the beginning of the municipality's own post above it, where it is
    /// at hand: what is asked under it is mostly about it.
    #[must_use]
    pub fn look(&self, fresh: Fresh, post: Option<&Text>, at: Circumstances, now: Stamp) -> Screened {
        let incoming = &fresh.incoming;
        let comment = Comment {
            text: &incoming.text,
            author_name: incoming.author_name.as_ref(),
            handle: incoming.handle.as_ref(),
            post,
        };
        let mut reading = self.detectors.read(&comment, self.cpr_today.unwrap_or(now));
        if incoming.images > 0 && incoming.text.is_empty() {
            reading.labels.push(Label::PictureOnly);
            reading.labels.sort_unstable();
        }
        let verdict = self.policy.decide(&reading, at, now);
        Screened { fresh, reading, verdict, is_lifted: false }
    }

    /// True when a post of our own holds something that must not stand in public.
    #[must_use]
    pub fn post_leaks(&self, post: &Post, now: Stamp) -> bool {
        let comment = Comment { text: &post.text, author_name: None, handle: None, post: None };
        self.detectors.read(&comment, self.cpr_today.unwrap_or(now)).leaks()
    }
}
