//! A model file is the same model behind another door. These tests need the shared library of ONNX
//! Runtime; `ORDSTYRER_ONNXRUNTIME` names it.

mod file;

use std::path::PathBuf;
use std::time::Duration;

use ordstyrer::demo::Network;
use ordstyrer::model::{KeptText, Language, Place, State, Text};
use ordstyrer::platform::{Advice, Adviser, Door};

use self::file::{Graph, model};
use super::{GRAVE, MILD, PROCESSOR, asked_by, comment, queue, refused, turn};
use crate::harness::{Town, engines, minutes};

/// The library, or a word about why nothing is tried.
fn library() -> Option<PathBuf> {
    let library = std::env::var_os("ORDSTYRER_ONNXRUNTIME").map(PathBuf::from);
    if library.is_none() {
        let on_ci = std::env::var_os("CI").is_some();
        assert!(!on_ci, "on CI nothing is skipped: ORDSTYRER_ONNXRUNTIME names libonnxruntime.so");
        println!("skipped: ORDSTYRER_ONNXRUNTIME names no libonnxruntime.so");
    }
    library
}

/// A model file and its folder, which must outlive it.
struct Made {
    folder: tempfile::TempDir,
    library: PathBuf,
}

impl Made {
    fn of(bytes: &[u8]) -> Option<Self> {
        let made = Self { library: library()?, folder: tempfile::tempdir().unwrap() };
        std::fs::write(made.path(), bytes).unwrap();
        Some(made)
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("model.onnx")
    }

    fn door(&self) -> Door {
        Door::File { model: self.path(), library: self.library.clone() }
    }

    fn advice(&self) -> Advice {
        Advice { door: self.door(), deadline: Duration::from_millis(400) }
    }
}

fn kept(words: &str) -> (KeptText, Language) {
    (Text::new(words).mask(&[], Place::Text, 2000), Language::Danish)
}

#[tokio::test]
async fn it_lifts_what_it_scores_high_and_sees_no_leak() {
    for engine in engines() {
        for (letter, lifts) in [('æ', true), ('2', false), ('@', false)] {
            let Some(made) = Made::of(&model(Graph::Letter(letter, 0.9))) else { return };
            let town = Town::new(engine).await;
            let grave = comment(&town, GRAVE);
            comment(&town, MILD);

            let report = turn(&asked_by(&town, made.door())).await;

            assert_eq!(report.unscored, 0, "{engine:?}: {letter}");
            let first = queue(&town).await.remove(0);
            assert_eq!(first.starts_with("I er nog"), lifts, "{engine:?}: {letter} is seen or not: {first}");
            let (row, _) = town.held(Network::Facebook, &grave).await.unwrap();
            assert_eq!((row.state, row.is_urgent), (State::Queued, false), "it is lifted and nothing else");
        }
    }
}

#[tokio::test]
async fn it_gets_512_letters_of_each_comment_filled_up_with_zeros() {
    let Some(made) = Made::of(&model(Graph::Letter('x', 0.9))) else { return };
    let adviser = Adviser::new(&made.advice()).unwrap();
    let asked = ["x", "o", "", &("ø".repeat(511) + "x"), &("ø".repeat(512) + "x")].map(kept).to_vec();
    let scores = adviser.scores(&asked).await.unwrap();
    assert_eq!(
        scores.iter().map(|score| *score > 0.5).collect::<Vec<_>>(),
        [true, false, false, true, false]
    );

    std::fs::write(made.path(), model(Graph::Letter('\0', 0.9))).unwrap();
    let adviser = Adviser::new(&made.advice()).unwrap();
    let scores = adviser.scores(&[kept(&"o".repeat(511)), kept(&"o".repeat(512))]).await.unwrap();
    assert!(scores[0] > 0.5 && scores[1] < 0.5, "zeros stand after the words and nowhere else: {scores:?}");
    let many = vec![kept("o"); 150];
    assert_eq!(adviser.scores(&many).await.unwrap().len(), 150, "a whole page is asked about in parts");
}

#[tokio::test]
async fn a_file_that_is_lost_changes_nothing_but_a_score() {
    let losses: [(&str, Option<Vec<u8>>); 5] = [
        ("it is not there", None),
        ("it is no model", Some(b"this is no model".to_vec())),
        ("it gives another shape", Some(model(Graph::EachNumber))),
        ("it gives no score", Some(model(Graph::Letter('e', 9.0)))),
        ("it never ends", Some(model(Graph::Endless))),
    ];
    for engine in engines() {
        for (what, bytes) in &losses {
            let Some(made) = Made::of(bytes.as_deref().unwrap_or_default()) else { return };
            if bytes.is_none() {
                std::fs::remove_file(made.path()).unwrap();
            }
            let town = Town::new(engine).await;
            let worker = asked_by(&town, made.door());
            let grave = comment(&town, GRAVE);

            let report = turn(&worker).await;

            assert_eq!((report.taken_in, report.unscored), (1, 1), "{engine:?}: {what}");
            let (row, _) = town.held(Network::Facebook, &grave).await.unwrap();
            assert_eq!(row.state, State::Queued, "{engine:?}: {what}");
            comment(&town, MILD);
            turn(&worker).await;
            assert_eq!(town.warnings("model_lost").await.len(), 1, "{engine:?}: {what}");
            assert!(queue(&town).await[0].starts_with("Du er en"), "{engine:?}: the newest first, as ever");

            // A file that comes back is found after the rest.
            if bytes.is_none() {
                std::fs::write(made.path(), model(Graph::Letter('æ', 0.9))).unwrap();
                comment(&town, GRAVE);
                comment(&town, MILD);
                town.later(minutes(2));
                assert_eq!(turn(&worker).await.unscored, 0, "{engine:?}: {what}");
                assert!(queue(&town).await[0].starts_with("I er nog"), "{engine:?}: it lifts again");
            }
        }
    }
}

#[tokio::test]
async fn a_run_that_never_ends_is_ended_and_the_next_has_its_turn() {
    let Some(made) = Made::of(&model(Graph::Endless)) else { return };
    let adviser = Adviser::new(&made.advice()).unwrap();
    // The runtime of this test waits for its threads: it would not end either.
    for _ in 0..3 {
        let late = adviser.scores(&[kept("o")]).await.unwrap_err();
        assert!(late.to_string().contains("late"), "{late}");
    }
}

#[test]
fn a_check_loads_the_file_and_says_what_is_wrong() {
    let Some(made) = Made::of(&model(Graph::Letter('x', 0.9))) else { return };
    assert_eq!(made.advice().rehearse(), Ok(()));
    for (bytes, says) in [
        (b"this is no model".to_vec(), "model.onnx does not load"),
        (model(Graph::EachNumber), "float32 [batch] of int64 [batch, 512]"),
    ] {
        std::fs::write(made.path(), bytes).unwrap();
        let wrong = made.advice().rehearse().unwrap_err();
        assert!(wrong.contains(says), "{wrong}");
    }
}

#[test]
fn a_file_needs_its_library_and_a_processor_too() {
    let file = "onnx = \"model.onnx\"\nprocessor = \"model\"\n";
    let whole = format!("{file}onnx_runtime = \"lib/libonnxruntime.so\"\n");
    assert!(refused(file, PROCESSOR).contains("model.onnx needs model.onnx_runtime"));
    assert!(refused(&whole, "").contains("model.onnx is set and the policy names no processor `model`"));
    assert_eq!(refused(&whole, PROCESSOR), "", "what is not there is a score less, and no start less");
    assert!(refused(&format!("{whole}deadline_ms = 60000\n"), PROCESSOR).contains("deadline_ms is 60000"));
}
