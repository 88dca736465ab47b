//! How this installation is set up, for those who work in it: to be read here, and changed by those who
//! run it, in the configuration, where every change has a history.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::desk::Reception;
use super::desk::{Desk, ToldBy};
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::history::named;
use super::signed::Signed;
use super::when;
use super::words::Words;
use crate::decide::{Mailbox, Standing};
use crate::model::{Mode, Staffed};
use crate::store::account;

/// Where it stands.
pub(super) const SETTINGS: &str = "/indstillinger";

#[derive(Template)]
#[template(path = "arrangement.html")]
struct Page {
    frame: Frame,
    accounts: Vec<(String, String, String)>,
    undo: i64,
    confirm: u64,
    version: String,
    guidelines: Vec<(String, String, String)>,
    mailboxes: Vec<Known>,
    staffed: String,
    told: Vec<String>,
    a_day: i64,
    an_hour: i64,
    breaker: String,
}

/// A mailbox of this organisation, and how far it can be relied on.
struct Known {
    name: String,
    standing: String,
    is_well: bool,
}

/// `GET /indstillinger`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (desk, words) = (&reception.desk, signed.words);
    let frame = frame::around(&reception, &signed, SETTINGS, desk.clock.now()).await?;
    let mut tx = desk.db.read().await?;
    let accounts = account::list(&mut tx, &signed.organisation.id).await?;
    drop(tx);
    let accounts = accounts.into_iter().map(|account| {
        let mode = words.say(match account.mode {
            Mode::Acting => "mode-acting",
            Mode::Observing => "mode-observing",
        });
        (account.account.to_string(), frame::network(words, &account.network), mode)
    });
    let guidelines = desk.policy.guidelines().iter().map(|line| {
        let ground = match line.ground {
            Some(ground) => words.say(&format!("ground-{}", ground.as_str().replace('_', "-"))),
            None => words.say("ground-removes-nothing"),
        };
        (line.id.clone(), named(words, &line.da, &line.en), ground)
    });
    let own = desk.mailboxes.all().iter().filter(|one| one.serves(&signed.organisation.id));
    let settings = &desk.settings;
    let caps = settings.caps;
    let page_of_it = Page {
        frame,
        accounts: accounts.collect(),
        undo: i64::try_from(desk.settings.undo.as_secs()).unwrap_or(i64::MAX),
        confirm: desk.policy.confirm_within().as_secs() / 3600,
        version: desk.policy.version().to_owned(),
        guidelines: guidelines.collect(),
        mailboxes: own.map(|one| known(words, desk, one)).collect(),
        staffed: staffed(words, &settings.staffed),
        told: told(words, settings.told.get(&signed.organisation.id).copied().unwrap_or_default()),
        a_day: caps.a_day,
        an_hour: caps.an_hour,
        breaker: words.about_both(
            "settings-breaker",
            caps.reversed_percent.to_string(),
            caps.reversed_least.to_string(),
        ),
    };
    page(StatusCode::OK, &page_of_it)
}

fn known(words: Words, desk: &Desk, one: &Mailbox) -> Known {
    let now = desk.clock.now();
    let standing = desk.mailboxes.standing(one, now);
    let day = one.verified_at().map_or_else(String::new, |at| when::date(words, at));
    let standing_now = match standing {
        _ if one.is_placeholder() => words.say("mailbox-placeholder"),
        Standing::Verified => words.about("mailbox-verified", day),
        Standing::Stale => words.about("mailbox-stale", day),
        Standing::Unverified => words.say("mailbox-unverified"),
        Standing::Expired => words.say("mailbox-expired"),
    };
    let is_well = standing == Standing::Verified && !one.is_placeholder();
    Known { name: named(words, &one.da, &one.en), standing: standing_now, is_well }
}

fn staffed(words: Words, staffed: &Staffed) -> String {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let open = DAYS.into_iter().zip(staffed.days()).filter(|(_, is_open)| *is_open);
    let names: Vec<_> = open.map(|(day, _)| words.say(&format!("weekday-{day}"))).collect();
    let (from, until) = staffed.hours();
    words.about_both("settings-hours", names.join(", "), format!("{from}–{until}"))
}

/// By which ways and how many people are told; never who.
fn told(words: Words, by: ToldBy) -> Vec<String> {
    let mail = by.mail.then(|| words.count("settings-by-mail", i64::try_from(by.people).unwrap_or(i64::MAX)));
    let webhook = by.webhook.then(|| words.say("settings-by-webhook"));
    let ways: Vec<_> = mail.into_iter().chain(webhook).collect();
    if ways.is_empty() { vec![words.say("settings-desk-only")] } else { ways }
}
