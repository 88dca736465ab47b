//! Makes settings of what was written, or a sentence for everything that is wrong with it.

use std::net::SocketAddr;

use url::Url;

use super::account::{self, is_loopback};
use super::bounds::{self, seconds};
use super::onboarding::Onboarding;
use super::secret::Places;
use super::{Config, Detect, Error, Log, Review, alarm, databases, hook, model, shape};
use crate::decide::lint::Lint;
use crate::decide::{self, Answers, Mailboxes, Policy, Replies};
use crate::model::{Role, Stamp};

/// Checks everything; nothing is opened or made.
pub(super) fn whole(written: shape::Shape, places: &Places) -> Result<Config, Error> {
    let mut wrong = Vec::new();
    let organisations = account::read(written.organisations, places, &mut wrong);
    let hook = hook::read(&written.hook, hook::pages(&organisations), places, &mut wrong);
    let days_and_seconds = (written.store.residue_days, written.review.undo_seconds);
    let (worker, call) = bounds::worker(&written.worker, &written.act, days_and_seconds, &mut wrong);
    let store = databases::store(&written.store, places, &mut wrong);
    let vault = keep(databases::vault(&written.vault, places), &mut wrong);
    let review = keep(review(&written.review), &mut wrong);
    let alarm = alarm::read(&written.alarm, review.as_ref(), &organisations, places, &mut wrong);
    let log = keep(log(&written.log), &mut wrong);
    let policy = keep(policy(&written.policy, places), &mut wrong);
    let mailboxes = keep(mailboxes(&written.mailboxes, places), &mut wrong);
    let replies = keep(replies(&written.replies_da, &written.replies_en, places), &mut wrong);
    let lint = keep(lint(&written.lint, places), &mut wrong);
    let answers = keep(answers(&written.answers, places), &mut wrong);
    let onboarding = keep(
        onboarding([&written.onboarding, &written.onboarding_da, &written.onboarding_en], places),
        &mut wrong,
    );
    let detect = keep(detect(written.detect, mailboxes.as_ref(), answers.as_ref(), places), &mut wrong);
    let model = keep(model::read(&written.model, policy.as_ref(), places), &mut wrong);
    let config = (|| {
        Some(Config {
            trial: written.trial,
            store: store?,
            vault: vault?,
            worker,
            call,
            review: review?,
            hook,
            alarm: alarm?,
            log: log?,
            detect: detect?,
            model: model?,
            policy: policy?,
            mailboxes: mailboxes?,
            lint: lint?.knowing(replies.as_ref()?.vocabulary()),
            answers: answers?,
            replies: replies?,
            onboarding: onboarding?,
            organisations,
        })
    })();
    config.filter(|_| wrong.is_empty()).ok_or(Error::Wrong(wrong))
}

pub(super) fn keep<T>(checked: Result<T, String>, wrong: &mut Vec<String>) -> Option<T> {
    checked.map_err(|sentence| wrong.push(sentence)).ok()
}

fn review(written: &shape::Review) -> Result<Review, String> {
    let listen: SocketAddr =
        written.listen.parse().map_err(|_| "review.listen is an address and a port, as 127.0.0.1:8080")?;
    let public_url = Url::parse(&written.public_url).map_err(|_| "review.public_url is not an address")?;
    match public_url.scheme() {
        "https" => {}
        "http" if is_loopback(&public_url) => {}
        _ => {
            return Err(
                "review.public_url must be https: without TLS the sign-in and citizens' words can be \
                        read on the way, and a browser does not say where a form comes from; plain http is \
                        for this machine only, as http://127.0.0.1:8080"
                    .to_owned(),
            );
        }
    }
    if public_url.path() != "/" || public_url.query().is_some() || public_url.fragment().is_some() {
        return Err("review.public_url is only a host, without a path".to_owned());
    }
    if written.undo_seconds > 600 {
        return Err(format!(
            "review.undo_seconds is {}, which is not between 0 and 600",
            written.undo_seconds
        ));
    }
    let role = |name: &String| {
        Role::parse(&name.replace('-', "_")).ok_or_else(|| format!("review.second_step: `{name}` is no role"))
    };
    let second_step = written.second_step.iter().map(role).collect::<Result<_, _>>()?;
    let staff_notice = written.staff_notice;
    let header = written.client_header.trim();
    if !header.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err("review.client_header is the name of a header, as x-forwarded-for".to_owned());
    }
    let client_header = (!header.is_empty()).then(|| header.to_ascii_lowercase());
    Ok(Review {
        listen,
        public_url,
        undo: seconds(written.undo_seconds),
        second_step,
        staff_notice,
        client_header,
    })
}

pub(super) fn log(written: &shape::Log) -> Result<Log, String> {
    let level = match written.level.as_str() {
        "error" => tracing::Level::ERROR,
        "warn" => tracing::Level::WARN,
        "info" => tracing::Level::INFO,
        "debug" => tracing::Level::DEBUG,
        "trace" => tracing::Level::TRACE,
        _ => return Err("log.level is error, warn, info, debug or trace".to_owned()),
    };
    Ok(Log { level, json: written.json })
}

