//! The list in words of one language.

use std::collections::BTreeMap;

use serde::Deserialize;

/// All of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// How far all this is to be believed.
    pub about: String,
    /// The states of a step.
    pub states: BTreeMap<String, String>,
    /// What the networks are called.
    pub networks: BTreeMap<String, String>,
    /// What stands above the parts of a paper.
    pub headings: Headings,
    pub(super) steps: BTreeMap<String, StepWords>,
    pub(super) permissions: BTreeMap<String, BTreeMap<String, PermissionWords>>,
    /// The text for the page that tells how data is deleted.
    pub deletion: Deletion,
    pub(super) scenes: BTreeMap<String, SceneWords>,
    /// The questions of an audit.
    pub audit: Vec<Answer>,
}

/// What stands above the parts of a paper.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each name says what it stands above")]
pub struct Headings {
    pub permissions: String,
    pub deletion: String,
    pub screencast: String,
    pub audit: String,
    pub why: String,
    pub r#where: String,
    pub scenes: String,
    pub only_for: String,
    pub shows: String,
    pub says: String,
    pub waits_for: String,
    pub builds_on: String,
    pub settled: String,
}

/// One step.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepWords {
    /// In one line.
    pub title: String,
    /// What is done, and how it is known to be done.
    pub what: String,
}

/// One permission.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermissionWords {
    /// Why it is needed.
    pub why: String,
    /// Where in the product it is used.
    pub r#where: String,
}

/// The page that tells how data is deleted.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deletion {
    /// Its text.
    pub text: String,
}

/// One scene of a recording.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SceneWords {
    /// What is shown.
    pub shows: String,
    /// What is said meanwhile.
    pub says: String,
}

/// One question of an audit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The question.
    pub question: String,
    /// Our answer.
    pub answer: String,
}

impl Words {
    /// A step's words.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&StepWords> {
        self.steps.get(id)
    }

    /// A permission's words.
    #[must_use]
    pub fn permission(&self, network: &str, scope: &str) -> Option<&PermissionWords> {
        self.permissions.get(network)?.get(scope)
    }

    /// A scene's words.
    #[must_use]
    pub fn scene(&self, id: &str) -> Option<&SceneWords> {
        self.scenes.get(id)
    }

    /// Every sentence in which a gap may stand, with its key.
    pub(super) fn sentences(&self) -> Vec<(String, &str)> {
        let mut all = vec![("deletion.text".to_owned(), self.deletion.text.as_str())];
        for (id, step) in &self.steps {
            all.push((format!("steps.{id}.title"), &step.title));
            all.push((format!("steps.{id}.what"), &step.what));
        }
        for (network, scopes) in &self.permissions {
            for (scope, words) in scopes {
                all.push((format!("permissions.{network}.{scope}.why"), &words.why));
                all.push((format!("permissions.{network}.{scope}.where"), &words.r#where));
            }
        }
        for (id, scene) in &self.scenes {
            all.push((format!("scenes.{id}.shows"), &scene.shows));
            all.push((format!("scenes.{id}.says"), &scene.says));
        }
        for (at, one) in self.audit.iter().enumerate() {
            all.push((format!("audit[{at}].question"), &one.question));
            all.push((format!("audit[{at}].answer"), &one.answer));
        }
        all
    }
}

/// Fills `{municipality}` and `{network}`. What fills a gap is not read for gaps again.
#[must_use]
pub fn fill(text: &str, municipality: &str, network: &str) -> String {
    let mut filled = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('{') {
        filled.push_str(words);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(if name == "municipality" { municipality } else { network });
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// The gaps of a text that nothing fills.
pub(super) fn unknown_gaps(text: &str) -> Vec<String> {
    let mut unknown = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            unknown.push("has a { without a }".to_owned());
            break;
        };
        if name != "municipality" && name != "network" {
            unknown.push(format!("{{{name}}} is no gap that we can fill"));
        }
        rest = after;
    }
    unknown
}
