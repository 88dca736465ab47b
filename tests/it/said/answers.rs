//! Standard answers: suggested by their words, the complaint guide first, and never one that the lint refuses.

use ordstyrer::decide::Answers;
use ordstyrer::model::{Language, LengthUnit, ReplyLimit};

fn ids(words: &str) -> Vec<String> {
    Answers::shipped().suggest(words, false).into_iter().map(|answer| answer.id.clone()).collect()
}

#[test]
fn an_answer_is_suggested_where_its_words_stand() {
    assert_eq!(ids("Hvad er jeres åbningstider i morgen?"), ["opening-hours"]);
    assert_eq!(ids("There is a pothole on my street"), ["report-street"]);
    assert_eq!(ids("Sikke et dejligt vejr"), Vec::<String>::new());
}

#[test]
fn a_complaint_gets_the_complaint_guide_first() {
    assert_eq!(
        ids("Jeg vil klage! Åbningstiderne er en joke, og I åbner aldrig til tiden")[0],
        "complaint-guide"
    );
}

#[test]
fn helplines_stand_first_where_somebody_may_be_in_danger_and_nowhere_else() {
    let answers = Answers::shipped();
    let first = answers.suggest("Jeg vil klage", true);
    assert_eq!(first[0].id, "helplines");
    assert!(ids("jeg vil tale med nogen på 70 201 201").iter().all(|id| id != "helplines"));
    for (language, words) in [(Language::Danish, "112"), (Language::English, "112")] {
        let limit = ReplyLimit { most: 300, unit: LengthUnit::Graphemes, most_bytes: Some(3000) };
        let said = first[0].words(language, limit).unwrap();
        assert!(said.contains(words) && said.contains("70 201 201"), "{said}");
        for told in ["selvmord", "suicid", "kommentar", "skrev", "wrote", "comment", "bekymre", "worr"] {
            assert!(!said.to_lowercase().contains(told), "it says what was seen: {said}");
        }
    }
}

#[test]
fn an_answer_takes_the_longest_form_that_the_network_takes() {
    let answers = Answers::shipped();
    let guide = answers.get("complaint-guide").unwrap();
    let limit = |most| ReplyLimit { most, unit: LengthUnit::Utf16, most_bytes: None };
    let long = guide.words(Language::Danish, limit(8000)).unwrap();
    let short = guide.words(Language::Danish, limit(300)).unwrap();
    assert!(long.len() > short.len());
    assert_eq!(guide.words(Language::Danish, limit(50)), None);
    assert!(guide.words(Language::English, limit(8000)).unwrap().contains("complain"));
}

#[test]
fn an_answer_that_the_lint_refuses_or_that_nothing_suggests_is_refused() {
    let shipped = include_str!("../../../config/answers.toml");
    for (from, to, what) in [
        (
            "Du kan altid klage. En afgørelse",
            "Skriv dit CPR-nummer her. En afgørelse",
            "answers[0].da: The reply asks",
        ),
        (
            "id = \"opening-hours\"",
            "id = \"complaint-guide\"",
            "answers[1].id: `complaint-guide` stands twice",
        ),
        ("reviewed = \"\"", "reviewed = \"i går\"", "answers[0].reviewed: `i går` is no day"),
        ("keeper = \"unnamed (sample)\"", "keeper = \"\"", "answers[0].keeper: is empty"),
    ] {
        assert!(shipped.contains(from), "{from}");
        let refused = Answers::parse(&shipped.replacen(from, to, 1), "a.toml").unwrap_err().to_string();
        assert!(refused.contains(what), "{refused}");
    }
}
