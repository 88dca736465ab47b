//! The lint: what it refuses and why, what it lets pass, and that nothing goes around it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use ordstyrer::decide::lint::{Citizen, Draft, Lint, Purpose, Refusal};
use ordstyrer::decide::{Mailboxes, Replies};
use ordstyrer::detect::{Detectors, Lists};
use ordstyrer::model::{Language, LengthUnit, ReplyLimit, Stamp};
use ordstyrer::screen::Outgoing;

const NOW: Stamp = Stamp::from_ms(1_800_000_000_000);
const ROOM: ReplyLimit = ReplyLimit { most: 8000, unit: LengthUnit::Utf16, most_bytes: None };
const GOOD: &str = "Tak for din besked. Skriv med Digital Post til Borgerservice, eller ring på 33 66 33 66. \
                    Svar her er kun vejledende.";

static OUTGOING: LazyLock<Outgoing> = LazyLock::new(|| {
    let lists = Lists { own_numbers: vec!["33 66 33 66".to_owned()], ..Lists::shipped() };
    let lint = Lint::shipped().knowing(Replies::shipped().vocabulary());
    Outgoing::new(
        Arc::new(Detectors::new(&lists).unwrap()),
        Arc::new(lint),
        Stamp::parse("2040-01-01T00:00:00Z"),
    )
});

fn draft(words: &str, purpose: Purpose) -> Draft<'_> {
    Draft { words, language: Language::Danish, purpose, to: Citizen::default(), ours: &[] }
}

/// The groups that keep a draft from being sent.
fn blocked(draft: &Draft<'_>) -> Vec<String> {
    let refusals = OUTGOING.look(draft, NOW).into_iter().filter(|refusal| refusal.blocks);
    refusals.map(|refusal| refusal.group).collect()
}

#[test]
fn an_ordinary_answer_passes() {
    for words in
        ["Svømmehallen åbner kl. 8", "Biblioteket holder lukket i påsken.", "Ring til os på 33 66 33 66."]
    {
        assert_eq!(blocked(&draft(words, Purpose::Answer)), Vec::<String>::new(), "{words}");
        assert!(OUTGOING.pass(&draft(words, Purpose::Answer), NOW).is_ok());
    }
}

#[test]
fn personal_data_a_request_for_it_a_private_message_and_a_case_are_refused_in_every_reply() {
    for (words, group) in [
        ("Du har nummer 311236-4004 hos os.", "personal"),
        ("Skriv til karen.proeve@example.com om det.", "personal"),
        ("Skriv dit CPR-nummer her, så ser vi på det.", "asks"),
        ("What is your case number?", "asks"),
        ("Send os en privat besked.", "private"),
        ("Message us on Messenger.", "private"),
        ("Vi har modtaget din ansøgning.", "case"),
        ("Du har ingen sag hos os.", "case"),
        ("Din sagsbehandler ringer i morgen.", "case"),
        ("Your case is still open.", "case"),
    ] {
        for purpose in [Purpose::Answer, Purpose::Redirect, Purpose::Removal] {
            let draft = draft(words, purpose);
            assert!(blocked(&draft).contains(&group.to_owned()), "{words}: {:?}", blocked(&draft));
            assert!(OUTGOING.pass(&draft, NOW).is_err(), "{words}");
        }
    }
}

#[test]
fn what_a_redirect_must_say_is_a_hint_in_an_answer() {
    for (words, group) in [
        (GOOD.replace("Svar her er kun vejledende.", ""), "guidance"),
        (GOOD.replace(", eller ring på 33 66 33 66", ""), "alternative"),
        (GOOD.replace("Tak for", "Hej Karen, tak for"), "name"),
        (GOOD.replace("besked", "besked om boligstøtte"), "repeats"),
    ] {
        for purpose in [Purpose::Redirect, Purpose::Removal] {
            assert_eq!(blocked(&draft(&words, purpose)), [group], "{words}");
        }
        assert_eq!(blocked(&draft(&words, Purpose::Answer)), Vec::<String>::new(), "{words}");
        let (_, hints) = OUTGOING.pass(&draft(&words, Purpose::Answer), NOW).unwrap();
        // A topic is what an answer is about.
        assert_eq!(hints.iter().any(|hint| hint.group == group), group != "repeats", "{words}");
    }
    assert_eq!(blocked(&draft(GOOD, Purpose::Redirect)), Vec::<String>::new());
}

