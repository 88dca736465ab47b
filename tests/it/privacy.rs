//! The canary test: unique tokens in every field that a network delivers, everything logged at
//! TRACE, networks that fail; and afterwards they are nowhere that we write.

use std::cell::RefCell;
use std::io::Write;
use std::path::Path;
use std::sync::Once;
use std::time::Duration;

use ordstyrer::demo::{Access, Call, Fault, Network};
use ordstyrer::model::{Clock, State};
use ordstyrer::platform::Secrets;
use ordstyrer::settle::{Choice, Closed};
use ordstyrer::store::{self, Engine};
use ordstyrer::vault;
use secrecy::ExposeSecret;

use tracing_subscriber::Layer;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::harness::{Town, days, engines, hours, minutes, name, postgres, redirect_with};

/// Each stands in another field; none of them is a word.
const CANARIES: [&str; 7] = [
    "kanarinavnqx",
    "kanaribskyqx",
    "kanaritekstqx",
    "kanarirettetqx",
    "kanaribesogqx",
    "kanarinaevntqx",
    "kanaricitatqx",
];
/// Digits of leaks: nowhere at any time, not even sealed.
const DIGITS: [&str; 3] = ["311236-4004", "3112364012", "4004"];

thread_local! {
    /// What was logged on this thread since it began to listen; a test's tasks all run on its own.
    static HEARD: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Listens at TRACE to everything that this thread does. One subscriber for the whole program, which
/// looks at the thread each time: one of each test's own would be deaf to every line that another
/// test's thread came by first.
pub(crate) fn listen() {
    static ONE: Once = Once::new();
    ONE.call_once(|| {
        let lines = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(|| Ear)
            .with_filter(dynamic_filter_fn(|_, _| HEARD.with_borrow(Option::is_some)));
        tracing_subscriber::registry().with(lines).init();
    });
    HEARD.set(Some(Vec::new()));
}

/// What was logged since [`listen`].
pub(crate) fn heard() -> Vec<u8> {
    HEARD.take().expect("it was listened to")
}

struct Ear;

impl Write for Ear {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        HEARD.with_borrow_mut(|heard| heard.iter_mut().for_each(|heard| heard.extend_from_slice(line)));
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub(crate) fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(haystack, needle).is_some()
}

/// Every byte that the installation wrote: databases, logs of databases, key folder, ledger.
async fn bytes_of(town: &Town, engine: Engine) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    walk(town.folder.path(), &mut files);
    if engine == Engine::Postgres {
        for folder in postgres::folders_of(&town.addresses).await {
            walk(&folder, &mut files);
        }
    }
    files
}

pub(crate) fn walk(folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, files);
        } else if let Ok(bytes) = std::fs::read(&path) {
            files.push((path.display().to_string(), bytes));
        }
    }
}

/// A town where citizens use every field, networks fail in every way, and a moderator decides.
async fn lively(engine: Engine) -> Town {
    let town = Town::new(engine).await;
    let fb = town.networks.post(Network::Facebook, "Spørg os.");
    let bsky = town.networks.post(Network::Bluesky, "Spørg os.");
    let leak = format!("kanaritekstqx mit cpr er {}", DIGITS[0]);
    let first = town.networks.comment(&fb, "kanarinavnqx Hansen", &leak);
    town.networks.comment(&bsky, "kanaribskyqx", &format!("kanaritekstqx cpr {}", DIGITS[1]));
    town.networks.comment(&fb, &format!("kanarinavnqx cpr {}", DIGITS[0]), "kanaritekstqx er dejligt");
    town.networks.visitor_post(Network::Facebook, "kanarinavnqx", "kanaribesogqx");
    town.networks.mention(Network::Bluesky, "kanaribskyqx", "kanarinaevntqx");
    town.networks.quote(&bsky, "kanaribskyqx", "kanaricitatqx");
    let words = "kanaritekstqx Hvornår får jeg svar på min ansøgning om plads i vuggestuen?";
    let request = town.networks.comment(&fb, "kanarinavnqx", words);
    for fault in [
        Fault::ServerError,
        Fault::BadGateway,
        Fault::Throttled(Duration::from_secs(30)),
        Fault::Truncated,
        Fault::Dropped,
        Fault::PermissionLost,
        Fault::TokenExpired,
    ] {
        town.networks.fail_next(Network::Facebook, fault);
        town.networks.fail_next(Network::Bluesky, fault);
        town.worker.turn().await.unwrap();
        town.later(hours(1));
    }
    for _ in 0..4 {
        town.worker.turn().await.unwrap();
        town.later(hours(1));
    }
    town.networks.edit(&first, &format!("kanarirettetqx {}", DIGITS[0]));
    town.networks.fail_on(Network::Facebook, Call::Reply, Fault::AnswerLost);
    let (row, _) = town.held(Network::Facebook, &request).await.unwrap();
    let reply = "Skriv sikkert til os via Digital Post. Svar her er kun vejledende.";
    town.decide(&row, redirect_with(reply)).await;
    for _ in 0..6 {
        town.worker.turn().await.unwrap();
        town.later(minutes(30));
    }
    town
}

#[tokio::test]
async fn no_word_or_number_of_a_citizen_is_ever_written_in_the_clear() {
    for engine in engines() {
        listen();
        let town = lively(engine).await;

        assert!(town.count().await >= 7, "the citizens' words were taken in");
        let logged = heard();
        assert!(contains(&logged, "an account failed and rests".as_bytes()), "the failures were logged");
        let mut written = bytes_of(&town, engine).await;
        ids_are_not_in(&String::from_utf8_lossy(&logged), &town);
        written.push(("the log".into(), logged));
        for (file, bytes) in written {
            for needle in CANARIES {
                assert!(!contains(&bytes, needle.as_bytes()), "{engine:?}: {needle} stands in {file}");
            }
            // Four digits can stand anywhere by chance, a whole number cannot.
            for digits in DIGITS.iter().filter(|digits| digits.len() > 4) {
                assert!(!contains(&bytes, digits.as_bytes()), "{engine:?}: a number stands in {file}");
            }
        }
    }
}

