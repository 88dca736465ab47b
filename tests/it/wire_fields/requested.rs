//! What the adapters really ask for, read off their requests.

use std::collections::BTreeSet;

use super::declared::Declared;
use crate::platform::network::networks;
use crate::specs::{Field, google, meta, repertoire};

/// What is asked for stands under this.
pub(super) const REQUESTED: &str = "requested";
/// Parameters whose value chooses what comes back.
const CHOOSES: [&str; 5] = ["part", "types[]", "reasons", "filter", "moderationStatus"];

/// Every field and parameter of every request of every adapter.
pub(super) async fn all() -> Vec<Declared> {
    let mut found = BTreeSet::new();
    for network in networks() {
        for asked in repertoire(&*network).await {
            for (key, value) in asked.request.url.query_pairs() {
                found.extend(
                    named(network.name(), &key, &value).into_iter().map(|name| (network.name(), name)),
                );
            }
        }
    }
    let declared = |(network, field): (&str, String)| Declared {
        network: network.to_owned(),
        structure: REQUESTED.to_owned(),
        field,
        is_whole: false,
        is_plain: true,
    };
    found.into_iter().map(declared).collect()
}

fn named(network: &str, key: &str, value: &str) -> Vec<String> {
    match key {
        "fields" => {
            let fields = if network == "youtube" { google(value) } else { meta(value) };
            Field::paths(&fields.unwrap_or_else(|fault| panic!("{network}: {fault}")))
        }
        key if CHOOSES.contains(&key) => value.split(',').map(|one| format!("?{key}={one}")).collect(),
        key => vec![format!("?{key}")],
    }
}
