//! The command line, through the program itself: what it prints, where, and with which exit code.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use ordstyrer::config::onboarding::Onboarding;
use serde_json::{Value, json};

use crate::config::{Home, TOWN};

/// Invented numbers are born in 2036.
const LATER: &str = "2040-01-01T12:00:00Z";

pub(crate) fn ordstyrer(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ordstyrer"));
    // A backtrace would be printed if anything printed one.
    command.current_dir(folder).env_clear().env("RUST_BACKTRACE", "1").args(args);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn run(folder: &Path, args: &[&str]) -> Ended {
    Ended::of(&ordstyrer(folder, args).output().expect("the program runs"))
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it prints UTF-8");
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
    }

    /// One sentence on standard error, and nothing that a person cannot read.
    pub(crate) fn complains(&self, says: &str) {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert!(self.err.contains(says), "{says} is not in {}", self.err);
        assert!(self.err.lines().all(|line| line.starts_with("ordstyrer: ")), "{}", self.err);
        assert!(!self.err.contains("backtrace") && !self.err.contains("Error {"), "{}", self.err);
    }
}

fn scan(input: &[u8], more: &[&str]) -> Ended {
    let folder = tempfile::tempdir().expect("a folder");
    let args: Vec<&str> = ["scan", "--now", LATER].into_iter().chain(more.iter().copied()).collect();
    let mut child = ordstyrer(folder.path(), &args).stdin(Stdio::piped()).spawn().expect("the program runs");
    let mut stdin = child.stdin.take().expect("it was piped");
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("it ends");
    drop(feeder.join());
    Ended::of(&output)
}

