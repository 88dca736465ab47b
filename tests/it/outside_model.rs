//! An outside model may lift a comment in the queue. It sees masked words only, and when it is lost
//! nothing changes but that.

#[cfg(feature = "onnx")]
mod onnx;

use std::time::Duration;

use ordstyrer::demo::Network;
use ordstyrer::model::State;
use ordstyrer::platform::{Advice, Adviser, Door};
use ordstyrer::store;
use ordstyrer::worker::{Lifter, Report, Worker};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::config::Home;
use crate::harness::{Town, connect, engines, minutes};

const MILD: &str = "Du er en idiot, sagde de til mig. Nej, I er idioter";
const GRAVE: &str = "I er nogle kæmpe idioter, skriv til gal@by.example eller ring 20304050";

/// Scores what holds "kæmpe" high, all else low.
struct Scores;

impl Respond for Scores {
    fn respond(&self, asked: &Request) -> ResponseTemplate {
        let asked: Value = asked.body_json().unwrap();
        let score = |one: &Value| if one["text"].as_str().unwrap().contains("kæmpe") { 0.9 } else { 0.1 };
        let scores: Vec<f64> = asked["comments"].as_array().unwrap().iter().map(score).collect();
        ResponseTemplate::new(200).set_body_json(json!({"scores": scores}))
    }
}

async fn model(answer: impl Respond + 'static) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST")).and(path("/score")).respond_with(answer).mount(&server).await;
    server
}

fn worker(town: &Town, server: &MockServer) -> Worker {
    let url = format!("{}/score", server.uri()).parse().unwrap();
    asked_by(town, Door::Service { url, allow_public: false })
}

fn asked_by(town: &Town, door: Door) -> Worker {
    let adviser = Adviser::new(&Advice { door, deadline: Duration::from_millis(400) }).unwrap();
    let (account, _) = connect(&town.networks, Network::Facebook);
    town.another_worker(vec![account]).lifted_by(Lifter::new(adviser, 0.8))
}

async fn turn(worker: &Worker) -> Report {
    let report = worker.turn().await.unwrap();
    assert!(report.troubles.is_empty(), "{:?}", report.troubles);
    report
}

/// The words of what waits, as the queue shows it.
async fn queue(town: &Town) -> Vec<String> {
    let mut tx = town.db.read().await.unwrap();
    let rows = store::inquiry::open(&mut tx, &town.organisation, town.now(), 0, 50).await.unwrap();
    drop(tx);
    let mut words = Vec::new();
    for row in rows {
        let mut keys = town.vault.keys.read().await.unwrap();
        let kept = town.vault.open(&mut keys, &town.organisation, &row).await.unwrap().kept;
        words.push(kept.text.unwrap().expose().chars().take(8).collect());
    }
    words
}

fn comment(town: &Town, words: &str) -> String {
    let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
    town.later(minutes(1));
    town.networks.comment(&post, "Grethe Fiktum", words)
}

#[tokio::test]
async fn it_lifts_an_older_comment_above_a_newer_one_and_sees_no_name_and_no_leak() {
    for engine in engines() {
        let (town, server) = (Town::new(engine).await, model(Scores).await);
        let grave = comment(&town, GRAVE);
        comment(&town, MILD);
        let leak = comment(&town, "Mit cpr er 311236-4004, I er nogle kæmpe idioter");
        comment(&town, "Hvor er det dejligt!");

        let report = turn(&worker(&town, &server)).await;

        assert_eq!(report.unscored, 0);
        let queue = queue(&town).await;
        let place = |start: &str| queue.iter().position(|words| words.starts_with(start)).unwrap();
        assert!(place("I er nog") < place("Du er en"), "{engine:?}: {queue:?}");
        let (row, kept) = town.held(Network::Facebook, &grave).await.unwrap();
        assert_eq!((row.state, row.is_urgent), (State::Queued, false), "it is lifted and nothing else");
        assert!(!kept.labels.is_empty());
        assert!(town.networks.is_hidden(&leak), "what the rules hide is hidden, whatever a model says");
        let asked: Vec<String> = server
            .received_requests()
            .await
            .unwrap()
            .iter()
            .map(|request| String::from_utf8(request.body.clone()).unwrap())
            .collect();
        let asked = asked.join("\n");
        for never in ["Fiktum", "311236", "20304050", "gal@by", "dejligt"] {
            assert!(!asked.contains(never), "{engine:?}: {never} went out: {asked}");
        }
        assert!(asked.contains("kæmpe"));
    }
}

