//! What a comment is as a whole: abuse of a person, swearing, a request for case handling, its
//! language. Criticism must stay.

use ordstyrer::model::{Area, Label, Language};

use crate::detect::{read, shipped};

#[test]
fn abuse_of_a_person_is_labelled() {
    let detectors = shipped();
    for words in [
        "Du er en idiot",
        "du er simpelthen så DUM",
        "Din klamme lille taber",
        "Hold kæft din kælling",
        "Hanne i skranken er en led heks",
        "sagsbehandleren er et fjols og en løgner",
        "Idioter!",
        "fuck dig",
        "luk røven Poul",
        "you are a pathetic loser",
        "The guy at the desk is a moron",
    ] {
        let reading = read(&detectors, words);
        assert!(reading.labels.starts_with(&[Label::Offensive, Label::Abuse]), "{words}");
        assert!(reading.scores.offensive >= 0.5, "{words}");
    }
}

#[test]
fn criticism_of_the_municipality_stays_however_harsh() {
    let detectors = shipped();
    for words in [
        "Kommunen er inkompetent og pinlig",
        "Det er den dummeste beslutning, byrådet har truffet i 20 år",
        "Jobcenteret er en katastrofe, luk det nu",
        "Forvaltningen lyver for borgerne, og borgmesteren ved det godt",
        "Borgmesteren skal gå af, hun har svigtet de ældre",
        "I burde skamme jer, alle sammen",
        "Politikerne er til grin og har ingen rygrad",
        "Jeres system er idiotisk og dumt bygget",
        "For helvede, hvor er det dårligt, det her",
        "Sikke noget lort at lukke vores skole",
        "Planen er til at brække sig over",
        "Det er fandeme en skandale",
        "This council is a disgrace and the mayor should resign",
        "Your website is useless",
        "Han kaldte mig en idiot, og I gjorde ingenting",
        "Ordet \"perker\" hører ikke hjemme i en byrådssal",
    ] {
        let reading = read(&detectors, words);
        assert!(!reading.labels.contains(&Label::Offensive), "{words}");
        assert!(!reading.labels.contains(&Label::Abuse), "{words}");
    }
}

#[test]
fn swearing_at_nobody_is_profanity_and_little_more() {
    let reading = read(&shipped(), "Hvad fanden laver de med den vej?");

    assert_eq!(reading.labels, [Label::Profanity]);
    assert!(reading.scores.offensive > 0.0 && reading.scores.offensive < 0.3);
}

#[test]
fn a_word_inside_a_word_is_nothing() {
    let detectors = shipped();
    for words in [
        "Episoden om spisepinde og pissoiret",
        "Skidtræk og marieholm",
        "Vi har svinekød og koteletter",
        "Narkotika og narcisser",
        "this analysis of classes and grapefruit",
    ] {
        assert_eq!(read(&detectors, words).labels, [], "{words}");
    }
}

#[test]
fn a_request_in_ones_own_case_is_labelled_with_its_area() {
    let detectors = shipped();
    let rows = [
        ("Hvornår får jeg svar på min ansøgning om byggetilladelse?", Area::RoadsParkingWasteBuilding),
        (
            "Jeg har ventet 3 måneder på svar om min datters plads i børnehave. Kan I tjekke det?",
            Area::ChildrenSchools,
        ),
        ("Min mor har fået afslag på hjemmehjælp. Hvordan klager vi?", Area::ElderlyHealth),
        ("Mine sygedagpenge er stoppet uden afgørelse, ring til mig", Area::JobsBenefits),
        ("I still haven't received my health card, can you check my case please?", Area::Borgerservice),
        ("Hvad sker der med min sag? Jeg har ikke hørt noget i 8 uger", Area::Unknown),
    ];
    for (words, area) in rows {
        let reading = read(&detectors, words);
        assert!(reading.labels.contains(&Label::CaseRequest), "{words}");
        assert_eq!(reading.area, Some(area), "{words}");
    }
}

#[test]
fn a_general_question_and_praise_are_no_request() {
    let detectors = shipped();
    for words in [
        "Hvornår åbner svømmehallen?",
        "Må man tænde bål ved søen?",
        "Hvor kan man parkere ved rådhuset?",
        "What are the opening hours of the library?",
        "Tak for en dejlig dag i parken",
        "Hvorfor bruger I 20 millioner på et springvand?",
        "Godt at I endelig asfalterer vejen",
    ] {
        let reading = read(&detectors, words);
        assert!(!reading.labels.contains(&Label::CaseRequest), "{words}");
        assert_eq!(reading.area, None, "{words}");
    }
}

#[test]
fn the_language_is_told_and_short_texts_lean_to_danish() {
    let detectors = shipped();
    let rows = [
        ("Kan I ikke svare på mit spørgsmål?", Language::Danish),
        ("ok", Language::Danish),
        ("👍👍", Language::Danish),
        ("Super", Language::Danish),
        ("When will the road be open again?", Language::English),
        ("Thanks for the help with my question", Language::English),
        ("Jag vet inte varför vi inte får något svar", Language::Swedish),
        ("Jeg vet ikke hva dere gjør etter at noen har klaget", Language::Norwegian),
        ("Wann wird die Straße wieder geöffnet und warum nicht jetzt?", Language::German),
        ("Коли відкриється школа для наших дітей", Language::Other),
    ];
    for (words, language) in rows {
        assert_eq!(read(&detectors, words).language, language, "{words}");
    }
}