#[test]
fn a_scanned_comment_has_the_shape_of_the_contract() {
    let ended = scan(br#"{"id":"a","text":"Mit cpr er 311236-4004","likes":7}"#, &[]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    let [line] = ended.lines().try_into().expect("one comment gives one line");
    let keys = ["id", "language", "scores", "labels", "findings", "decision", "area", "areas", "mailbox"];
    let given: Vec<_> = line.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(given.len(), keys.len());
    assert!(keys.iter().all(|key| given.contains(key)), "{given:?}");
    let scores = line["scores"].as_object().expect("an object");
    for key in ["offensive", "threat", "hate", "spam", "case_request"] {
        let score = scores[key].as_f64().expect("a number");
        assert!((0.0..=1.0).contains(&score), "{key} is {score}");
    }
    assert_eq!(line["language"], "da");
    assert_eq!(line["decision"], json!({"outcome": "hide", "automatic": true, "rule": "R7"}));
    let finding = &line["findings"][0];
    assert_eq!(
        (&finding["kind"], &finding["start"], &finding["end"]),
        (&json!("cpr"), &json!(11), &json!(22))
    );
    assert_eq!(finding["confidence"], "high");
    assert!(finding["rule"].as_str().is_some_and(|rule| rule.starts_with("cpr.")));
    assert!(finding["reason"].as_str().is_some_and(|reason| reason.contains("CPR")));
    assert!(!ended.out.contains("3112"), "what was found is not printed again");
}

#[test]
fn offsets_count_scalar_values_of_the_given_text() {
    let text = "👩‍👧 Åh nej: mit cpr er 311236-4004!";
    let ended = scan(json!({"id": "a", "text": text}).to_string().as_bytes(), &[]);
    let finding = &ended.lines()[0]["findings"][0];
    let offset = |key: &str| usize::try_from(finding[key].as_u64().expect("a number")).expect("it is small");
    let (start, end) = (offset("start"), offset("end"));
    let found: String = text.chars().skip(start).take(end - start).collect();
    assert_eq!(found, "311236-4004");
}

#[test]
fn a_case_request_is_a_proposed_redirect_with_area_and_mailbox() {
    let text = "Hvornår får jeg svar på min ansøgning om plads i børnehaven?";
    let ended = scan(json!({"id": 7, "text": text, "author": null}).to_string().as_bytes(), &[]);
    let line = &ended.lines()[0];
    assert_eq!(line["id"], 7);
    assert_eq!(line["decision"], json!({"outcome": "redirect", "automatic": false, "rule": "N1"}));
    assert_eq!((&line["area"], &line["mailbox"]), (&json!("children_schools"), &json!("buf")));
}

#[test]
fn praise_stays_and_has_neither_area_nor_mailbox() {
    let ended = scan(br#"{"id":"a","text":"Tak for en dejlig dag i parken"}"#, &[]);
    let line = &ended.lines()[0];
    assert_eq!(line["decision"], json!({"outcome": "leave", "automatic": false, "rule": "N2"}));
    assert_eq!(
        (&line["area"], &line["mailbox"], &line["findings"]),
        (&json!(null), &json!(null), &json!([]))
    );
}

#[test]
fn a_leak_in_the_authors_name_counts_and_points_nowhere_into_the_text() {
    let ended = scan(br#"{"id":"a","text":"tak","author":"Bo 311236-4004"}"#, &[]);
    let line = &ended.lines()[0];
    assert_eq!(line["decision"]["outcome"], "hide");
    assert_eq!(line["findings"], json!([]));
}

#[test]
fn the_moment_decides_whether_a_birth_date_is_possible() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("in.jsonl");
    fs::write(&file, r#"{"id":"a","text":"Mit cpr er 311236-4004"}"#).expect("it is written");
    let early = run(folder.path(), &["scan", "--now", "2026-11-21T12:00:00Z", "in.jsonl"]);
    let cpr = |ended: &Ended| {
        let found = ended.lines()[0]["findings"].as_array().expect("a list").clone();
        found.iter().any(|finding| finding["kind"] == "cpr" && finding["confidence"] == "high")
    };
    assert!(!cpr(&early), "nobody born in 2036 can have written in 2026");
    assert!(cpr(&run(folder.path(), &["scan", "--now", LATER, "in.jsonl"])));
}

#[test]
fn a_broken_line_is_named_by_its_number_and_the_rest_goes_on() {
    let input = "{\"id\":\"a\",\"text\":\"tak\"}\n{\"id\":\"b\",\"text\":\"hemmeligt\n\n[1]\n{\"id\":null,\"text\":\"x\"}\n{\"text\":\"uden navn\"}\n{\"id\":\"c\",\"text\":\"tak\"}\n";
    let ended = scan(input.as_bytes(), &[]);
    let ids: Vec<_> = ended.lines().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, ["a", "c"]);
    ended.complains("line 2 is not a JSON object with id and text");
    for number in [4, 5, 6] {
        assert!(ended.err.contains(&format!("line {number} ")), "{}", ended.err);
    }
    assert!(!ended.err.contains("line 3 "), "an empty line is nothing to read");
    assert!(!ended.err.contains("hemmeligt"), "an error quotes a citizen");
}

#[test]
fn a_line_that_is_no_utf8_is_broken_and_nothing_more() {
    let ended = scan(b"tak\n\xff\xfe\ntak igen\n", &["--format", "text"]);
    assert_eq!(ended.lines().len(), 2);
    ended.complains("line 2 is not UTF-8");
}

#[test]
fn a_line_longer_than_any_comment_is_broken_and_nothing_more() {
    let long = "a".repeat(3 << 20);
    let ended = scan(format!("tak\n{long}\ntak igen\n{long}").as_bytes(), &["--format", "text"]);
    let ids: Vec<_> = ended.lines().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, ["1", "3"]);
    ended.complains("line 2 is too long");
    assert!(ended.err.contains("line 4 is too long"));
}

#[test]
fn plain_text_is_one_comment_a_line_with_its_number_as_id() {
    let ended = scan("\u{feff}Mit cpr er 311236-4004\r\n\r\ntak\r\n".as_bytes(), &["--format", "text"]);
    let lines = ended.lines();
    assert_eq!(ended.code, Some(0));
    assert_eq!((&lines[0]["id"], &lines[1]["id"], lines.len()), (&json!("1"), &json!("3"), 2));
    assert_eq!(lines[0]["findings"][0]["start"], 11, "the mark at the beginning is no part of the text");
}

#[test]
fn files_are_read_in_order_and_a_missing_one_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, id) in [("b.jsonl", "b"), ("a.jsonl", "a")] {
        let line = json!({"id": id, "text": "tak"}).to_string();
        fs::write(folder.path().join(name), line).expect("it is written");
    }
    let ended = run(folder.path(), &["scan", "b.jsonl", "a.jsonl"]);
    let ids: Vec<_> = ended.lines().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, ["b", "a"]);
    run(folder.path(), &["scan", "c.jsonl"]).complains("opening c.jsonl");
    fs::write(folder.path().join("d.jsonl"), "øv\n").expect("it is written");
    run(folder.path(), &["scan", "a.jsonl", "d.jsonl"]).complains("d.jsonl: line 1 is not a JSON object");
}

