//! What the rule book makes of a comment: threats, hate, spam, danger and facts about persons, and the
//! lawful words beside each that must stay. Every sentence is invented.

use ordstyrer::model::{Confidence, Finding, Kind, Label};

use crate::detect::{cut, read, shipped};

/// Each of these gets the label.
fn gets(label: Label, rows: &[&str]) {
    let detectors = shipped();
    for words in rows {
        assert!(read(&detectors, words).labels.contains(&label), "{label:?}: {words}");
    }
}

/// None of these gets a label of the rules that calls for a person. What the trained model thinks of them
/// is measured, not asserted.
fn stays(rows: &[&str]) {
    let detectors = shipped();
    for words in rows {
        let labels = read(&detectors, words).labels;
        let harmless =
            |label: &Label| matches!(label, Label::Profanity | Label::CaseRequest | Label::Offensive);
        assert!(labels.iter().all(harmless), "{words}: {labels:?}");
    }
}

#[test]
fn a_threat_is_found_direct_with_a_condition_and_veiled() {
    gets(
        Label::Threat,
        &[
            "Jeg slår dig ihjel",
            "vi ved hvor du bor",
            "Rører I min hæk igen, så brækker jeg benene på jer",
            "Næste mand i gul vest får et jernrør i hovedet",
            "Borgmesteren burde skydes",
            "Så brænder vi rådhuset af",
            "du bliver båret ud i en kiste",
            "Han får tæv, ham sagsbehandleren",
            "Spis godt nu, snart kommer du til at spise med sugerør",
            "I will kill you",
            "watch your back, you know I will find you",
        ],
    );
}

#[test]
fn anger_and_images_are_no_threat() {
    stays(&[
        "I skyder gråspurve med kanoner",
        "Det slår handelslivet ihjel, den her plan",
        "Jeg dør af grin over den rundkørsel",
        "Vi smadrede dem 4-1 i lørdags",
        "De skyder skylden på hinanden",
        "Borgmesteren burde gå af",
        "Det kommer I til at fortryde på valgdagen",
        "Jeg blev truet på livet i går, og politiet kom hurtigt",
        "Vi brænder for den her sag",
        "Ulven skal skydes, sådan er det",
        "I brænder penge af på konsulenter",
        "Pas på når I cykler, der er glat ved broen",
    ]);
}

#[test]
fn hate_against_a_group_is_found() {
    gets(
        Label::Hate,
        &[
            "Muslimer er rotter",
            "Jeg hader jøder",
            "smid alle perkerne ud af landet",
            "Homoseksuelle er syge i hovedet",
            "Handicappede er bare spild af penge",
            "All immigrants should be deported",
            "Lesbian women are revolting",
            "I h4te gay people",
            "There are refugees in my street. They are vermin.",
        ],
    );
}

#[test]
fn naming_a_group_quoting_hate_and_speaking_against_it_stay() {
    stays(&[
        "Min nabo er muslim, og vi drikker kaffe sammen",
        "Hvor mange flygtninge bor der i byen?",
        "Indvandrere er ikke kriminelle",
        "Gay people are wonderful neighbours",
        "Folk der siger at jøder er rotter skal skamme sig",
        "Ordet perker hører ikke hjemme i en skole",
        "No Muslim deserves to be attacked",
        "Kvinder og handicappede skal have bedre adgang til svømmehallen",
        "Der er rotter i kælderen i moskeen, hvem ringer man til?",
    ]);
}

#[test]
fn spam_and_scams_are_found_and_a_flea_market_is_not() {
    gets(
        Label::Spam,
        &[
            "Brug for lån? 10.000 til 300.000 kr uden kreditvurdering, skriv på WhatsApp",
            "Dit MitID udløber i dag, bekræft dine oplysninger her: mitid-borger-login.help",
            "Tillykke! Du er udvalgt som vinder, tryk på min profil og betal fragt",
            "Jeg tjente 40.000 kr på en uge med krypto, link i min bio",
            "Hej mor, jeg har tabt min telefon, send 4.000 på MobilePay",
            "Kopier teksten og sæt den ind på din væg inden midnat",
        ],
    );
    stays(&[
        "Spejderne holder loppemarked på lørdag, kom og køb billigt",
        "Hvordan logger jeg på med MitID?",
        "Advarsel: jeg fik en falsk sms fra PostNord om told, klik ikke på linket",
        "Se referatet på www.kommunen.dk",
        "Tillykke med den nye cykelsti",
        "Kan man låne en lastcykel på biblioteket?",
    ]);
}

