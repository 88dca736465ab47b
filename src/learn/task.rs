//! The questions that are learnt: which rows answer each, and how strictly it is learnt.

use super::data::{Origin, Row};
use super::solver::Setting;

/// A question with yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Somebody is abused, threatened or degraded.
    Offensive,
    /// The writer asks for case handling.
    CaseRequest,
    /// Advertising, lures.
    Spam,
}

impl Task {
    /// All of them, in the order of the model file.
    pub const ALL: [Self; 3] = [Self::Offensive, Self::CaseRequest, Self::Spam];

    /// The name in the model file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Offensive => "offensive",
            Self::CaseRequest => "case_request",
            Self::Spam => "spam",
        }
    }

    /// The answer of a row, where it has one.
    #[must_use]
    pub fn answer(self, row: &Row) -> Option<bool> {
        match self {
            Self::Offensive => row.is_offensive,
            Self::CaseRequest => row.is_request,
            Self::Spam => row.is_spam,
        }
    }

    /// How much a row counts beside the others.
    pub(super) fn weight(self, row: &Row) -> f64 {
        match (self, row.origin) {
            (Self::Offensive, Origin::English) => 0.05,
            (Self::Offensive, Origin::Author(_)) => 0.7,
            // Real comments that ask for nothing keep the others from taking every "I" for a request.
            (Self::CaseRequest, Origin::Danish(_)) => 2.0,
            (Self::Offensive, Origin::Invented) | (_, Origin::English) => 0.2,
            (_, Origin::Invented) => 0.3,
            (_, Origin::Danish(_) | Origin::Author(_)) => 1.0,
        }
    }

    pub(super) fn setting(self) -> Setting {
        match self {
            Self::Offensive => Setting { cost: 0.3, positive: 1.0, blocks: [0.7, 1.0, 0.5, 0.0], bits: BITS },
            Self::CaseRequest => {
                Setting { cost: 1.0, positive: 2.0, blocks: [1.0, 1.0, 1.0, 0.0], bits: BITS }
            }
            Self::Spam => Setting { cost: 0.5, positive: 2.0, blocks: [1.0, 1.0, 1.0, 0.0], bits: BITS },
        }
    }
}

/// The table of the first model.
const BITS: u32 = 16;

/// How the areas are learnt; a smaller table is enough for some hundred topics, and the post counts as
/// much as the comment.
pub(super) const AREAS: Setting =
    Setting { cost: 0.3, positive: 3.0, blocks: [1.0, 1.0, 1.0, 1.2], bits: 15 };
