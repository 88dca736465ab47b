//! Every request of every adapter against its network's specification.

use std::path::Path;

use wiremock::Request;

use super::folder::{read, specs};
use super::graph::Nodes;
use super::lexicon::Lexicons;
use super::{Asked, discovery, openapi, repertoire};
use crate::platform::network::{Network, networks};

/// What holds a network's requests against what it publishes.
pub(super) type Validator = Box<dyn Fn(&dyn Network, &Request) -> Vec<String>>;

/// A network without one here is a network whose requests nobody has checked.
pub(super) fn validator(network: &str, specs: &Path) -> Validator {
    match network {
        "mastodon" => {
            let spec = read(&specs.join("mastodon/mastodon-openapi.schema.json"));
            Box::new(move |_, request| openapi::faults(&spec, request))
        }
        "youtube" => {
            let spec = read(&specs.join("youtube/youtube.v3.json"));
            Box::new(move |_, request| discovery::faults(&spec, request))
        }
        "bluesky" => {
            let lexicons = Lexicons::of(specs.join("bluesky/lexicons"));
            Box::new(move |_, request| lexicons.faults(request))
        }
        "facebook" | "instagram" => {
            let enums = specs.join("facebook/graph-specs/enum_types");
            let folders = [network, "facebook"].map(|name| specs.join(name).join("graph-specs"));
            let nodes = Nodes::of(folders, enums);
            let kinds = if network == "facebook" { FACEBOOK } else { INSTAGRAM };
            Box::new(move |network, request| nodes.faults(kind_of(kinds, network, request), request))
        }
        other => panic!("nothing is known that {other}'s requests could be held against"),
    }
}

/// What our page, a post and a comment are called.
const FACEBOOK: [&str; 3] = ["Page", "PagePost", "Comment"];
const INSTAGRAM: [&str; 3] = ["IGUser", "IGMedia", "IGComment"];

/// Of which kind the node is that a path names first.
fn kind_of(
    [page, post, comment]: [&'static str; 3],
    network: &dyn Network,
    request: &Request,
) -> &'static str {
    let mut segments = request.url.path_segments().into_iter().flatten();
    let (first, edge) = (segments.next().unwrap_or_default(), segments.next());
    let is_post = first == network.post().expose() || first.starts_with(&format!("{}_", network.page()));
    match first {
        // What a token was granted is a person's, whoever asks.
        "me" if edge == Some("permissions") => "User",
        "me" => page,
        first if first == network.page() => page,
        _ if is_post => post,
        _ => comment,
    }
}

#[tokio::test]
async fn every_request_is_one_that_the_network_publishes() {
    let Some(folder) = specs("") else { return };
    for network in networks() {
        let validator = validator(network.name(), &folder);
        let asked = repertoire(&*network).await;
        for Asked { call, request } in &asked {
            let faults = validator(&*network, request);
            let of = format!("{} {call}: {} {}", network.name(), request.method, request.url);
            assert!(faults.is_empty(), "{of}\n{}", faults.join("\n"));
        }
        println!("{}: {} requests fit the specification", network.name(), asked.len());
    }
}
