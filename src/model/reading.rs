//! What the detectors make of one comment, all of them together.

use super::Finding;

/// The language of a comment, as far as we need to know it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Language {
    #[default]
    #[serde(rename = "da")]
    Danish,
    #[serde(rename = "en")]
    English,
    #[serde(rename = "no")]
    Norwegian,
    #[serde(rename = "sv")]
    Swedish,
    #[serde(rename = "de")]
    German,
    #[serde(rename = "other")]
    Other,
}

/// Scores in 0..=1. They rank the queue; none of them hides anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[expect(missing_docs, reason = "each name says what it is")]
pub struct Scores {
    pub offensive: f32,
    pub threat: f32,
    pub hate: f32,
    pub spam: f32,
    pub case_request: f32,
}

/// What the comment is, as a whole. The names are the contract of `ordstyrer scan`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Label {
    Offensive,
    Threat,
    Hate,
    Abuse,
    Profanity,
    Sexual,
    Incitement,
    Spam,
    SelfHarm,
    ChildConcern,
    CaseRequest,
    /// Longer than anything that is read: what comes after was not looked at and is not kept.
    Unread,
    /// In a language that the rules do not know.
    OtherLanguage,
    /// A picture and no words: text rules cannot see a photographed health card.
    PictureOnly,
}

/// The part of the municipality (or beyond it) that a case request belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Area {
    Borgerservice,
    ChildrenSchools,
    ElderlyHealth,
    SocialDisability,
    RoadsParkingWasteBuilding,
    JobsBenefits,
    CultureSports,
    EconomyDataPress,
    Newcomers,
    OtherAuthority,
    Unknown,
}

impl Area {
    /// The area of a name as our files write it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        use serde::Deserialize as _;
        use serde::de::IntoDeserializer as _;
        let name: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
        Self::deserialize(name).ok()
    }

    /// Its name as our files write it.
    #[must_use]
    pub fn name(self) -> String {
        let name = serde_json::to_value(self).ok();
        name.as_ref().and_then(serde_json::Value::as_str).map(ToOwned::to_owned).unwrap_or_default()
    }
}

/// An area that a comment may belong to.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Likely {
    /// The area.
    pub area: Area,
    /// How likely it is among all areas, 0..=1.
    pub score: f32,
}

/// Everything the detectors say about one comment. It is about the comment only: no score or
/// profile of a person exists anywhere.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Reading {
    /// Its language; short texts lean to Danish.
    pub language: Language,
    /// Scores in 0..=1.
    pub scores: Scores,
    /// What it is as a whole, sorted, each at most once.
    pub labels: Vec<Label>,
    /// What was found where, sorted by place and start; spans of one place do not overlap.
    pub findings: Vec<Finding>,
    /// The area of a case request; `None` where it is none.
    pub area: Option<Area>,
    /// Ids of the shadow rules that matched, sorted: rules on trial, which change nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shadows: Vec<String>,
    /// The areas it may belong to, the likeliest first, at most three; also for a comment that may
    /// just fail to be a request, so that a moderator finds them ready.
    #[serde(default)]
    pub areas: Vec<Likely>,
}
