//! Names for the pseudonyms of the audit trail, on the moderators' own pages only.

use super::words::Words;
use crate::store::moderator::Moderator;

/// The name behind `by`: a moderator's, the machine, or somebody with a shell.
pub(super) fn name(words: Words, people: &[Moderator], by: &str) -> String {
    match by {
        "machine" => words.say("by-machine"),
        "operator" => words.say("by-operator"),
        id => people
            .iter()
            .find(|person| person.id.as_str() == id)
            .map_or_else(|| words.say("by-somebody"), |person| person.name.clone()),
    }
}
