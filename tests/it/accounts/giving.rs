//! Giving an account its token, another one, and none.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Stdio;

use ordstyrer::demo::{Access, Network};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use secrecy::ExposeSecret;

use super::{CANARY, Desk};
use crate::cli::{Ended, ordstyrer};
use crate::privacy::{contains, walk};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_asked_about_stored_and_replaced_and_nothing_ever_shows_it() {
    let desk = Desk::new().await;
    let mut printed = String::new();
    for network in desk.networks.networks() {
        let (account, file) = (format!("by-{}", network.name()), desk.secrets(network));
        let name = account.as_str();
        desk.run(&["account", "rotate", name, "--secrets", &file])
            .complains(&format!("{name} has no token yet: give it one with `ordstyrer account add {name}`"));
        printed += &desk.does(&["account", "add", name, "--secrets", &file], "stored as version 1");
        desk.run(&["account", "add", name, "--secrets", &file])
            .complains(&format!("put another in its place with `ordstyrer account rotate {name}`"));
        printed += &desk.does(&["account", "rotate", name, "--secrets", &file], "stored as version 2");
        let out = desk.does(&["account", "rotate", name, "--secrets", &file, "--json"], "");
        let line: serde_json::Value = serde_json::from_str(&out).expect("one line of JSON");
        assert_eq!((&line["stored"], &line["account"]), (&3.into(), &name.into()), "{out}");
        assert!(line["refusal"].is_null());
        printed += &out;

        let (version, audited) = desk.stands(name).await;
        assert_eq!(version, Some(3));
        let rotated = format!("operator account.token_rotated:{name}");
        assert_eq!(audited, [format!("operator account.token_added:{name}"), rotated.clone(), rotated]);
    }
    for args in [&["account", "list"][..], &["account", "list", "--json"], &["check", "--online"]] {
        printed += &desk.does(args, "by-facebook");
    }
    let mut files = Vec::new();
    walk(&desk.home.path("."), &mut files);
    files.retain(|(file, _)| Path::new(file).extension().is_none_or(|ending| ending != "toml"));
    assert!(files.len() > 4);
    for network in desk.networks.networks() {
        for (_, secret) in desk.networks.secrets(network).iter() {
            let secret = secret.expose_secret();
            assert!(!printed.contains(secret), "{} was printed", network.name());
            for (file, bytes) in &files {
                assert!(!contains(bytes, secret.as_bytes()), "{}: it stands in {file}", network.name());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_the_network_does_not_take_is_not_stored_and_the_old_one_stays() {
    let desk = Desk::new().await;
    for network in desk.networks.networks() {
        let account = format!("by-{}", network.name());
        let (name, good, wrong) = (account.as_str(), desk.secrets(network), desk.wrong_secrets(network));
        let refused = desk.run(&["account", "add", name, "--secrets", &wrong]);
        refused.complains("nothing was stored");
        assert!(!refused.err.contains(CANARY) && !refused.out.contains(CANARY), "{refused:?}");
        assert_eq!(desk.stands(name).await, (None, vec![]));

        desk.does(&["account", "add", name, "--secrets", &good], "stored as version 1");
        let refused = desk.run(&["account", "rotate", name, "--secrets", &wrong, "--json"]);
        refused.complains("nothing was changed: the old token stays");
        let line: serde_json::Value = serde_json::from_str(&refused.out).expect("one line of JSON");
        assert!(line["stored"].is_null() && line["refusal"].is_string(), "{line}");
        assert!(!refused.out.contains(CANARY));
        assert_eq!(desk.stands(name).await.0, Some(1));
        desk.does(&["account", "check", name], "the network takes the token for this page");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn secrets_come_from_a_closed_file_or_standard_input_and_are_never_quoted() {
    let desk = Desk::new().await;
    let given = |text: &str, mode: u32| {
        desk.home.write("given.toml", text, mode);
        let ended = desk.run(&["account", "add", "by-facebook", "--secrets", "given.toml"]);
        assert!(!ended.err.contains(CANARY) && !ended.out.contains(CANARY), "{ended:?}");
        ended
    };
    let good = format!("token = \"{CANARY}\"\n");
    for mode in [0o644, 0o640, 0o604, 0o660] {
        given(&good, mode).complains(&format!("is open to others (mode {mode:o}), and was not read"));
    }
    given(&format!("password = \"{CANARY}\"\n"), 0o600)
        .complains("there is a name that is none of this network's secrets, which are: token");
    given(&format!("{good}{CANARY} = \"token\"\n"), 0o600).complains("none of this network's secrets");
    given(CANARY, 0o600).complains("one line NAME = \"…\" is expected for each secret");
    given("token = 7\n", 0o600).complains("`token` is no text in quotation marks");
    given("token = \" \"\n", 0o600).complains("`token` is empty");
    given(&format!("token = \"\"\"{CANARY}\nmere\"\"\"\n"), 0o600).complains("holds more than one line");
    given("", 0o600).complains("`token` is missing: the Page access token");
    let missing = desk.run(&["account", "add", "by-facebook", "--secrets", "findes-ikke.toml"]);
    missing.complains("findes-ikke.toml cannot be read: entity not found");
    desk.run(&["account", "add", "by-facebook"])
        .complains("give the secrets with --secrets FILE or --stdin, or sit at a terminal");
    desk.run(&["account", "add", "x", "--stdin"]).complains("there is no account `x`");
    assert_eq!(desk.stands("by-facebook").await.0, None);

    let secrets = desk.networks.secrets(Network::Facebook);
    let mut child = ordstyrer(&desk.home.path("."), &["account", "add", "by-facebook", "--stdin"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for (name, secret) in secrets.iter() {
        writeln!(input, "{name} = \"{}\"", secret.expose_secret()).unwrap();
    }
    drop(input);
    let ended = Ended::of(&child.wait_with_output().unwrap());
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{ended:?}");
    assert_eq!(desk.stands("by-facebook").await.0, Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_terminal_asks_for_each_secret_and_shows_nothing_of_the_answer() {
    let desk = Desk::new().await;
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let path = ptsname(&terminal, Vec::new()).unwrap();
    let seat = File::options().read(true).write(true).open(path.to_str().unwrap()).unwrap();
    let mut child = ordstyrer(&desk.home.path("."), &["account", "add", "by-bluesky"])
        .stdin(Stdio::from(seat.try_clone().unwrap()))
        .spawn()
        .unwrap();
    let mut question = [0; 512];
    let length = child.stderr.as_mut().unwrap().read(&mut question).unwrap();
    let question = String::from_utf8_lossy(&question[..length]).into_owned();
    assert!(question.starts_with("token (an app password without access to direct messages"), "{question}");

    // What is typed before the program has silenced the terminal is thrown away.
    while rustix::termios::tcgetattr(&seat).unwrap().local_modes.contains(rustix::termios::LocalModes::ECHO) {
        tokio::task::yield_now().await;
    }
    let secrets = desk.networks.secrets(Network::Bluesky);
    let word = secrets.get("token").unwrap().expose_secret();
    let mut keys = File::from(terminal);
    writeln!(keys, "{word}").unwrap();
    let ended = Ended::of(&child.wait_with_output().unwrap());

    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(!ended.out.contains(word) && !ended.err.contains(word));
    let modes = rustix::termios::tcgetattr(&seat).unwrap().local_modes;
    assert!(modes.contains(rustix::termios::LocalModes::ECHO), "the terminal shows again what is typed");
    drop(seat);
    let mut shown = [0; 512];
    let length = keys.read(&mut shown).unwrap_or(0);
    let shown = String::from_utf8_lossy(&shown[..length]).into_owned();
    assert!(!shown.contains(word), "the terminal showed it: {shown:?}");
    assert_eq!(desk.stands("by-bluesky").await.0, Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_acts_only_with_a_token_that_the_network_takes_now() {
    let desk = Desk::new().await;
    let file = desk.secrets(Network::Facebook);
    desk.run(&["account", "act", "by-facebook"])
        .complains("by-facebook does not act: no token yet: run `ordstyrer account add by-facebook`");
    desk.does(&["account", "add", "by-facebook", "--secrets", &file], "stored as version 1");
    desk.does(&["account", "act", "by-facebook"], "by-facebook acts now");
    desk.does(&["account", "act", "by-facebook"], "by-facebook acts already");
    desk.does(&["account", "list"], "by-facebook  facebook  acts");
    desk.does(&["account", "observe", "by-facebook"], "by-facebook observes now");

    desk.networks.set_access(Network::Facebook, Access::Revoked);
    let refused = desk.run(&["account", "act", "by-facebook"]);
    refused.complains("the token is no longer valid");
    refused.complains("by-facebook does not act: with this token it cannot");
    desk.does(&["account", "list"], "by-facebook  facebook  observes");

    let (_, audited) = desk.stands("by-facebook").await;
    let acts = ["account.token_added", "account.acts", "account.observes"];
    assert_eq!(audited, acts.map(|what| format!("operator {what}:by-facebook")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removed_token_is_gone_also_of_an_account_that_is_not_configured_any_more() {
    let desk = Desk::new().await;
    let file = desk.secrets(Network::Facebook);
    desk.run(&["account", "remove-token", "by-facebook"]).complains("no token of an account `by-facebook`");
    desk.does(&["account", "add", "by-facebook", "--secrets", &file], "stored as version 1");
    let config = std::fs::read_to_string(desk.home.path("ordstyrer.toml")).unwrap();
    desk.home.write("ordstyrer.toml", &config.replace("by-facebook", "by-andet"), 0o644);

    let out = desk.does(&["account", "remove-token", "by-facebook"], "the token of by-facebook is destroyed");
    assert!(out.contains("end it on the network too"), "{out}");
    desk.run(&["account", "remove-token", "by-facebook"]).complains("no token of an account `by-facebook`");

    let (version, audited) = desk.stands("by-facebook").await;
    assert_eq!(version, None);
    assert_eq!(audited.last().unwrap(), "operator account.token_removed:by-facebook");
    desk.home.write("ordstyrer.toml", &config, 0o644);
    let listed = desk.does(&["account", "list", "--json"], "by-facebook");
    let line = listed.lines().find(|line| line.contains("by-facebook")).unwrap();
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert!(line["dead_since"].is_string() && line["token_version"].is_null(), "{line}");
    desk.does(&["account", "add", "by-facebook", "--secrets", &file], "stored as version 3");
}