#[test]
fn memory_does_not_grow_with_the_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = ordstyrer(folder.path(), &["scan"]).stdin(Stdio::piped()).spawn().expect("it runs");
    let mut stdin = child.stdin.take().expect("it was piped");
    let mut out = BufReader::new(child.stdout.take().expect("it was piped"));
    let reader = std::thread::spawn(move || {
        let (mut lines, mut line) = (0, String::new());
        while out.read_line(&mut line).expect("it can be read") > 0 {
            lines += 1;
            line.clear();
        }
        lines
    });
    let peak = |child: &std::process::Child| -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("it lives");
        let line = status.lines().find(|line| line.starts_with("VmHWM")).expect("Linux tells it");
        line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse().ok()).expect("a number")
    };
    let line = json!({"id": "a", "text": "tak", "ignored": "x".repeat(20_000)}).to_string() + "\n";
    let mut feed =
        |count: usize| (0..count).for_each(|_| stdin.write_all(line.as_bytes()).expect("it reads"));
    feed(200);
    let before = peak(&child);
    // 40 MB more.
    feed(2000);
    let after = peak(&child);
    drop(stdin);
    assert_eq!(reader.join().expect("it was read"), 2200);
    assert!(child.wait().expect("it ends").success());
    assert!(after < before + 8_000, "it took {before} kB first and {after} kB later");
}

#[test]
fn a_reader_that_has_enough_ends_it_quietly() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = ordstyrer(folder.path(), &["scan"]).stdin(Stdio::piped()).spawn().expect("it runs");
    let mut stdin = child.stdin.take().expect("it was piped");
    drop(child.stdout.take());
    let line = json!({"id": "a", "text": "tak"}).to_string() + "\n";
    let fed = (0..5000).try_for_each(|_| stdin.write_all(line.as_bytes()));
    drop(stdin);
    let ended = Ended::of(&child.wait_with_output().expect("it ends"));
    assert!(fed.is_err() || ended.code == Some(0));
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
}

#[test]
fn a_mistake_on_the_command_line_is_a_usage_error() {
    let folder = tempfile::tempdir().expect("a folder");
    for args in [
        &["scna"][..],
        &["scan", "--now", "i går"],
        &["scan", "--format", "xml"],
        &["forget", "--account", "a"],
        &["account", "act"],
        &[],
    ] {
        assert_eq!(run(folder.path(), args).code, Some(2), "{args:?}");
    }
}

#[test]
fn every_command_tells_what_it_is_for() {
    let folder = tempfile::tempdir().expect("a folder");
    for command in [
        "serve",
        "demo",
        "scan",
        "check",
        "retain",
        "forget",
        "stop",
        "start",
        "keys create",
        "moderator add",
        "moderator role",
        "moderator pages",
        "moderator reset",
        "moderator lost-phone",
        "moderator review",
        "moderator list",
        "moderator disable",
        "account list",
        "account add",
        "account check",
        "account rotate",
        "account remove-token",
        "account observe",
        "account act",
        "onboard list",
        "onboard set",
        "onboard print",
        "eval",
        "backtest",
        "shadows",
        "hook grants",
        "drill hooks",
        "bench hooks",
        "bench scan",
    ] {
        let args: Vec<_> = command.split(' ').chain(["--help"]).collect();
        let ended = run(folder.path(), &args);
        let first = ended.out.lines().next().unwrap_or_default();
        assert_eq!(ended.code, Some(0));
        assert!(first.len() > 20 && !first.starts_with("Usage"), "{command}: {first}");
    }
}