fn policy(path: &str, places: &Places) -> Result<Policy, String> {
    own(path, places, "policy")?
        .map_or_else(|| Ok(Policy::shipped()), |(text, from)| told(Policy::parse(&text, &from)))
}

fn mailboxes(path: &str, places: &Places) -> Result<Mailboxes, String> {
    own(path, places, "mailboxes")?
        .map_or_else(|| Ok(Mailboxes::shipped()), |(text, from)| told(Mailboxes::parse(&text, &from)))
}

fn replies(da: &str, en: &str, places: &Places) -> Result<Replies, String> {
    let mut replies = Replies::shipped();
    if let Some((text, from)) = own(da, places, "replies_da")? {
        replies = told(replies.in_danish(&text, &from))?;
    }
    if let Some((text, from)) = own(en, places, "replies_en")? {
        replies = told(replies.in_english(&text, &from))?;
    }
    Ok(replies)
}

fn lint(path: &str, places: &Places) -> Result<Lint, String> {
    own(path, places, "lint")?
        .map_or_else(|| Ok(Lint::shipped()), |(text, from)| told(Lint::parse(&text, &from)))
}

fn answers(path: &str, places: &Places) -> Result<Answers, String> {
    own(path, places, "answers")?
        .map_or_else(|| Ok(Answers::shipped()), |(text, from)| told(Answers::parse(&text, &from)))
}

fn onboarding([list, da, en]: [&str; 3], places: &Places) -> Result<Onboarding, String> {
    let own = [
        own(list, places, "onboarding")?,
        own(da, places, "onboarding_da")?,
        own(en, places, "onboarding_en")?,
    ];
    let mut files: [(&str, &str); 3] = Onboarding::SHIPPED;
    for (file, own) in files.iter_mut().zip(&own) {
        if let Some((text, from)) = own {
            *file = (text, from);
        }
    }
    told(Onboarding::parse(files))
}

/// A municipality's own file, with its name; `None` where the shipped one holds.
fn own(path: &str, places: &Places, key: &str) -> Result<Option<(String, String)>, String> {
    if path.is_empty() {
        return Ok(None);
    }
    let path = places.path(path);
    let from = path.display().to_string();
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("{key}: the file {from} cannot be read: {}", error.kind()))?;
    Ok(Some((text, from)))
}

fn told<T>(read: Result<T, decide::Error>) -> Result<T, String> {
    read.map_err(|error| error.to_string())
}

fn detect(
    written: shape::Detect,
    mailboxes: Option<&Mailboxes>,
    answers: Option<&Answers>,
    places: &Places,
) -> Result<Detect, String> {
    let cpr_today = match written.cpr_today.as_str() {
        "" => None,
        date => {
            let noon = Stamp::parse(&format!("{date}T12:00:00Z"));
            Some(noon.ok_or("detect.cpr_today is a date, as 2040-01-01")?)
        }
    };
    // Our own replies name the mailboxes' telephones: they are no citizen's.
    let phones = mailboxes.iter().flat_map(|mailboxes| mailboxes.all()).map(|mailbox| mailbox.phone.clone());
    let mut own_numbers = written.own_numbers;
    own_numbers.extend(phones);
    own_numbers.extend(answers.iter().flat_map(|answers| answers.all()).flat_map(|one| one.phones.clone()));
    own_numbers.sort();
    own_numbers.dedup();
    let (own_email_domains, mut own_addresses) = (written.own_email_domains, written.own_addresses);
    // A street alone would take every home in it for ours.
    if let Some(street) = own_addresses.iter().find(|own| !own.contains(|sign: char| sign.is_ascii_digit())) {
        return Err(format!(
            "detect.own_addresses names a street and a number, as `Rådhuspladsen 1`: `{street}`"
        ));
    }
    // As the telephones: where a letter goes, street and number.
    let letters = mailboxes.iter().flat_map(|mailboxes| mailboxes.all()).map(|mailbox| &mailbox.letter);
    let streets = letters.filter_map(|letter| letter.split(',').next()).map(str::trim);
    own_addresses.extend(streets.filter(|street| !street.is_empty()).map(ToOwned::to_owned));
    own_addresses.sort();
    own_addresses.dedup();
    let rules = rules(&written.rules, places)?;
    Ok(Detect { own_numbers, own_email_domains, own_addresses, rules, cpr_today })
}

/// The rule files of a folder, by name and text, in the order of their names.
fn rules(folder: &str, places: &Places) -> Result<Vec<(String, String)>, String> {
    if folder.is_empty() {
        return Ok(Vec::new());
    }
    let folder = places.path(folder);
    let unread = |what: &std::path::Path, error: &std::io::Error| {
        format!("detect.rules: {} cannot be read: {}", what.display(), error.kind())
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(|error| unread(&folder, &error))? {
        let path = entry.map_err(|error| unread(&folder, &error))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let text = std::fs::read_to_string(&path).map_err(|error| unread(&path, &error))?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            files.push((name.unwrap_or_default(), text));
        }
    }
    files.sort();
    Ok(files)
}