#[test]
fn the_citizens_name_and_telling_words_do_not_come_back() {
    let to = Citizen {
        name: Some("Karoline Prøvesen"),
        handle: Some("@karo_p1972"),
        words: Some("Min cykelanhænger er væk fra gården"),
    };
    for (add, group) in [
        ("Hilsen til Karoline.", "name"),
        ("Se karo_p1972.", "name"),
        ("Cykelanhængere er farlige.", "repeats"),
    ] {
        let words = format!("{GOOD} {add}");
        assert_eq!(blocked(&Draft { to, ..draft(&words, Purpose::Redirect) }), [group], "{words}");
        assert_eq!(blocked(&draft(&words, Purpose::Redirect)), Vec::<String>::new(), "{words}");
    }
    // What everybody writes is no repetition.
    let everyday =
        Citizen { words: Some("Kan jeg få en besked fra kommunen? Digital Post virker ikke"), ..to };
    assert_eq!(blocked(&Draft { to: everyday, ..draft(GOOD, Purpose::Redirect) }), Vec::<String>::new());
}

#[test]
fn a_mailboxs_own_name_is_no_topic() {
    let words = GOOD.replace("Borgerservice", "sfo nord");
    assert_eq!(blocked(&draft(&words, Purpose::Redirect)), ["repeats"]);
    let ours = ["sfo nord"];
    assert_eq!(blocked(&Draft { ours: &ours, ..draft(&words, Purpose::Redirect) }), Vec::<String>::new());
}

#[test]
fn each_refusal_says_why_and_how_to_mend_it_in_both_languages() {
    let bad =
        "Hej Karen, send os dit CPR-nummer i en privat besked om din sag om boligstøtte via Digital Post.";
    let refusals = OUTGOING.look(&draft(bad, Purpose::Redirect), NOW);
    let groups: Vec<&str> = refusals.iter().map(|refusal| refusal.group.as_str()).collect();
    for group in ["asks", "private", "case", "guidance", "alternative", "name", "repeats"] {
        assert!(groups.contains(&group), "{group} is not among {groups:?}");
    }
    for Refusal { why, mend, at, group, .. } in &refusals {
        for said in why.iter().chain(mend) {
            assert!(said.ends_with(['.', '»', '«', '”']) && said.len() > 20, "{group}: {said}");
        }
        assert!(
            at.is_none_or(|(start, end)| bad.get(start..end).is_some_and(|part| !part.is_empty())),
            "{group}"
        );
    }
    assert!(refusals.windows(2).all(|pair| pair[0].blocks || !pair[1].blocks), "what blocks stands first");
}

#[test]
fn our_own_forms_pass_for_every_mailbox() {
    let (replies, mailboxes) = (Replies::shipped(), Mailboxes::shipped());
    let phones = mailboxes.all().iter().map(|mailbox| mailbox.phone.clone()).collect();
    let own_addresses = ["Rådhuspladsen 1", "Nyropsgade 1"].map(ToOwned::to_owned).to_vec();
    let lists = Lists { own_numbers: phones, own_addresses, ..Lists::shipped() };
    let outgoing = Outgoing::new(
        Arc::new(Detectors::new(&lists).unwrap()),
        Arc::new(Lint::shipped().knowing(replies.vocabulary())),
        None,
    );
    for mailbox in mailboxes.all() {
        for language in [Language::Danish, Language::English] {
            for form in ordstyrer::decide::Form::ALL {
                let words = replies.compose(form, language, mailbox, "Prøveby Kommune", ROOM).unwrap();
                let ours = mailbox.names();
                let draft = Draft {
                    words: &words,
                    language,
                    purpose: form.purpose(),
                    to: Citizen::default(),
                    ours: &ours,
                };
                let refusals = outgoing.look(&draft, NOW);
                assert!(refusals.is_empty(), "{} {form:?}: {refusals:?}\n{words}", mailbox.id);
            }
        }
    }
}