#[tokio::test]
async fn a_token_is_nowhere_in_the_clear() {
    for engine in engines() {
        listen();
        let town = lively(engine).await;
        for network in town.networks.networks() {
            town.networks.set_access(network, Access::Revoked);
        }
        let report = town.worker.turn().await.unwrap();
        let secrets: Vec<_> =
            town.networks.networks().into_iter().map(|network| town.networks.secrets(network)).collect();
        for (network, secrets) in town.networks.networks().into_iter().zip(&secrets) {
            town.networks.set_access(network, Access::Full);
            town.rotate(&name(network), secrets, None).await;
        }
        town.turn().await;

        let logged = HEARD.take().unwrap();
        assert!(contains(&logged, b"the token is no longer valid"), "{engine:?}: the deaths were logged");
        let mut written = bytes_of(&town, engine).await;
        written.push(("the log".into(), logged));
        written.push(("the report".into(), format!("{report:?} {secrets:?} {:?}", town.worker).into_bytes()));
        for secret in secrets.iter().flat_map(Secrets::iter).map(|(_, secret)| secret.expose_secret()) {
            assert!(secret.len() > 8);
            for (file, bytes) in &written {
                assert!(!contains(bytes, secret.as_bytes()), "{engine:?}: a token stands in {file}");
            }
        }
    }
}

/// The id of a comment leads to a person: it is in no line that we write. (What libraries write
/// below a warning can hold an address; `serve` never lets it out.)
fn ids_are_not_in(log: &str, town: &Town) {
    let ours: Vec<_> =
        log.lines().filter(|line| line.contains(" ordstyrer::") || line.contains(" WARN ")).collect();
    assert!(ours.len() > 10, "there is something to look at");
    for comment in town.networks.inquiries() {
        let held = ours.iter().find(|line| line.contains(&comment.id));
        assert!(held.is_none(), "the id of a comment stands in the log");
    }
}

#[tokio::test]
async fn digits_of_a_leak_are_not_even_sealed() {
    for engine in engines() {
        let town = lively(engine).await;
        for comment in town.networks.inquiries() {
            if let Some((_, kept)) = town.held(comment.network, &comment.id).await {
                let json = serde_json::to_string(&kept).unwrap();
                for digits in DIGITS.iter().filter(|digits| digits.len() > 4) {
                    assert!(!json.contains(digits), "{engine:?}: a sealed row holds a number");
                }
            }
        }
    }
}

#[tokio::test]
async fn what_was_deleted_is_in_no_file_and_a_copy_from_before_cannot_be_opened() {
    for engine in engines() {
        let town = lively(engine).await;
        let mut noted = Vec::new();
        for comment in town.networks.inquiries() {
            let Some((row, _)) = town.held(comment.network, &comment.id).await else { continue };
            let mut keys = town.vault.keys.read().await.unwrap();
            let key =
                store::keys::get(&mut keys, &town.organisation, &row.id, row.key_version).await.unwrap();
            noted.push((row, key.unwrap()));
        }
        assert!(noted.len() >= 6);
        // An automatic hide waits for a person: one confirms, so that its time can run out.
        for (row, _) in noted.iter().filter(|(row, _)| row.state == State::Hidden) {
            town.decide(row, Choice::Remove { rule: "R7".into() }).await;
        }
        town.later(hours(1));
        town.worker.turn().await.unwrap();
        // Where only its author can delete it, it waits until a person closes it.
        for (row, _) in noted.iter().filter(|(row, _)| row.state == State::Hidden) {
            town.close(row, Closed::NoAnswer).await;
        }

        for _ in 0..3 {
            town.later(days(100));
            town.worker.turn().await.unwrap();
        }

        assert_eq!(town.count().await, 0, "{engine:?}");
        let mut tx = town.db.read().await.unwrap();
        let receipts = store::receipt::list(&mut tx, &town.organisation, 50).await.unwrap();
        drop(tx);
        match engine {
            Engine::Sqlite => {
                assert!(receipts.iter().all(|receipt| receipt.is_clean && receipt.residue_until.is_none()));
                for (file, bytes) in bytes_of(&town, engine).await {
                    for (row, (_, wrapped)) in &noted {
                        assert!(!contains(&bytes, &row.sealed), "a sealed row is left in {file}");
                        assert!(!contains(&bytes, wrapped), "a wrapped key is left in {file}");
                    }
                }
            }
            Engine::Postgres => {
                let latest = receipts.iter().map(|receipt| receipt.residue_until.unwrap()).max().unwrap();
                assert!(receipts.iter().all(|receipt| !receipt.is_clean), "it does not claim to be clean");
                assert!(receipts.iter().all(|receipt| receipt.residue_until > Some(receipt.at)));
                // On that day the month key is long gone: what the log may still hold opens nothing.
                town.later(latest.since(town.now()));
                town.worker.turn().await.unwrap();
            }
        }
        // The copy of the main database from before, with the keys of after.
        for (row, (month, _)) in &noted {
            let mut keys = town.vault.keys.read().await.unwrap();
            let opened = town.vault.open(&mut keys, &town.organisation, row).await;
            assert!(matches!(opened, Err(vault::Error::KeyGone)), "{engine:?}");
            assert!(!town.vault.ring.months().unwrap().contains(month), "the month's key is gone too");
        }
        assert!(town.clock.now() > noted[0].0.taken_in);
    }
}
