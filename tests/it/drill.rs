//! Short runs of the drills, through the program itself, on both engines.

use std::process::Command;

use ordstyrer::store::Engine;

use crate::harness::{engines, postgres};

#[tokio::test]
async fn worker_and_hook_killed_again_and_again_lose_nothing_and_answer_nobody_twice() {
    for engine in engines() {
        let mut drill = Command::new(env!("CARGO_BIN_EXE_ordstyrer"));
        drill.args(["drill", "kill", "--kills", "15", "--json"]);
        if engine == Engine::Postgres {
            drill.args(["--main", &postgres::database().await, "--keys", &postgres::database().await]);
        }
        let output = tokio::task::spawn_blocking(move || drill.output()).await.unwrap().unwrap();
        let (out, errors) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert!(output.status.success(), "{engine:?}: {out}{errors}");
        let verdict: serde_json::Value = serde_json::from_str(&out).unwrap();
        println!("{engine:?}: {out}");
        assert_eq!(verdict["kills"], 15);
        assert!(verdict["served"].as_u64().unwrap() > 20, "{engine:?}: there was something to lose");
        assert!(verdict["webhooks"].as_u64().unwrap() > 5, "{engine:?}: webhooks were answered");
        for promise in [
            "lost",
            "hints_lost",
            "taken_twice",
            "double_replies",
            "unreadable",
            "orphan_keys",
            "chain_breaks",
        ] {
            assert_eq!(verdict[promise], 0, "{engine:?}: {promise}, seed {}", verdict["seed"]);
        }
    }
}

#[tokio::test]
async fn a_hook_called_in_every_wrong_way_stores_nothing_of_it_and_stays_small() {
    for engine in engines() {
        let mut drill = Command::new(env!("CARGO_BIN_EXE_ordstyrer"));
        drill.args(["drill", "hooks", "--calls", "3000", "--json"]);
        if engine == Engine::Postgres {
            drill.args(["--main", &postgres::database().await]);
        }
        let output = tokio::task::spawn_blocking(move || drill.output()).await.unwrap().unwrap();
        let (out, errors) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert!(output.status.success(), "{engine:?}: {out}{errors}");
        println!("{engine:?}: {out}");
        let verdict: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(
            (&verdict["calls"], &verdict["stored"], &verdict["genuine"]),
            (&3000.into(), &3.into(), &3.into())
        );
        assert_eq!(verdict["attacks"].as_object().unwrap().len(), 12, "every way was tried");
        let counted = |name: &str| verdict["counted"]["counts"][name].as_u64().unwrap();
        // Each thousand has 550 forgeries.
        assert_eq!((counted("stored"), counted("forged"), counted("too_old")), (3, 1650, 300), "{engine:?}");
        assert!(counted("oversized") >= 3 * 39 && counted("slow") > 0 && counted("unreadable") >= 180);
    }
}

#[tokio::test]
async fn a_day_on_five_networks_with_every_trouble_lose_nothing_and_pass_no_limit() {
    for engine in engines() {
        let mut drill = Command::new(env!("CARGO_BIN_EXE_ordstyrer"));
        drill.args([
            "drill",
            "networks",
            "--comments",
            "60",
            "--days",
            "1",
            "--step",
            "60",
            "--seed",
            "1",
            "--json",
        ]);
        if engine == Engine::Postgres {
            drill.args(["--main", &postgres::database().await, "--keys", &postgres::database().await]);
        }
        let output = tokio::task::spawn_blocking(move || drill.output()).await.unwrap().unwrap();
        let (out, errors) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert!(output.status.success(), "{engine:?}: {out}{errors}");
        let verdict: serde_json::Value = serde_json::from_str(&out).unwrap();
        println!("{engine:?}: {out}");
        let networks = verdict["networks"].as_array().unwrap();
        assert_eq!(networks.len(), 5);
        for network in networks {
            assert!(network["served"].as_u64().unwrap() > 0, "{engine:?}: there was something to lose");
            assert!(network["calls_failed"].as_u64().unwrap() > 0, "{engine:?}: there was trouble");
        }
        for promise in [
            "lost",
            "taken_twice",
            "double_replies",
            "direct_messages_touched",
            "quotas_exceeded",
            "copies_of_gone",
        ] {
            assert_eq!(verdict[promise], 0, "{engine:?}: {promise}, seed {}", verdict["seed"]);
        }
    }
}