#[test]
fn a_wrong_configuration_is_told_sentence_by_sentence() {
    let home = Home::new("[worker]\nevery_seconds = 0\n[log]\nlevel = \"x\"\n");
    let ended = run(&home.path("."), &["check"]);
    ended.complains("worker.every_seconds is 0");
    assert_eq!(ended.err.lines().count(), 2, "{}", ended.err);
    home.write("other.toml", "[wroker]\n", 0o644);
    let ended = run(&home.path("."), &["check", "--config", "other.toml"]);
    ended.complains("other.toml: wroker: unknown field");
}

#[test]
fn check_says_what_each_account_may_do_and_what_is_missing() {
    let home = Home::new(TOWN);
    let folder = home.path(".");
    run(&folder, &["check"]).complains("there is no key folder at");
    assert!(!home.path("keys").exists(), "check makes nothing");

    assert_eq!(run(&folder, &["keys", "create"]).code, Some(0));
    let ended = run(&folder, &["check"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{ended:?}");
    for says in [
        "account `by-facebook` (facebook, by) may read, hide and show again, delete, reply",
        "what is hidden is still seen by its author",
        "hide cpr, card, iban",
        "private messages are never read or sent",
        "nobody has verified where these mailboxes' links lead: okf",
        "removed.personal_data 30",
        "nothing is wrong",
    ] {
        assert!(ended.out.contains(says), "{says} is not in {}", ended.out);
    }
    assert!(!home.path("ordstyrer.db").exists(), "check opens no database");
}

#[test]
fn check_names_a_scope_that_is_missing_and_a_reply_that_cannot_fit() {
    let scopes = TOWN.replace("page = ", "scopes = [\"pages_show_list\"]\npage = ");
    let home = Home::new(&scopes);
    run(&home.path("."), &["keys", "create"]);
    run(&home.path("."), &["check"]).complains("the scope `pages_manage_engagement` is not among its scopes");

    let bluesky = TOWN
        .replace("network = \"facebook\"", "network = \"bluesky\"")
        .replace("https://graph.facebook.com/v25.0", "https://bsky.social")
        .replace("page = \"1234567890\"", "page = \"by.bsky.social\"")
        .replace("unit = \"Prøveby Kommune\"", &format!("unit = \"{}\"", "Kommunen ".repeat(12)));
    // The shipped words have a form that names neither mailbox nor unit; these have none.
    let home = Home::new(&format!("replies_da = \"da.toml\"\n{bluesky}"));
    let only = "redirect = [\"Digital Post til {mailbox}: {link} Ring {phone}. Vejledende svar. {unit}\"]";
    fs::write(home.path("da.toml"), only).unwrap();
    run(&home.path("."), &["keys", "create"]);
    let ended = run(&home.path("."), &["check"]);
    ended.complains("no form of the reply for the mailbox `bif` fits into 300 graphemes");
}

#[test]
fn keys_are_made_once_and_never_silently() {
    let home = Home::new(TOWN);
    let folder = home.path(".");
    run(&folder, &["retain"]).complains("there is no key folder at");
    run(&folder, &["serve"]).complains("there is no key folder at");
    assert!(!home.path("keys").exists() && !home.path("ordstyrer.db").exists());
    assert_eq!(run(&folder, &["keys", "create"]).code, Some(0));
    run(&folder, &["keys", "create"]).complains("already: nothing was changed");
}

#[test]
fn a_lost_month_key_stops_the_start_while_something_is_sealed_under_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let made =
        run(folder.path(), &["demo", "--once", "--turns", "2", "--seed", "4", "--json", "--data", "town"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let dry = ["retain", "--dry-run", "--config", "town/ordstyrer.toml"];
    assert_eq!(run(folder.path(), &dry).code, Some(0));

    let months = folder.path().join("town/keys/months");
    for month in fs::read_dir(&months).expect("it is there").flatten() {
        fs::write(month.path(), "damaged").expect("it is ours");
        run(folder.path(), &dry).complains("does not open");
        fs::remove_file(month.path()).expect("it is ours");
    }
    run(folder.path(), &dry).complains("bring back the folder");
    assert_eq!(fs::read_dir(&months).expect("it is there").count(), 0, "none was made in its place");
}

#[test]
fn a_main_database_that_is_not_there_is_not_made_anew_beside_its_keys() {
    let folder = tempfile::tempdir().expect("a folder");
    let made =
        run(folder.path(), &["demo", "--once", "--turns", "2", "--seed", "4", "--json", "--data", "town"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    for file in ["ordstyrer.db", "ordstyrer.db-wal", "ordstyrer.db-shm"] {
        drop(fs::remove_file(folder.path().join("town").join(file)));
    }
    for _ in 0..2 {
        run(folder.path(), &["retain", "--config", "town/ordstyrer.toml"])
            .complains("bring back the main database");
    }
}

#[test]
fn a_log_that_no_terminal_shows_has_no_colours() {
    let folder = tempfile::tempdir().expect("a folder");
    let made =
        run(folder.path(), &["demo", "--once", "--turns", "1", "--seed", "4", "--json", "--data", "town"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let file = folder.path().join("town/ordstyrer.toml");
    let settings = fs::read_to_string(&file).expect("it is there");
    fs::write(&file, settings.replace("demo-facebook", "another")).expect("it is ours");
    let told = run(folder.path(), &["account", "list", "--config", "town/ordstyrer.toml"]);
    assert!(told.err.contains("a new account") && !told.err.contains('\u{1b}'), "{}", told.err);
}

#[test]
fn serve_refuses_to_serve_nobody_or_with_a_set_day() {
    run(&Home::new("").path("."), &["serve"])
        .complains("no account is configured: there is nothing to serve");
    let home = Home::new(&format!("[detect]\ncpr_today = \"2040-01-01\"\n{TOWN}"));
    run(&home.path("."), &["serve"]).complains("detect.cpr_today is for the demo and tests");
}

#[test]
fn serve_stops_politely_when_it_is_told_to() {
    let nobody = TOWN.replace("https://graph.facebook.com/v25.0", "http://127.0.0.1:9/v25.0");
    let home = Home::new(&format!("[review]\nlisten = \"127.0.0.1:0\"\n{nobody}"));
    let folder = home.path(".");
    assert_eq!(run(&folder, &["keys", "create"]).code, Some(0));
    let mut child = ordstyrer(&folder, &["serve"]).spawn().expect("it runs");
    let mut log = BufReader::new(child.stderr.take().expect("it was piped")).lines();
    let mut said = |what: &str| {
        let line = log.by_ref().map(|line| line.expect("it logs UTF-8")).find(|line| line.contains(what));
        line.unwrap_or_else(|| panic!("it never said: {what}"))
    };
    said("it only observes until acting is switched on");
    said("the review queue is open");
    // The account has no token: it rests, and serving goes on.
    assert!(said("an account failed and rests").contains("run `ordstyrer account add by-facebook`"));

    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(told.expect("kill runs").success());

    said("told to stop");
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn an_operator_runs_an_installation_from_the_shell() {
    let home = Home::new(&format!("[log]\nlevel = \"error\"\n{TOWN}"));
    let folder = home.path(".");
    let does = |args: &[&str], says: &str| {
        let ended = run(&folder, args);
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{args:?}");
        assert!(ended.out.contains(says), "{says} is not in {}", ended.out);
        ended.out
    };
    does(&["keys", "create"], "made the key folder");

    let added = does(&["moderator", "add", "Mette"], "http://127.0.0.1:8080/engang/by/");
    let again = does(&["moderator", "reset", "mette"], "http://127.0.0.1:8080/engang/by/");
    assert_ne!(added.lines().last(), again.lines().last(), "a new link is another one");
    does(&["moderator", "list"], "Mette  has not chosen a password yet");
    does(&["moderator", "disable", "Mette"], "shut out, signed in or not");
    does(&["moderator", "disable", "Mette"], "was shut out already");
    does(&["moderator", "list"], "Mette  shut out since");
    run(&folder, &["moderator", "reset", "Mette"]).complains("this moderator is shut out");
    run(&folder, &["moderator", "add", "Mette"]).complains("a moderator of this name is there already");
    run(&folder, &["moderator", "reset", "Ukendt"]).complains("there is no moderator of this name in by");
    run(&folder, &["moderator", "list", "--organisation", "x"]).complains("there is no organisation `x`");

    does(&["account", "list"], "by-facebook  facebook  observes");
    does(&["account", "observe", "by-facebook"], "by-facebook observes already");
    run(&folder, &["account", "act", "x"]).complains("there is no account `x`");

    does(&["stop"], "by: every automatic act and unsent reply is halted");
    does(&["stop"], "by: it was halted already");
    does(&["start", "--organisation", "by"], "by: automatic acts and replies go on");
    does(&["start"], "by: it was not halted");

    does(&["retain", "--dry-run"], "by: 0 of 0 copies are due; nothing was destroyed");
    does(&["retain"], "by: nothing is due");
    let forget = ["forget", "--account", "by-facebook", "--remote", "1_2"];
    run(&folder, &forget).complains("we hold nothing of this comment under the account `by-facebook`");
    run(&folder, &["forget", "--account", "x", "--remote", "1"]).complains("there is no account `x`");
}

#[test]
fn the_way_to_switch_on_is_kept_with_owner_state_and_day() {
    let home = Home::new(&format!("[log]\nlevel = \"error\"\n{TOWN}"));
    let folder = home.path(".");
    assert_eq!(run(&folder, &["keys", "create"]).code, Some(0));
    let does = |args: &[&str]| {
        let ended = run(&folder, &[&["onboard"], args].concat());
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{args:?}");
        ended
    };
    let step = |name: &str| {
        let told = does(&["list", "--json"]).lines().remove(0);
        let steps = told["steps"].as_array().expect("a list").clone();
        steps.into_iter().find(|one| one["step"] == name).expect("a step")
    };

    let fresh = does(&["list"]).out;
    assert!(fresh.contains("Databehandleraftale: ikke begyndt"), "{fresh}");
    assert!(fresh.contains("venter på hosting") && fresh.contains("Egen drift eller leverandør"), "{fresh}");
    assert!(!fresh.contains("Art. 28"), "what is to be done is told when it is its turn");
    assert!(does(&["list", "--language", "en"]).out.contains("Data processing agreement: open"));
    assert_eq!(step("hosting")["state"], "open");
    assert_eq!(step("risk_assessment")["waits_for"], json!(["hosting"]));
    // The town is on Facebook alone: what only others ask for is not its business.
    assert_eq!(step("bluesky_password")["state"], "not_needed");
    assert_eq!(step("tokens")["waits_for"], json!(["installation", "app_review"]));

    let early =
        does(&["set", "risk_assessment", "--state", "under-way", "--owner", "Jura", "--due", "2026-01-31"]);
    assert!(early.out.contains("men det, det bygger på, er ikke på plads: hosting"), "{}", early.out);
    let changed = step("risk_assessment");
    let told = (&changed["state"], &changed["owner"], &changed["due"], &changed["is_overdue"]);
    assert_eq!(told, (&json!("under_way"), &json!("Jura"), &json!("2026-01-31"), &json!(true)));
    let done = does(&["set", "hosting", "--state", "done", "--note", "egen drift"]);
    assert!(!done.out.contains("bygger på"), "{}", done.out);
    assert_eq!(step("risk_assessment")["waits_for"], json!([]));
    does(&["set", "risk_assessment", "--note", "udkast hos DPO"]);
    does(&["set", "risk_assessment", "--due", ""]);
    let kept = step("risk_assessment");
    let told = (&kept["state"], &kept["owner"], &kept["due"], &kept["note"]);
    assert_eq!(told, (&json!("under_way"), &json!("Jura"), &json!(null), &json!("udkast hos DPO")));

    let refused = |args: &[&str]| run(&folder, &[&["onboard", "set"], args].concat());
    refused(&["hostning", "--state", "done"]).complains("there is no step `hostning`");
    refused(&["hosting"]).complains("nothing to write down");
    refused(&["hosting", "--note", &"x".repeat(2001)]).complains("the note is longer than 2000 signs");
    refused(&["hosting", "--owner", "Jura\u{1b}[2J"]).complains("a sign that nobody can see");
    for wrong in
        [["--state", "færdig"], ["--due", "31-01-2026"], ["--due", "2026-02-30"], ["--due", "i morgen"]]
    {
        assert_eq!(refused(&[&["hosting"], &wrong[..]].concat()).code, Some(2), "{wrong:?}");
    }
}

#[test]
fn what_a_review_asks_for_is_printed_filled_in_and_opens_no_database() {
    let home = Home::new(TOWN);
    let folder = home.path(".");
    let printed = |args: &[&str]| {
        let ended = run(&folder, &[&["onboard", "print"], args].concat());
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{args:?}");
        assert!(!ended.out.contains('{') && !ended.out.contains('}'), "a gap is left: {}", ended.out);
        ended.out
    };
    let asked = printed(&["permissions", "--network", "facebook"]);
    for scope in
        ["pages_show_list", "pages_read_engagement", "pages_read_user_content", "pages_manage_engagement"]
    {
        assert!(asked.contains(&format!("{scope}\nWhy: ")), "{scope} is not in {asked}");
    }
    assert!(asked.contains("Prøveby Kommune") && asked.contains("Shown in scene: 4, 5, 6, 7"), "{asked}");
    assert!(asked.contains("our own knowledge"), "how far it is to be believed");
    assert!(
        printed(&["permissions", "--network", "facebook", "--language", "da"]).contains("Hvorfor: Prøveby")
    );

    let deletion = printed(&["deletion", "--network", "facebook"]);
    assert!(
        deletion.contains("Slet din kommentar på Facebook") && !deletion.contains("egen viden"),
        "{deletion}"
    );
    assert!(
        printed(&["deletion", "--network", "bluesky", "--language", "en"]).contains("comment on Bluesky")
    );
    let script = printed(&["screencast", "--network", "facebook"]);
    assert!(script.starts_with("Screencast script: Facebook – Prøveby Kommune\n\n1. Show: "), "{script}");
    assert!(script.contains("9. Show: ") && !script.contains("consent"), "{script}");
    assert_eq!(printed(&["screencast", "--network", "bluesky"]), "Bluesky asks for no such paper\n");

    let unknown = ["onboard", "print", "permissions", "--network", "myspace"];
    run(&folder, &unknown).complains("nothing is known of a network `myspace`");
    assert_eq!(run(&folder, &["onboard", "print", "selfie", "--network", "facebook"]).code, Some(2));
    assert!(!home.path("ordstyrer.db").exists() && !home.path("keys").exists());

    let own = Onboarding::SHIPPED[1].0.replace("Slet din kommentar", "Fjern din kommentar");
    let home = Home::new(&format!("onboarding_da = \"egen.toml\"\n{TOWN}"));
    home.write("egen.toml", &own, 0o644);
    let ended = run(&home.path("."), &["onboard", "print", "deletion", "--network", "facebook"]);
    assert!(ended.out.contains("Fjern din kommentar på Facebook"), "{ended:?}");
    home.write("egen.toml", "[steps]\n", 0o644);
    run(&home.path("."), &["check"]).complains("egen.toml: ");
}

#[test]
fn what_an_operator_does_stands_in_the_audit_trail_without_a_name() {
    let home = Home::new(&format!("[log]\nlevel = \"error\"\n{TOWN}"));
    let folder: PathBuf = home.path(".");
    for args in [
        &["keys", "create"][..],
        &["moderator", "add", "Mette"],
        &["onboard", "set", "hosting", "--state", "done", "--owner", "Mette"],
        &["stop"],
    ] {
        assert_eq!(run(&folder, args).code, Some(0), "{args:?}");
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let lines = runtime.block_on(async {
        let address = format!("sqlite:{}", home.path("ordstyrer.db").display());
        let db =
            ordstyrer::store::Db::open(&address, ordstyrer::store::Schema::Main).await.expect("it opens");
        let mut tx = db.read().await.expect("it reads");
        let organisation = ordstyrer::model::OrganisationId::from_text("by");
        ordstyrer::store::audit::list(&mut tx, &organisation, 0, 100).await.expect("it lists")
    });
    let told = format!("{lines:?}");
    for what in ["moderator.added", "moderator.link", "onboarding.done:hosting", "halted"] {
        assert!(told.contains(what), "{what} is not in {told}");
    }
    assert!(told.contains("operator") && !told.contains("Mette"));
}
