//! A comment as held here: its state, and the words about a citizen that live only sealed.

use super::{Area, Finding, Label, Language, Likely, Link, RemoteId, Target};

/// Where an inquiry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// The machine saw no need for anybody.
    Left,
    /// Waits for a person.
    Queued,
    /// Hidden by the machine, waits for a person to confirm or lift it.
    Hidden,
    /// A person decided that it stays.
    Kept,
    /// A person decided that it goes.
    Removed,
    /// Pointed to a mailbox.
    Redirected,
    /// A colleague answered it in the network's own app.
    Answered,
    /// No longer there on the network: our copy goes too.
    Gone,
    /// Being destroyed: claimed by the retention run, no decision is taken any more.
    Going,
}

impl State {
    /// As the column holds it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Queued => "queued",
            Self::Hidden => "hidden",
            Self::Kept => "kept",
            Self::Removed => "removed",
            Self::Redirected => "redirected",
            Self::Answered => "answered",
            Self::Gone => "gone",
            Self::Going => "going",
        }
    }

    /// From a column; `None` for a word that this version does not know.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Left,
            Self::Queued,
            Self::Hidden,
            Self::Kept,
            Self::Removed,
            Self::Redirected,
            Self::Answered,
            Self::Gone,
            Self::Going,
        ]
        .into_iter()
        .find(|state| state.as_str() == word)
    }

    /// A person still has to decide.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Hidden)
    }
}

/// All that is held on a citizen, as it is sealed. The words are masked already.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct Kept {
    /// Where it stands on the network.
    pub target: Target,
    /// The comment it answers.
    pub parent: Option<RemoteId>,
    /// Name, handle and text, masked; see [`super::KeptText`].
    #[serde(with = "kept_text")]
    pub author_name: Option<super::KeptText>,
    /// The handle shown.
    #[serde(with = "kept_text")]
    pub handle: Option<super::KeptText>,
    /// The words, masked and clipped.
    #[serde(with = "kept_text")]
    pub text: Option<super::KeptText>,
    /// Where a moderator can see it on the network.
    pub link: Option<Link>,
    /// What the detectors found in it, spans into `text`.
    pub findings: Vec<Finding>,
    /// What it is as a whole.
    pub labels: Vec<Label>,
    /// The area of a case request.
    pub area: Option<Area>,
    /// The areas that it may belong to, the likeliest first; rows of before have none.
    #[serde(default)]
    pub areas: Vec<Likely>,
    /// Its language.
    pub language: Language,
    /// Pictures and films attached: counted, never fetched.
    pub images: u32,
    /// Keyed fingerprint of the unmasked words, under a key derived from the row's data key: an
    /// act compares it with what stands on the network now.
    pub fingerprint: String,
}

pub(super) mod kept_text {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::model::KeptText;

    #[expect(clippy::ref_option, reason = "serde passes the field by reference")]
    pub(in crate::model) fn serialize<S: Serializer>(
        text: &Option<KeptText>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        text.as_ref().map(KeptText::expose).serialize(out)
    }

    pub(in crate::model) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<KeptText>, D::Error> {
        Ok(Option::<String>::deserialize(from)?.map(KeptText::from_sealed))
    }
}
