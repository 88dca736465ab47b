//! A short run of the kill drill, through the program itself, on both engines.

use std::process::Command;

use ordstyrer::store::Engine;

use crate::harness::{engines, postgres};

#[tokio::test]
async fn a_worker_killed_again_and_again_loses_nothing_and_answers_nobody_twice() {
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
        for promise in ["lost", "taken_twice", "double_replies", "unreadable", "orphan_keys", "chain_breaks"]
        {
            assert_eq!(verdict[promise], 0, "{engine:?}: {promise}, seed {}", verdict["seed"]);
        }
    }
}
