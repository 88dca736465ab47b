//! What becomes of an automatic hide that no person confirmed or lifted before our copy goes.

use serde::Deserialize;

use crate::model::Ground;

/// What the machine does at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AtTheEnd {
    /// It stays hidden on the network, as if a person had confirmed it.
    Confirm,
    /// It is shown again.
    Lift,
}

/// The table `[unconfirmed]` of the policy.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Unconfirmed {
    leak: AtTheEnd,
    other: AtTheEnd,
}

impl Unconfirmed {
    /// By the ground of the standing rule.
    pub(super) fn of(self, ground: Option<Ground>) -> AtTheEnd {
        if ground == Some(Ground::PersonalData) { self.leak } else { self.other }
    }

    /// As `check` says it.
    pub(super) fn sentence(self) -> String {
        let word = |end| match end {
            AtTheEnd::Confirm => "stays hidden",
            AtTheEnd::Lift => "is shown again",
        };
        let (leak, other) = (word(self.leak), word(self.other));
        format!("an automatic hide that nobody confirmed, at its end: a leak {leak}, anything else {other}")
    }
}
