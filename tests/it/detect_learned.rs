//! The trained models: what they see, what they never do, and that their file cannot hurt.

use ordstyrer::decide::Policy;
use ordstyrer::detect::{BLOCKS, Comment, Detectors, Features, Head, Lists, Model, ModelError};
use ordstyrer::model::{Area, Label, Likely, Reading, Stamp, Text};

fn detectors() -> Detectors {
    Detectors::new(&Lists::shipped()).expect("the shipped lists compile")
}

fn read_under(detectors: &Detectors, text: &str, post: Option<&str>) -> Reading {
    let (text, post) = (Text::new(text), post.map(Text::new));
    let comment = Comment { text: &text, author_name: None, handle: None, post: post.as_ref() };
    detectors.read(&comment, Stamp::parse("2040-01-01T12:00:00Z").expect("a moment"))
}

fn features(detectors: &Detectors, text: &str) -> Features {
    let text = Text::new(text);
    detectors.features(&Comment { text: &text, author_name: None, handle: None, post: None })
}

fn small_model() -> Model {
    let head = |name: &str| Head {
        name: name.to_owned(),
        bias: -0.25,
        slope: 2.0,
        shift: 0.5,
        threshold: 0.5,
        scales: [0.01; BLOCKS],
    };
    let weights = (0..2_usize << 12).map(|nth| i8::try_from(nth % 255).unwrap_or(-1)).collect();
    Model::new(vec![head("offensive"), head("spam")], 12, weights).expect("the parts fit")
}

#[test]
fn a_model_is_read_as_it_was_written() {
    let model = small_model();

    let read = Model::read(&model.write()).expect("it is a model");

    assert_eq!(read, model);
}

#[test]
fn a_model_that_was_cut_anywhere_is_an_error() {
    let file = small_model().write();

    for length in 0..file.len() {
        let cut = file.get(..length).expect("it is shorter");
        assert!(Model::read(cut).is_err(), "cut after {length} bytes");
    }
}

#[test]
fn a_model_with_any_byte_changed_is_an_error() {
    let file = small_model().write();

    for place in 0..file.len() {
        let mut damaged = file.clone();
        damaged[place] ^= 0x41;
        assert!(Model::read(&damaged).is_err(), "byte {place} changed");
    }
}

#[test]
fn a_model_of_another_version_says_so() {
    let mut file = small_model().write();
    file[4] = 9;

    assert_eq!(Model::read(&file), Err(ModelError::Version(9)));
}

#[test]
fn bytes_that_are_no_model_are_called_that() {
    assert_eq!(Model::read(b""), Err(ModelError::NotAModel));
    assert_eq!(Model::read(b"a text of some length, and no model"), Err(ModelError::NotAModel));
}

#[test]
fn a_model_whose_numbers_are_none_is_refused() {
    let head = Head {
        name: "spam".to_owned(),
        bias: f32::NAN,
        slope: 1.0,
        shift: 0.0,
        threshold: 0.5,
        scales: [0.0; BLOCKS],
    };

    assert_eq!(Model::new(vec![head], 12, vec![0; 1 << 12]), Err(ModelError::Field("numbers")));
}

#[test]
fn the_shipped_models_are_smaller_than_a_megabyte() {
    let comment = include_bytes!("../../config/model/comment.bin");
    let area = include_bytes!("../../config/model/area.bin");

    assert!(comment.len() + area.len() < 1_000_000);
}

#[test]
fn a_disguised_word_is_seen_as_the_word_it_is() {
    let detectors = detectors();
    let plain = features(&detectors, "du er en idiot");

    for disguised in [
        "du er en 1d1ot",
        "du er en i d i o t",
        "du er en i.d.i.o.t",
        "du er en idiooooot",
        "du er en іdіоt",
        "du er en íd\u{200b}iót",
        "DU ER EN IDIOT!!!",
    ] {
        let seen = features(&detectors, disguised);
        assert_eq!(seen.block(0), plain.block(0), "{disguised}");
        assert_eq!(seen.block(1), plain.block(1), "{disguised}");
    }
}

#[test]
fn other_words_are_not_taken_for_the_same() {
    let detectors = detectors();

    let (one, two) = (features(&detectors, "du er en idiot"), features(&detectors, "du er en pilot"));

    assert_ne!(one.block(0), two.block(0));
}

