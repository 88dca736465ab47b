//! The hook's configuration: off without a secret, strict with one, and readable alone.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use ordstyrer::config::{Config, Error, Hook, Outpost};
use ordstyrer::hook::Network;
use secrecy::ExposeSecret;

use crate::config::{Home, TOWN};

/// The town with these settings of the hook, and three secrets beside it.
fn home(hook: &str) -> Home {
    let home = Home::new(&format!("{hook}\n{TOWN}"));
    for name in ["one", "two", "three"] {
        home.write(name, &format!("hemmelighed-{name}"), 0o600);
    }
    home
}

fn load(hook: &str) -> Result<Option<Hook>, Error> {
    let home = home(hook);
    Config::load(Some(&home.path("ordstyrer.toml")), std::iter::empty()).map(|config| config.hook)
}

fn refused(hook: &str) -> String {
    load(hook).unwrap_err().to_string()
}

#[test]
fn without_a_secret_there_is_no_hook() {
    assert!(load("").unwrap().is_none());
    assert!(load("[hook]\nlisten = \"127.0.0.1:9\"\n").unwrap().is_none());
}

#[test]
fn a_network_with_a_secret_is_heard_for_its_own_pages() {
    let hook = load(
        "[hook.facebook]\napp_secrets = [\"file:one\", \"file:two\"]\nverify_tokens = [\"file:three\"]\n",
    )
    .unwrap()
    .unwrap();
    assert!(hook.listen.ip().is_loopback(), "a proxy stands before it");
    let settings = hook.settings;
    assert_eq!((settings.most_bytes, settings.deadline), (1 << 20, Duration::from_secs(10)));
    let [channel] = settings.channels.as_slice() else { panic!("one network") };
    let secrets: Vec<_> = channel.app_secrets.iter().map(ExposeSecret::expose_secret).collect();
    assert_eq!((channel.network, secrets), (Network::Facebook, vec!["hemmelighed-one", "hemmelighed-two"]));
    let [page] = settings.pages.as_slice() else { panic!("one page") };
    let names = (page.organisation.as_str(), page.account.as_str(), page.id.as_str());
    assert_eq!(names, ("by", "by-facebook", "1234567890"));
}

#[test]
fn a_hooks_secret_is_never_printed() {
    let hook =
        load("[hook.facebook]\napp_secrets = [\"file:one\"]\nverify_tokens = [\"file:two\"]\n").unwrap();
    assert!(!format!("{hook:?}").contains("hemmelighed"));
}

#[test]
fn what_would_break_a_promise_is_refused_with_its_name() {
    let both = "app_secrets = [\"file:one\"]\nverify_tokens = [\"file:two\"]";
    for (hook, says) in [
        ("[hook]\nmost_bytes = 9999999\n", "hook.most_bytes is 9999999"),
        ("[hook]\ndeadline_seconds = 0\n", "hook.deadline_seconds is 0"),
        ("[hook]\noldest_hours = 145\n", "hook.oldest_hours is 145"),
        ("[hook]\nat_once = 0\n", "hook.at_once is 0"),
        ("[hook]\nqueue = 0\n", "hook.queue is 0"),
        ("[hook]\nlisten = \"here\"\n", "hook.listen is an address and a port"),
        ("[hook]\nsecret = \"x\"\n", "unknown field"),
        ("[hook.mastodon]\napp_secrets = []\n", "unknown field"),
        ("[hook.facebook]\napp_secrets = [\"file:one\"]\n", "hook.facebook.verify_tokens is empty"),
        ("[hook.instagram]\nverify_tokens = [\"file:one\"]\n", "hook.instagram.verify_tokens stands without"),
        (
            "[hook.facebook]\napp_secrets = [\"file:one\", \"file:two\", \"file:three\"]\nverify_tokens = [\"file:two\"]\n",
            "hook.facebook.app_secrets: more than two",
        ),
        (
            "[hook.facebook]\napp_secrets = [\"hemmelighed-one\"]\nverify_tokens = [\"file:two\"]\n",
            "neither file:PATH",
        ),
        (
            "[hook.facebook]\napp_secrets = [\"file:four\"]\nverify_tokens = [\"file:two\"]\n",
            "cannot be read",
        ),
        ("[store]\nhook_password = \"file:one\"\n", "store.hook_password stands without store.hook"),
    ] {
        // Alone the database's address is read too, so it is checked there.
        let said = if hook.starts_with("[store]") {
            let home = home(&format!("{hook}[hook.facebook]\n{both}\n"));
            Outpost::load(Some(&home.path("ordstyrer.toml")), std::iter::empty()).unwrap_err().to_string()
        } else {
            refused(hook)
        };
        assert!(said.contains(says), "{says} is not in {said}");
        assert!(!said.contains("hemmelighed"), "{said}");
    }
}

#[test]
fn a_secret_that_others_can_read_is_refused_here_too() {
    let home = home("[hook.facebook]\napp_secrets = [\"file:one\"]\nverify_tokens = [\"file:two\"]\n");
    fs::set_permissions(home.path("one"), fs::Permissions::from_mode(0o644)).unwrap();
    let said = Config::load(Some(&home.path("ordstyrer.toml")), std::iter::empty()).unwrap_err().to_string();
    assert!(said.contains("open to others"), "{said}");
}

#[test]
fn alone_it_reads_no_secret_but_its_own() {
    let hook = "[store]\nmain = \"postgres://owner@db/ordstyrer\"\nmain_password = \"file:not-for-the-hook\"\n\
                hook = \"postgres://hook@db/ordstyrer\"\nhook_password = \"file:three\"\n\
                [vault]\nmaster = \"file:not-for-the-hook\"\n\
                [hook.facebook]\napp_secrets = [\"file:one\"]\nverify_tokens = [\"file:two\"]\n";
    let home = home(hook);
    let alone = Outpost::load(Some(&home.path("ordstyrer.toml")), std::iter::empty()).unwrap();
    assert_eq!(alone.store.expose_secret(), "postgres://hook:hemmelighed-three@db/ordstyrer");
    assert_eq!(alone.hook.settings.pages.len(), 1);
    assert!(!format!("{alone:?}").contains("hemmelighed"));
}

#[test]
fn alone_it_must_have_something_to_hear() {
    let home = home("");
    let said = Outpost::load(Some(&home.path("ordstyrer.toml")), std::iter::empty()).unwrap_err().to_string();
    assert!(said.contains("no network is heard"), "{said}");
}
