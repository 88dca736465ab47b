//! The webhooks, and what the hook needs when it runs alone: no token, no key, no other database.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use secrecy::SecretString;

use super::bounds::seconds;
use super::check::{self, keep};
use super::secret::{self, Places};
use super::{Error, Log, Organisation, account, databases, layers, shape};
use crate::hook::{self, Channel, Network, Page};

/// The webhooks.
#[derive(Clone, Debug)]
pub struct Hook {
    /// Where they are listened for.
    pub listen: SocketAddr,
    /// How.
    pub settings: hook::Settings,
}

/// The settings of a hook that runs alone.
#[derive(Clone, Debug)]
pub struct Outpost {
    /// The main database, as a user that may only insert hints.
    pub store: SecretString,
    /// The webhooks.
    pub hook: Hook,
    /// The log.
    pub log: Log,
}

impl Outpost {
    /// Reads default, file and environment, and checks what the hook uses of them. No other secret is
    /// read: the others' files may well be closed to it.
    ///
    /// # Errors
    /// As [`super::Config::load`], and when no network has an app secret.
    pub fn load(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Error> {
        let environment: Vec<_> = environment.collect();
        let places = Places::of(file, &environment)?;
        let mut written = layers::read(file, environment.into_iter())?;
        let mut wrong = Vec::new();
        let store = keep(databases::hook(&written.store, &places), &mut wrong);
        let log = keep(check::log(&written.log), &mut wrong);
        // It signs nobody in, and is not given what that takes.
        for organisation in &mut written.organisations {
            organisation.login = None;
        }
        let organisations = account::read(written.organisations, &places, &mut wrong);
        let hook = read(&written.hook, pages(&organisations), &places, &mut wrong);
        if hook.is_none() && wrong.is_empty() {
            wrong.push("no network is heard: set hook.facebook.app_secrets or hook.instagram's".to_owned());
        }
        let outpost = (|| Some(Self { store: store?, hook: hook?, log: log? }))();
        outpost.filter(|_| wrong.is_empty()).ok_or(Error::Wrong(wrong))
    }
}

/// The pages that send webhooks.
pub(super) fn pages(organisations: &[Organisation]) -> Vec<Page> {
    let mut pages = Vec::new();
    for organisation in organisations {
        for account in &organisation.accounts {
            let network = Network::ALL.into_iter().find(|network| network.name() == account.network);
            pages.extend(network.map(|network| Page {
                network,
                id: account.page.clone(),
                organisation: organisation.id.clone(),
                account: account.name.clone(),
            }));
        }
    }
    pages
}

/// The webhooks; `None` while no network has an app secret, or when something is wrong.
pub(super) fn read(
    written: &shape::Hook,
    pages: Vec<Page>,
    places: &Places,
    wrong: &mut Vec<String>,
) -> Option<Hook> {
    for (key, value, least, most) in [
        ("hook.most_bytes", written.most_bytes, 64 << 10, 4 << 20),
        ("hook.deadline_seconds", written.deadline_seconds, 1, 60),
        // A hint is known again for seven days; an older event would be new each time.
        ("hook.oldest_hours", written.oldest_hours, 1, 144),
        ("hook.at_once", written.at_once, 1, 4096),
        ("hook.queue", written.queue, 1, 65536),
    ] {
        if !(least..=most).contains(&value) {
            wrong.push(format!("{key} is {value}, which is not between {least} and {most}"));
        }
    }
    let listen = written.listen.parse::<SocketAddr>();
    if listen.is_err() {
        wrong.push("hook.listen is an address and a port, as 127.0.0.1:8081".to_owned());
    }
    let of = [(Network::Facebook, &written.facebook), (Network::Instagram, &written.instagram)];
    let channels: Vec<_> =
        of.into_iter().filter_map(|(network, written)| channel(network, written, places, wrong)).collect();
    let settings = hook::Settings {
        channels,
        pages,
        most_bytes: whole(written.most_bytes),
        deadline: seconds(written.deadline_seconds),
        oldest: Duration::from_hours(u64::from(written.oldest_hours)),
        at_once: whole(written.at_once),
        queue: whole(written.queue),
    };
    Some(Hook { listen: listen.ok()?, settings }).filter(|hook| !hook.settings.channels.is_empty())
}

fn channel(
    network: Network,
    written: &shape::Channel,
    places: &Places,
    wrong: &mut Vec<String>,
) -> Option<Channel> {
    let mut secrets = |key: &str, references: &[String]| {
        let label = format!("hook.{}.{key}", network.name());
        if references.len() > 2 {
            wrong.push(format!("{label}: more than two: one, or two while they are changed"));
        }
        let read = |reference: &String| secret::read(&places.reference(reference)?);
        let read: Result<Vec<_>, _> = references.iter().map(read).collect();
        read.map_err(|what| wrong.push(format!("{label}: {what}"))).ok()
    };
    let app_secrets = secrets("app_secrets", &written.app_secrets);
    let verify_tokens = secrets("verify_tokens", &written.verify_tokens);
    let (app_secrets, verify_tokens) = (app_secrets?, verify_tokens?);
    match (app_secrets.is_empty(), verify_tokens.is_empty()) {
        (false, false) => Some(Channel { network, app_secrets, verify_tokens }),
        (true, true) => None,
        (false, true) => {
            let name = network.name();
            wrong.push(format!("hook.{name}.verify_tokens is empty: the handshake cannot be answered"));
            None
        }
        (true, false) => {
            wrong.push(format!("hook.{}.verify_tokens stands without app_secrets", network.name()));
            None
        }
    }
}

fn whole(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