#[test]
fn a_number_says_how_long_it_is_and_never_which() {
    let detectors = detectors();

    let (one, two) = (features(&detectors, "ring 20304050"), features(&detectors, "ring 60708090"));

    assert_eq!(one.block(0), two.block(0));
    assert_eq!(one.block(1), two.block(1));
}

#[test]
fn lawful_criticism_praise_and_questions_get_no_label_of_a_model() {
    let detectors = detectors();

    for text in [
        "Byrådet burde skamme sig over det budget.",
        "Den dårligste beslutning i mange år. Stem på nogle andre næste gang.",
        "Hvornår åbner genbrugspladsen på søndag?",
        "Tak for en dejlig dag i parken, alle var så søde",
        "Jeg er dybt uenig med borgmesteren om skolerne.",
        "Flere cykelstier ville hjælpe mere end en ny motorvej",
        "Muslimer og kristne spiste sammen i forsamlingshuset i går",
        "The council should be ashamed of this decision",
        "Spild af skattekroner, som altid",
    ] {
        let labels = read_under(&detectors, text, None).labels;
        for label in [Label::Offensive, Label::Abuse, Label::Spam, Label::CaseRequest] {
            assert!(!labels.contains(&label), "{text} is labelled {label:?}");
        }
    }
}

#[test]
fn a_request_in_ones_own_case_is_one() {
    let detectors = detectors();

    for text in [
        "Jeg har ventet tre måneder på svar på min ansøgning om hjemmehjælp til min mor. Hvem skal jeg ringe til?",
        "Jeg søgte om byggetilladelse i marts og har ikke hørt noget. Hvornår får jeg svar?",
        "I applied for a nursery place in May and nobody answered. Who can I call?",
    ] {
        assert!(read_under(&detectors, text, None).labels.contains(&Label::CaseRequest), "{text}");
    }
}

#[test]
fn a_lure_is_spam() {
    let text = "Tjen 9.000 kr om ugen hjemmefra, ingen erfaring. Skriv til mig på WhatsApp eller klik https://rig-nu.example";

    assert!(read_under(&detectors(), text, None).labels.contains(&Label::Spam));
}

#[test]
fn the_areas_of_a_request_stand_best_first_and_are_at_most_three() {
    let text = "Jeg har ventet tre måneder på svar på min ansøgning om hjemmehjælp til min mor. Hvem skal jeg ringe til?";

    let reading = read_under(&detectors(), text, None);

    assert_eq!(reading.area, Some(Area::ElderlyHealth));
    assert_eq!(reading.areas.first().map(|likely| likely.area), reading.area);
    assert_eq!(reading.areas.len(), 3);
    assert!(reading.areas.is_sorted_by(|one, two| one.score >= two.score));
    assert!(reading.areas.iter().map(|likely| likely.score).sum::<f32>() <= 1.001);
}

#[test]
fn a_comment_that_asks_for_nothing_has_no_area() {
    let reading = read_under(&detectors(), "Sikke et dejligt vejr på stranden i dag", None);

    assert_eq!(reading.area, None);
    assert_eq!(reading.areas, Vec::<Likely>::new());
}

#[test]
fn our_own_post_above_it_helps_to_name_the_area() {
    let detectors = detectors();
    let text = "Jeg har stadig ikke fået svar på min ansøgning, hvem skal jeg ringe til?";
    let score = |reading: &Reading| {
        let own = reading.areas.iter().find(|likely| likely.area == Area::JobsBenefits);
        own.map_or(0.0, |likely| likely.score)
    };

    let alone = read_under(&detectors, text, None);
    let under =
        read_under(&detectors, text, Some("Jobcenteret: sådan søger du kontanthjælp og sygedagpenge"));

    assert_eq!(under.area, Some(Area::JobsBenefits));
    assert!(score(&under) > score(&alone));
}

#[test]
fn nothing_that_a_model_says_hides_a_comment() {
    let policy = Policy::shipped();

    for labels in [vec![Label::Offensive], vec![Label::Spam], vec![Label::CaseRequest]] {
        let reading = Reading { labels: labels.clone(), ..Reading::default() };
        assert!(!policy.propose(&reading).is_automatic, "{labels:?}");
    }
}
