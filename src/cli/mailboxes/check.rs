//! `ordstyrer mailboxes check`: the form is checked when the directory is read; this is the rest.

use std::process::ExitCode;
use std::time::Duration;

use serde::Serialize;
use url::Url;

use crate::cli::{complain, say};
use crate::config::Config;
use crate::decide::{Mailbox, Mailboxes, Owner, Standing};
use crate::model::{Area, Clock, Stamp, SystemClock};
use crate::platform;

/// An entry that ends so soon is named.
const SOON: Duration = Duration::from_hours(30 * 24);
/// Every area that a comment can have.
const AREAS: [Area; 10] = [
    Area::Borgerservice,
    Area::ChildrenSchools,
    Area::ElderlyHealth,
    Area::SocialDisability,
    Area::RoadsParkingWasteBuilding,
    Area::JobsBenefits,
    Area::CultureSports,
    Area::EconomyDataPress,
    Area::Newcomers,
    Area::OtherAuthority,
];

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Ask each link once whether somebody answers. Nothing of a citizen is in it, and no redirect is
    /// followed.
    #[arg(long)]
    online: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What is to be known of an entry.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Remark {
    /// The entry's id; empty for the directory as a whole.
    mailbox: String,
    /// It keeps the entry from being relied on; otherwise it is a warning.
    is_wrong: bool,
    what: String,
}

#[derive(Serialize)]
struct Told<'a> {
    version: &'a str,
    mailboxes: usize,
    remarks: &'a [Remark],
}

pub(in crate::cli) async fn run(config: &Config, args: &Args) -> anyhow::Result<ExitCode> {
    let mailboxes = &config.mailboxes;
    let mut remarks = offline(mailboxes, SystemClock.now());
    if args.online {
        for mailbox in mailboxes.all().iter().filter(|mailbox| !mailbox.is_placeholder()) {
            remarks.extend(online(mailbox).await);
        }
    }
    let is_wrong = remarks.iter().any(|remark| remark.is_wrong);
    if args.json {
        let told = Told { version: mailboxes.version(), mailboxes: mailboxes.all().len(), remarks: &remarks };
        say(&serde_json::to_string(&told)?)?;
    } else {
        say(&format!("directory {}: {} mailboxes", mailboxes.version(), mailboxes.all().len()))?;
        for Remark { mailbox, is_wrong, what } in &remarks {
            let about = if mailbox.is_empty() { String::new() } else { format!("mailbox `{mailbox}`: ") };
            if *is_wrong { complain(&format!("{about}{what}")) } else { say(&format!("{about}{what}"))? }
        }
        if remarks.is_empty() {
            say("nothing is wrong")?;
        }
    }
    Ok(if is_wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Dates, duplicates, and what is not there.
fn offline(mailboxes: &Mailboxes, now: Stamp) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut remark = |mailbox: &str, is_wrong: bool, what: String| {
        remarks.push(Remark { mailbox: mailbox.to_owned(), is_wrong, what });
    };
    for (at, mailbox) in mailboxes.all().iter().enumerate() {
        let id = mailbox.id.as_str();
        if mailbox.is_placeholder() {
            remark(id, true, "its link holds zeros in place of the authority's own ids".to_owned());
        }
        match mailboxes.standing(mailbox, now) {
            Standing::Verified => {}
            Standing::Unverified => {
                remark(
                    id,
                    false,
                    "nobody opened its link yet: it gives its place to one that is verified".into(),
                );
            }
            Standing::Stale => remark(id, false, format!("its link was opened last on {}", mailbox.verified)),
            Standing::Expired => {
                remark(id, false, "it is not valid today, and nobody is pointed to it".into());
            }
        }
        let last = Stamp::of_day(&mailbox.valid_to).filter(|last| *last >= now && *last < now.later(SOON));
        if let Some(last) = last {
            remark(id, false, format!("it ends on {}: has it a successor?", last.day()));
        }
        if mailbox.verified > now.day() {
            remark(id, true, format!("it was opened on {}, which is still to come", mailbox.verified));
        }
        for (what, other) in twins(mailbox, mailboxes.all().get(..at).unwrap_or_default()) {
            remark(id, mailbox.owner == Owner::Ours, format!("has the {what} of `{other}`"));
        }
    }
    let valid = |mailbox: &&Mailbox| mailboxes.standing(mailbox, now) != Standing::Expired;
    for area in AREAS {
        if !mailboxes.all().iter().filter(valid).any(|mailbox| mailbox.areas.contains(&area)) {
            remark("", false, format!("no mailbox takes `{}`: it goes to the fallback", area.name()));
        }
    }
    remarks
}

/// What an entry shares with one above it that it should have alone.
fn twins<'a>(mailbox: &Mailbox, above: &'a [Mailbox]) -> Vec<(&'static str, &'a str)> {
    let mut twins = Vec::new();
    for other in above.iter().filter(|other| other.owner == mailbox.owner && other.da != mailbox.da) {
        if other.link == mailbox.link && mailbox.owner == Owner::Ours {
            twins.push(("link", other.id.as_str()));
        }
    }
    for other in above.iter().filter(|other| other.da == mailbox.da || other.en == mailbox.en) {
        let follows =
            |one: &Mailbox, two: &Mailbox| !one.valid_to.is_empty() && one.valid_to < two.valid_from;
        if !follows(other, mailbox) && !follows(mailbox, other) {
            twins.push(("name", other.id.as_str()));
        }
    }
    twins
}

async fn online(mailbox: &Mailbox) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for link in [&mailbox.link, &mailbox.company_link] {
        let Ok(url) = Url::parse(link) else { continue };
        if let Err(why) = platform::answers(&url).await {
            let what = format!("its link to {} does not answer: {why}", url.host_str().unwrap_or_default());
            remarks.push(Remark { mailbox: mailbox.id.clone(), is_wrong: true, what });
        }
    }
    remarks
}
