//! Training: the same data give the same bytes, what is kept back is not learnt from, and nobody's
//! words stand in an error.

use std::fs;

use ordstyrer::detect::{Detectors, Lists};
use ordstyrer::learn::{Bench, Held, Origin, Row, corpus, train};
use ordstyrer::model::Area;

/// Made-up comments of three authors and five folds, with every kind of answer.
fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for author in 0..5_u8 {
        let origin =
            |is_ours: bool| if is_ours { Origin::Author(author % 3) } else { Origin::Danish(author) };
        let mut add = |text: &str, offensive: bool, area: Option<Area>, spam: bool, is_ours: bool| {
            rows.push(Row {
                origin: origin(is_ours),
                id: format!("{author}-{text}"),
                text: format!("{text} nummer {}", ["et", "to", "tre", "fire", "fem"][usize::from(author)]),
                post: is_ours.then(|| "jobcenteret".to_owned()),
                is_offensive: Some(offensive),
                is_request: Some(area.is_some()),
                is_spam: Some(spam),
                area,
            });
        };
        add("du er en idiot", true, None, false, false);
        add("sikke en dejlig dag", false, None, false, false);
        add("hvornår får jeg mine sygedagpenge", false, Some(Area::JobsBenefits), false, true);
        add("mit pas er ikke kommet, hvem ringer jeg til", false, Some(Area::Borgerservice), false, true);
        add("tjen penge hjemmefra, klik her", false, None, true, true);
        add("godt gået med parken", false, None, false, true);
    }
    rows
}

#[test]
fn trained_twice_the_models_are_the_same_to_the_byte() {
    let detectors = Detectors::new(&Lists::shipped()).expect("the shipped lists compile");
    let learn = || {
        let bench = Bench::new(rows(), &detectors, 0, 3).expect("the rows are read");
        let trained = train(&bench, 3, &mut |_| {}).expect("there is enough to learn from");
        (trained.comment.write(), trained.area.write(), trained.card.markdown())
    };

    assert!(learn() == learn());
}

#[test]
fn without_rows_there_is_nothing_to_train() {
    let detectors = Detectors::new(&Lists::shipped()).expect("the shipped lists compile");
    let bench = Bench::new(Vec::new(), &detectors, 0, 1).expect("nothing can be read wrongly");

    let error = train(&bench, 1, &mut |_| {}).err().expect("nothing was learnt").to_string();

    assert_eq!(error, "no rows to learn offensive from");
}

#[test]
fn our_own_sentences_are_made_and_never_count_as_an_author() {
    let detectors = Detectors::new(&Lists::shipped()).expect("the shipped lists compile");

    let bench = Bench::new(Vec::new(), &detectors, 1, 1).expect("the patterns are read");

    assert!(bench.rows.len() > 1000);
    assert!(bench.rows.iter().all(|row| row.origin == Origin::Invented && !row.text.contains(['{', '}'])));
}

#[test]
fn a_text_that_is_kept_back_is_not_learnt_from() {
    let folder = tempfile::tempdir().expect("a folder");
    let row = |text: &str| format!("{{\"id\":\"1\",\"text\":\"{text}\",\"labels\":[]}}\n");
    fs::write(folder.path().join("a.jsonl"), row("HEJ  \u{200b}kommune") + &row("noget andet"))
        .expect("written");
    fs::write(folder.path().join("b.jsonl"), "").expect("written");
    fs::write(folder.path().join("c.jsonl"), "").expect("written");
    let hashes = folder.path().join("held.txt");
    fs::write(&hashes, "74aebc42699b1ff3189bb34a\n").expect("written");

    let rows = corpus(folder.path(), &Held::read(&hashes).expect("one hash")).expect("two rows");

    assert_eq!(rows.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), ["noget andet"]);
}

#[test]
fn a_broken_line_is_named_by_its_number_and_not_quoted() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.jsonl"), "\n{\"text\": \"min hemmelighed\"\n").expect("written");

    let error = format!("{:#}", corpus(folder.path(), &Held::default()).expect_err("the line is broken"));

    assert!(error.contains("line 2") && error.contains("a.jsonl"), "{error}");
    assert!(!error.contains("hemmelighed"));
}

#[test]
fn a_file_of_hashes_with_something_else_in_it_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let hashes = folder.path().join("held.txt");
    fs::write(&hashes, "0123456789abcdef01234567\nikke et hash\n").expect("written");

    let error = Held::read(&hashes).expect_err("the second line is none").to_string();

    assert!(error.starts_with("line 2"), "{error}");
}