#[test]
fn a_lint_that_gets_a_sentence_of_its_own_wrong_is_refused_with_rule_and_sentence() {
    let shipped = include_str!("../../../config/lint.toml");
    let changed = |from: &str, to: &str| {
        assert!(shipped.contains(from), "{from}");
        Lint::parse(&shipped.replacen(from, to, 1), "l.toml").unwrap_err().to_string()
    };
    let weaker = changed("match = [\"message\"]", "match = [\"'zzz'\"]");
    assert!(
        weaker.contains("rule `private.message`: does not find what it must: Send os en besked"),
        "{weaker}"
    );
    let stronger = changed("words = \"Svømmehallen åbner kl. 8.\"", "words = \"Send os en privat besked.\"");
    assert!(stronger.contains("proper[0]: is refused by `private.channel`"), "{stronger}");
    let unknown = changed("match = [\"message\"]", "match = [\"mesage\"]");
    assert!(unknown.contains("`mesage` is no list of words"), "{unknown}");
    let silent = changed("[[group]]\nid = \"personal\"", "[[group]]\nid = \"persnal\"");
    assert!(silent.contains("`personal` has no sentences"), "{silent}");
}

#[test]
fn a_warning_not_to_share_is_no_request_and_a_comma_ends_it() {
    for words in ["Skriv ikke dit CPR-nummer her.", "Please never share your CPR number here."] {
        assert_eq!(blocked(&draft(words, Purpose::Answer)), Vec::<String>::new(), "{words}");
    }
    let both = "Skriv ikke dit CPR-nummer her, men send os dit telefonnummer.";
    assert_eq!(blocked(&draft(both, Purpose::Answer)), ["asks"]);
}

#[test]
fn words_for_the_outbox_are_made_by_the_lint_alone() {
    let mut folders: Vec<PathBuf> = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let (mut sealed, mut queued) = (Vec::new(), Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string();
            sealed.extend(text.contains("Passed::seal(").then(|| name.clone()));
            // Whoever gives a task words makes a reply of them.
            let words = text
                .lines()
                .filter(|line| line.trim_start().starts_with("words:") && line.contains(".words()"));
            // A network's own form of a reply is made after the outbox.
            queued.extend(words.map(|_| name.clone()).filter(|name| !name.starts_with("src/platform/")));
            let raw =
                text.contains("Task {") && text.contains("words: Some(") && !text.contains("reply.words()");
            assert!(
                !raw || name.starts_with("src/store/"),
                "{name} gives a task words that no lint has seen"
            );
        }
    }
    assert_eq!(sealed, ["src/decide/lint/book.rs"]);
    queued.sort();
    assert_eq!(
        queued,
        ["src/settle/choice.rs", "src/settle/judged.rs"],
        "both doors take what the lint passed"
    );
}

#[test]
fn what_the_program_comes_with_passes_what_a_file_of_ones_own_must() {
    // At a start it is trusted, so that each of them is quick: this is where it is tried.
    Lint::parse(include_str!("../../../config/lint.toml"), "lint.toml").unwrap();
    Replies::shipped()
        .in_danish(include_str!("../../../config/replies.da.toml"), "replies.da.toml")
        .unwrap()
        .in_english(include_str!("../../../config/replies.en.toml"), "replies.en.toml")
        .unwrap();
    ordstyrer::decide::Answers::parse(include_str!("../../../config/answers.toml"), "answers.toml").unwrap();
}
