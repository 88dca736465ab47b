//! A token that opens private messages is refused, whatever the network calls that.

use ordstyrer::platform::needs;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer};

use super::CANARY;
use crate::cli::run;
use crate::config::Home;
use crate::platform::meta::error;
use crate::platform::network::{Network, networks};

/// An installation with one account on a served network, and a token for it.
fn home(network: &dyn Network, server: &MockServer) -> Home {
    home_with(network, server, "")
}

/// The same, with more lines for the account.
fn home_with(network: &dyn Network, server: &MockServer, more: &str) -> Home {
    let (name, page, url) = (network.name(), network.page(), server.uri());
    let options = network.options(&url);
    let options: Vec<_> =
        options.iter().map(|(key, value)| format!("{key} = {:?}", value.as_str().unwrap())).collect();
    let options = options.join(", ");
    let home = Home::new(&format!(
        "trial = true\n[log]\nlevel = \"error\"\n\n[[organisations]]\nid = \"by\"\nname = \"By\"\nunit = \"By\"\n\
         language = \"da\"\n\n[[organisations.accounts]]\nname = \"by-{name}\"\nnetwork = \"{name}\"\n\
         base_url = \"{url}\"\npage = \"{page}\"\noptions = {{ {options} }}\n{more}"
    ));
    let secrets = ordstyrer::platform::secrets(name).unwrap().iter().filter(|secret| secret.is_needed);
    let lines: Vec<_> = secrets.map(|secret| format!("{} = \"{CANARY}\"", secret.name)).collect();
    home.write("secrets.toml", &lines.join("\n"), 0o600);
    assert_eq!(run(&home.path("."), &["keys", "create"]).code, Some(0));
    home
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_opens_private_messages_is_refused_on_every_network_and_not_stored() {
    for network in networks() {
        let account = format!("by-{}", network.name());
        let needs = needs(network.name()).unwrap();
        for refused in needs.refused {
            // A server that ends must wait for a lock, which a task that never waited may not have.
            tokio::task::yield_now().await;
            let server = MockServer::start().await;
            let scopes = [needs.needed, &[refused]].concat();
            network.serve_check(&server, &scopes).await;
            let home = home(&*network, &server);
            let ended = run(&home.path("."), &["account", "add", &account, "--secrets", "secrets.toml"]);
            ended.complains("nothing was stored");
            assert!(!ended.err.contains(CANARY), "{ended:?}");
            let listed = run(&home.path("."), &["account", "list"]);
            assert!(listed.out.contains("; no token; "), "{refused}: {}", listed.out);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_permission_that_is_missing_or_of_no_use_is_named_and_the_token_is_stored() {
    for network in networks() {
        let account = format!("by-{}", network.name());
        let needs = needs(network.name()).unwrap();
        let needed = needs.with(&toml::Table::new());
        let (missing, rest) = needed.split_last().unwrap();
        // What is none of its own YouTube refuses altogether.
        let more = if network.name() == "youtube" {
            "https://www.googleapis.com/auth/youtube.readonly"
        } else {
            "something:else"
        };
        let server = MockServer::start().await;
        network.serve_check(&server, &[rest, &[more]].concat()).await;
        let home = home(&*network, &server);
        let ended = run(&home.path("."), &["account", "add", &account, "--secrets", "secrets.toml"]);
        assert_eq!(ended.code, Some(0), "{account}: {ended:?}");
        assert!(
            ended.err.contains(&format!("the permission `{missing}` is missing")),
            "{account}: {ended:?}"
        );
        assert!(ended.out.contains(&format!("more than is needed: {more}")), "{account}: {ended:?}");
        assert!(ended.out.contains("stored as version 1"), "{account}: {ended:?}");

        let server = MockServer::start().await;
        network.serve_check(&server, &needed).await;
        let home = self::home(&*network, &server);
        let ended = run(&home.path("."), &["account", "add", &account, "--secrets", "secrets.toml"]);
        assert!(ended.out.contains("every permission that is needed is there"), "{account}: {ended:?}");
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{account}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_does_not_act_while_nobody_says_what_its_token_may_do() {
    for network in networks().iter().filter(|network| ["facebook", "instagram"].contains(&network.name())) {
        let server = MockServer::start().await;
        for silent in ["/debug_token", "/me/permissions"] {
            Mock::given(path(silent)).respond_with(error(100, None)).with_priority(1).mount(&server).await;
        }
        network.serve_check(&server, &[]).await;
        let account = format!("by-{}", network.name());
        let needed = platform_needs(network.name());
        let home = home(&**network, &server);
        let add = ["account", "add", &account, "--secrets", "secrets.toml"];
        assert_eq!(run(&home.path("."), &add).code, Some(0), "to observe it is enough");
        let refused = run(&home.path("."), &["account", "act", &account]);
        refused.complains("does not act: nobody says what its token may do");
        assert!(run(&home.path("."), &["account", "list"]).out.contains("observes"));

        let scopes = format!("scopes = {needed:?}\n");
        let home = home_with(&**network, &server, &scopes);
        assert_eq!(run(&home.path("."), &add).code, Some(0));
        let acts = run(&home.path("."), &["account", "act", &account]);
        assert_eq!((acts.code, acts.out.contains("acts now")), (Some(0), true), "{acts:?}");
        // The configuration vouches no more, and the account acts: no token without a word for it.
        home.write("ordstyrer.toml", &home.read("ordstyrer.toml").replace(&scopes, ""), 0o644);
        let rotate = ["account", "rotate", &account, "--secrets", "secrets.toml"];
        run(&home.path("."), &rotate).complains("nobody says what its token may do");
    }
}

fn platform_needs(network: &str) -> Vec<&'static str> {
    needs(network).unwrap().with(&toml::Table::new())
}