#[test]
fn danger_to_life_and_to_a_child_is_found_and_a_figure_of_speech_is_not() {
    gets(Label::SelfHarm, &["jeg vil bare dø", "Jeg har skåret mig selv igen", "I want to end my life"]);
    gets(Label::SelfHarm, &["Min søster har skrevet farvel til alle og svarer ikke, hvem ringer man til?"]);
    gets(
        Label::ChildConcern,
        &[
            "Drengen ovenpå har blå mærker igen, hvem ringer man til?",
            "Naboens børn er alene hjemme hver nat",
        ],
    );
    stays(&[
        "Jeg er ved at dø af grin",
        "Livslinien holder oplæg om selvmordstanker på biblioteket",
        "Børnene i 3. klasse var sultne efter turen",
        "Min mand svarer ikke på mails fra jer mere",
    ]);
}

#[test]
fn sexual_harassment_and_calls_to_crime_are_found() {
    gets(Label::Sexual, &["send nudes skat", "sikke nogle patter hun har"]);
    gets(Label::Incitement, &["Hvem er med til at smadre ruderne på rådhuset i nat?"]);
    stays(&["Hvem er med til at plante træer på lørdag?", "Lækker mad i kantinen"]);
}

#[test]
fn a_fact_about_a_person_is_found_with_the_phrase_that_states_it() {
    let detectors = shipped();
    let rows = [
        (
            "Hallo, min søn har autisme og venter stadig",
            Kind::MentalHealth,
            "min søn har autisme",
            "fact.child",
        ),
        (
            "Jeg har fået konstateret sclerose i år",
            Kind::Health,
            "Jeg har fået konstateret sclerose",
            "fact.own",
        ),
        (
            "Det er synd, hun er på krisecenter nu",
            Kind::ProtectedAddress,
            "hun er på krisecenter",
            "fact.third",
        ),
        ("Alle ved at Brian er dømt for vold", Kind::Crime, "Brian er dømt for vold", "fact.third"),
        ("Hende vikaren er jehovas vidne", Kind::Religion, "Hende vikaren er jehovas vidne", "fact.third"),
        ("My neighbour is HIV positive", Kind::Health, "My neighbour is HIV positive", "fact.third"),
    ];
    for (words, kind, phrase, reason) in rows {
        let findings = read(&detectors, words).findings;
        let found: Vec<_> =
            findings.iter().map(|found| (found.kind, cut(words, found), &*found.reason)).collect();
        assert_eq!(found, [(kind, phrase.to_owned(), reason)], "{words}");
    }
}

#[test]
fn what_is_supposed_figurative_work_or_said_of_nobody_is_no_fact() {
    let detectors = shipped();
    let rows = [
        "Hvis min mor fik demens, ville jeg flytte hende",
        "Jeg er lam af vrede over den plan",
        "Han er dømt til at tabe næste valg",
        "Min mand arbejder på krisecentret",
        "Min mor drikker sin kaffe på biblioteket",
        "Min søn er afhængig af sin telefon",
        "Børn med autisme fortjener bedre",
        "Kan jeg søge boligstøtte som studerende?",
    ];
    for words in rows {
        assert_eq!(read(&detectors, words).findings, [], "{words}");
    }
}

#[test]
fn a_topic_without_a_person_and_ones_own_politics_are_no_finding() {
    crate::detect::finds_nothing(&[
        "Kræft rammer hver tredje dansker",
        "Kirken bør renoveres, og fagforeningen protesterer",
        "Jeg er socialdemokrat og stemmer på dem igen",
        "Kommunen har skåret i hjælpen til folk med demens",
        "Hvis man har angst, er ventetiden lang",
        "Min mor har fået en flot altan",
        "Han har aldrig været dømt for noget",
        "Flere børn med autisme får ikke den rette skole",
        "Mange er på kontanthjælp, fordi virksomhederne lukker",
    ]);
}

#[test]
fn a_fact_is_never_sure_enough_to_be_masked_or_hidden() {
    let detectors = shipped();
    for words in
        ["Min søn har autisme", "hun er på krisecenter nu", "Jeg har diabetes og min kone har demens"]
    {
        let findings = read(&detectors, words).findings;
        assert!(!findings.is_empty(), "{words}");
        assert!(findings.iter().all(|found| found.confidence == Confidence::Medium), "{words}");
        assert!(!findings.iter().any(Finding::is_masked), "{words}");
    }
}
