//! What somebody must be told now, and how soon.

use std::time::Duration;

/// What an alarm is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AlarmKind {
    /// Somebody is threatened.
    Threat,
    /// Somebody may harm themselves.
    SelfHarm,
    /// Somebody worries about a child: a public employee has a widened duty to notify (barnets lov § 133).
    ChildConcern,
    /// An address that is protected stands there.
    ProtectedAddress,
    /// Our own words leak something.
    OwnLeak,
    /// A leak can be seen: it could not be hidden, or somebody else has shown it again.
    LeakVisible,
    /// An automatic hide, or a deed on a leak, that was due and that nobody took care of.
    Overdue,
    /// An automatic hide that nobody has confirmed or lifted in the first staffed hour.
    Unconfirmed,
    /// Only a person can go on with a task, and nobody has.
    Parked,
    /// A rule reached its cap, or people take back too much of what it does: the rest waits for them.
    Capped,
    /// A network counts more than it shows us.
    Gap,
    /// An account is silent against its own rhythm.
    Silence,
    /// Webhooks stopped.
    HooksStopped,
    /// A token is dead.
    TokenDead,
    /// A token ends soon.
    TokenEnds,
    /// The outside model does not answer.
    ModelLost,
    /// `ordstyrer alarm test`.
    Test,
}

impl AlarmKind {
    /// Every kind, the gravest first.
    pub const ALL: [Self; 17] = [
        Self::SelfHarm,
        Self::Threat,
        Self::ChildConcern,
        Self::ProtectedAddress,
        Self::OwnLeak,
        Self::LeakVisible,
        Self::Overdue,
        Self::Unconfirmed,
        Self::Parked,
        Self::Capped,
        Self::Gap,
        Self::Silence,
        Self::HooksStopped,
        Self::TokenDead,
        Self::TokenEnds,
        Self::ModelLost,
        Self::Test,
    ];

    /// As the column, the webhook and the keys of our words hold it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Threat => "threat",
            Self::SelfHarm => "self_harm",
            Self::ChildConcern => "child_concern",
            Self::ProtectedAddress => "protected_address",
            Self::OwnLeak => "we_leaked",
            Self::LeakVisible => "leak_visible",
            Self::Overdue => "overdue",
            Self::Unconfirmed => "unconfirmed",
            Self::Parked => "parked",
            Self::Capped => "capped",
            Self::Gap => "gap",
            Self::Silence => "silence",
            Self::HooksStopped => "hooks_stopped",
            Self::TokenDead => "token_dead",
            Self::TokenEnds => "token_ends",
            Self::ModelLost => "model_lost",
            Self::Test => "test",
        }
    }

    /// From a column; `None` for an unknown word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// It rings at any hour; the others wait until somebody is at work.
    #[must_use]
    pub fn rings_at_night(self) -> bool {
        match self {
            Self::Threat
            | Self::SelfHarm
            | Self::ChildConcern
            | Self::ProtectedAddress
            | Self::OwnLeak
            | Self::LeakVisible
            | Self::Overdue
            | Self::Test => true,
            Self::Unconfirmed
            | Self::Parked
            | Self::Capped
            | Self::Gap
            | Self::Silence
            | Self::HooksStopped
            | Self::TokenDead
            | Self::TokenEnds
            | Self::ModelLost => false,
        }
    }

    /// It opens a notification that is closed only with its reference.
    #[must_use]
    pub fn needs_reference(self) -> bool {
        self == Self::ChildConcern
    }

    /// How much staffed time it may take until somebody has it in hand, and how long at the latest,
    /// whoever is at work.
    #[must_use]
    pub fn in_hand_within(self) -> (Duration, Duration) {
        match self {
            Self::Threat | Self::SelfHarm | Self::ChildConcern | Self::ProtectedAddress => {
                (Duration::from_mins(30), Duration::from_hours(4))
            }
            Self::OwnLeak | Self::LeakVisible | Self::Overdue | Self::Unconfirmed => {
                (Duration::from_hours(1), Duration::from_hours(24))
            }
            // The next working day, however many days are closed.
            Self::Parked
            | Self::Capped
            | Self::Gap
            | Self::Silence
            | Self::HooksStopped
            | Self::TokenDead
            | Self::TokenEnds
            | Self::ModelLost
            | Self::Test => (Duration::from_hours(4), Duration::from_hours(24 * 7)),
        }
    }
}
