//! Whether list and words fit each other and the networks: a permission that is asked for and not
//! justified, or justified and not needed, costs weeks at a review.

use std::collections::BTreeSet;

use super::list::{List, Paper};
use super::words::{Words, unknown_gaps};
use crate::decide::Fault;
use crate::platform;
use crate::store::onboarding::State;

/// What is wrong with the list.
pub(super) fn of_list(list: &List) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut before = BTreeSet::new();
    for step in &list.steps {
        let key = format!("steps.{}", step.id);
        for needed in step.needs.iter().filter(|needed| !before.contains(needed.as_str())) {
            faults.push(Fault::new(&key, format!("needs `{needed}`, which does not stand before it")));
        }
        for network in step.networks.iter().filter(|network| !list.reviews.contains_key(*network)) {
            faults.push(Fault::new(&key, format!("`{network}` has no review")));
        }
        if !before.insert(step.id.as_str()) {
            faults.push(Fault::new(&key, "stands twice"));
        }
    }
    for network in platform::networks().iter().filter(|network| !list.reviews.contains_key(**network)) {
        faults.push(Fault::new("reviews", format!("says nothing of {network}")));
    }
    for network in list.reviews.keys() {
        faults.extend(of_permissions(list, network));
    }
    faults
}

/// What a token needs is asked for, each with a scene that shows it, and nothing that is refused.
fn of_permissions(list: &List, network: &str) -> Vec<Fault> {
    let key = format!("permissions of {network}");
    let (mut faults, mut asked) = (Vec::new(), BTreeSet::new());
    let review = list.reviews.get(network);
    let is_shown = review.is_some_and(|review| review.asks.contains(&Paper::Screencast));
    let Some(needs) = platform::needs(network) else {
        return vec![Fault::new(&key, "there is no network of this name")];
    };
    for permission in list.permissions.iter().filter(|permission| permission.network == network) {
        let scope = permission.scope.as_str();
        let mut says = |what: String| faults.push(Fault::new(&key, format!("`{scope}` {what}")));
        if !asked.insert(scope) {
            says("stands twice".to_owned());
        }
        if needs.refused.contains(&scope) {
            says("is refused by the check: no account may have it".to_owned());
        }
        let is_extra = permission.only_for.as_ref();
        if is_extra.is_none() && !needs.needed.contains(&scope) {
            says("is not needed".to_owned());
        }
        if is_extra.is_some_and(|step| !list.steps.iter().any(|one| &one.id == step)) {
            says("is only for a step that is not there".to_owned());
        }
        if is_shown && permission.scenes.is_empty() {
            says("is shown in no scene".to_owned());
        }
        let known = |scene: &&String| review.is_some_and(|review| review.scenes.contains(scene));
        for scene in permission.scenes.iter().filter(|scene| !known(scene)) {
            says(format!("is shown in `{scene}`, which this review has not"));
        }
    }
    for scope in needs.needed.iter().filter(|scope| !asked.contains(**scope)) {
        faults.push(Fault::new(&key, format!("`{scope}` is needed and not asked for")));
    }
    faults
}

/// What is wrong with the words for the list.
pub(super) fn of_words(list: &List, words: &Words) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut same = |key: &str, wanted: BTreeSet<String>, given: BTreeSet<String>| {
        faults.extend(wanted.difference(&given).map(|id| Fault::new(key, format!("`{id}` has no words"))));
        faults.extend(given.difference(&wanted).map(|id| Fault::new(key, format!("`{id}` is unknown"))));
    };
    let states = State::ALL.map(|state| state.as_str().to_owned());
    same("states", states.into(), words.states.keys().cloned().collect());
    let networks: BTreeSet<String> = list.reviews.keys().cloned().collect();
    same("networks", networks, words.networks.keys().cloned().collect());
    let steps = list.steps.iter().map(|step| step.id.clone());
    same("steps", steps.collect(), words.steps.keys().cloned().collect());
    let scenes = list.reviews.values().flat_map(|review| review.scenes.iter().cloned());
    same("scenes", scenes.collect(), words.scenes.keys().cloned().collect());
    let asked = list.permissions.iter().map(|one| format!("{} {}", one.network, one.scope));
    let given = words
        .permissions
        .iter()
        .flat_map(|(network, scopes)| scopes.keys().map(move |scope| format!("{network} {scope}")));
    same("permissions", asked.collect(), given.collect());
    let has_audit = list.reviews.values().any(|review| review.asks.contains(&Paper::Audit));
    if has_audit && words.audit.is_empty() {
        faults.push(Fault::new("audit", "has no question"));
    }
    for (key, text) in words.sentences() {
        if text.trim().is_empty() {
            faults.push(Fault::new(&key, "is empty"));
        }
        faults.extend(unknown_gaps(text).into_iter().map(|what| Fault::new(&key, what)));
    }
    faults
}