#[tokio::test]
async fn without_an_answer_everything_goes_on_and_a_warning_says_so_once() {
    let answers: [(&str, ResponseTemplate); 5] = [
        ("it fails", ResponseTemplate::new(500)),
        ("it is late", ResponseTemplate::new(200).set_delay(Duration::from_secs(5))),
        ("it sends us elsewhere", ResponseTemplate::new(307).insert_header("location", "/other")),
        ("it says too much", ResponseTemplate::new(200).set_body_json(json!({"scores": [0.9, 0.9, 0.9]}))),
        ("it says nonsense", ResponseTemplate::new(200).set_body_json(json!({"scores": [7.0]}))),
    ];
    for engine in engines() {
        for (what, answer) in answers.clone() {
            let (town, server) = (Town::new(engine).await, model(answer).await);
            let worker = worker(&town, &server);
            let grave = comment(&town, GRAVE);

            let report = turn(&worker).await;

            assert_eq!((report.taken_in, report.unscored), (1, 1), "{engine:?}: {what}");
            let (row, _) = town.held(Network::Facebook, &grave).await.unwrap();
            assert_eq!(row.state, State::Queued, "{engine:?}: {what}");
            comment(&town, MILD);
            turn(&worker).await;
            assert_eq!(town.warnings("model_lost").await.len(), 1, "{engine:?}: {what}");
            let asked = server.received_requests().await.unwrap();
            assert!(asked.iter().all(|request| request.url.path() == "/score"), "no redirect is followed");
            assert!(queue(&town).await[0].starts_with("Du er en"), "{engine:?}: the newest first, as ever");
        }
    }
}

#[tokio::test]
async fn a_model_that_comes_back_is_asked_again_after_a_rest() {
    for engine in engines() {
        let (town, server) = (Town::new(engine).await, MockServer::start().await);
        let answers = |answer: ResponseTemplate| Mock::given(method("POST")).respond_with(answer);
        answers(ResponseTemplate::new(503)).up_to_n_times(1).mount(&server).await;
        Mock::given(method("POST")).respond_with(Scores).mount(&server).await;
        let worker = worker(&town, &server);
        comment(&town, MILD);
        assert_eq!(turn(&worker).await.unscored, 1);

        comment(&town, GRAVE);
        town.later(minutes(2));
        assert_eq!(turn(&worker).await.unscored, 0, "{engine:?}");
        comment(&town, MILD);
        turn(&worker).await;

        assert!(queue(&town).await[0].starts_with("I er nog"), "{engine:?}: it lifts again");
    }
}

const PROCESSOR: &str = r#"
[[processors]]
name = "model"
address = "Datavej 1"
service = "scores comments"
region = "DK"
agreement = "2026-11-01"
"#;

fn refused(model: &str, processor: &str) -> String {
    let home = Home::new(&format!("policy = \"policy.toml\"\n[model]\n{model}"));
    let policy = include_str!("../../config/policy.toml").to_owned() + processor;
    home.write("policy.toml", &policy, 0o644);
    home.load().err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn it_starts_only_with_a_processor_in_the_policy() {
    let here = "url = \"http://127.0.0.1:9000/score\"\nprocessor = \"model\"\n";
    assert!(refused(here, "").contains("the policy names no processor `model`"));
    assert!(refused("url = \"http://127.0.0.1:9000/score\"\n", PROCESSOR).contains("no processor ``"));
    assert_eq!(refused(here, PROCESSOR), "");
    assert!(refused(here, &PROCESSOR.replace("2026-11-01", "snart")).contains("processors[0].agreement"));
    assert!(refused(here, &PROCESSOR.replace("DK", "")).contains("processors[0].region: is empty"));
}

#[test]
fn it_is_off_by_default_and_stands_near_unless_told_otherwise() {
    let model = |url: &str, more: &str| {
        refused(&format!("url = \"{url}\"\nprocessor = \"model\"\n{more}"), PROCESSOR)
    };
    assert!(Home::new("").load().unwrap().model.is_none());
    for near in
        ["http://localhost:9000/", "http://10.1.2.3/score", "http://[::1]:9000", "http://model.by.example/x"]
    {
        assert_eq!(model(near, ""), "", "{near}");
    }
    for (far, more) in [
        ("https://8.8.8.8/score", ""),
        ("http://169.254.169.254/latest", ""),
        ("http://8.8.8.8/score", "allow_public = true\n"),
        ("http://model.by.example/", "allow_public = true\n"),
        ("ftp://localhost/", ""),
        ("http://user:pw@localhost/", ""),
    ] {
        assert!(model(far, more).contains("model.url must"), "{far}: {}", model(far, more));
    }
    assert_eq!(model("https://model.by.example/score", "allow_public = true\n"), "");
    assert!(model("http://localhost/", "lift_percent = 0\n").contains("model.lift_percent is 0"));
    assert!(model("http://localhost/", "deadline_ms = 60000\n").contains("model.deadline_ms is 60000"));
}

#[cfg(not(feature = "onnx"))]
#[test]
fn a_model_file_is_refused_by_a_program_that_was_built_without_it() {
    let file = "onnx = \"model.onnx\"\nonnx_runtime = \"/lib/libonnxruntime.so\"\nprocessor = \"model\"\n";
    assert!(refused(file, PROCESSOR).contains("--features onnx"), "{}", refused(file, PROCESSOR));
}

#[test]
fn a_service_and_a_file_at_once_are_refused() {
    let both = "url = \"http://127.0.0.1:9000/\"\nonnx = \"model.onnx\"\nprocessor = \"model\"\n";
    assert!(refused(both, PROCESSOR).contains("both set"), "{}", refused(both, PROCESSOR));
}
