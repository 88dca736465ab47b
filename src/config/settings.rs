//! The settings after they were checked: typed, with absolute paths, ready to be handed to the rooms.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use super::onboarding::Onboarding;
use super::secret::Places;
use super::{Error, Hook, Model, Organisation, check, layers};
use crate::decide::lint::Lint;
use crate::decide::{Answers, Mailboxes, Policy, Replies};
use crate::model::{OrganisationId, Role, Stamp};
use crate::vault::Master;
use crate::{alarm, worker};

/// An installation's settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// It is tried: links that lead nowhere are let through.
    pub trial: bool,
    /// The two databases.
    pub store: Store,
    /// The key folder and the ledger.
    pub vault: Vault,
    /// The worker, and how far intake and retention reach.
    pub worker: worker::Settings,
    /// Every call to a network.
    pub call: Call,
    /// The review queue.
    pub review: Review,
    /// The webhooks; `None` while no network has an app secret.
    pub hook: Option<Hook>,
    /// Who is told what cannot wait, how, and when somebody is at work.
    pub alarm: alarm::Settings,
    /// The log.
    pub log: Log,
    /// What the detectors are told.
    pub detect: Detect,
    /// The outside model; `None` while it is off.
    pub model: Option<Model>,
    /// The policy table.
    pub policy: Policy,
    /// The Digital Post directory.
    pub mailboxes: Mailboxes,
    /// The words we answer with.
    pub replies: Replies,
    /// What our own words may and must say; it knows the words of `replies`.
    pub lint: Lint,
    /// The standard answers to ordinary questions.
    pub answers: Answers,
    /// The way from hosting decision to switch-on.
    pub onboarding: Onboarding,
    /// The municipalities with their accounts.
    pub organisations: Vec<Organisation>,
}

/// The two databases.
#[derive(Clone, Debug)]
pub struct Store {
    /// `sqlite:PATH` or `postgres://…`. Secret because a password may be in it.
    pub main: SecretString,
    /// As `main`, for the wrapped data keys.
    pub keys: SecretString,
}

/// The key folder and the ledger.
#[derive(Clone, Debug)]
pub struct Vault {
    /// Where month keys are.
    pub folder: PathBuf,
    /// Where the master key is.
    pub master: Master,
    /// The deletion ledger.
    pub ledger: PathBuf,
}

/// One call to a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// How long it may take, answer included.
    pub deadline: Duration,
    /// The largest answer that is read, in bytes.
    pub most_bytes: usize,
}

/// The review queue.
#[derive(Clone, Debug)]
pub struct Review {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Its address in the browser.
    pub public_url: Url,
    /// How long a decision can be taken back.
    pub undo: Duration,
    /// Who takes a second step to come in.
    pub second_step: Vec<Role>,
    /// Everybody reads what is noted about them first.
    pub staff_notice: bool,
    /// The header in which a proxy names the caller's address.
    pub client_header: Option<String>,
}

/// The log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Log {
    /// The least severe line that is written.
    pub level: tracing::Level,
    /// One JSON object a line.
    pub json: bool,
}

/// What the detectors are told.
#[derive(Clone, Debug)]
pub struct Detect {
    /// The municipality's telephones, the mailboxes' among them.
    pub own_numbers: Vec<String>,
    /// The municipality's e-mail domains.
    pub own_email_domains: Vec<String>,
    /// Addresses of the municipality, street and number.
    pub own_addresses: Vec<String>,
    /// The municipality's own rule files, by name and text: each replaces the shipped one of its name,
    /// or adds to the book.
    pub rules: Vec<(String, String)>,
    /// A set day in place of today; never where real citizens are served.
    pub cpr_today: Option<Stamp>,
}

impl Config {
    /// Reads default, file and environment, and checks the whole: paths, secrets, addresses, bounds,
    /// policy, mailboxes and replies. Nothing is opened, made or sent.
    ///
    /// # Errors
    /// [`Error::File`], [`Error::Layer`] for the first layer that cannot be read, or
    /// [`Error::Wrong`] with everything that is wrong in what was read.
    pub fn load(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Error> {
        let environment: Vec<_> = environment.collect();
        let places = Places::of(file, &environment)?;
        let shape = layers::read(file, environment.into_iter())?;
        check::whole(shape, &places)
    }

    /// The mailboxes of an organisation whose links lead nowhere; none while it is tried.
    #[must_use]
    pub fn dead_links(&self, organisation: &OrganisationId) -> Vec<&str> {
        let dead = self.mailboxes.all().iter().filter(|one| one.serves(organisation) && one.is_placeholder());
        dead.filter(|_| !self.trial).map(|one| one.id.as_str()).collect()
    }

    /// Whether real citizens may be served with these settings.
    ///
    /// # Errors
    /// [`Error::Wrong`] when there is nobody to serve, or birth dates are held against another day
    /// than today.
    pub fn fit_to_serve(&self) -> Result<(), Error> {
        let mut wrong = Vec::new();
        if self.detect.cpr_today.is_some() {
            wrong.push(
                "detect.cpr_today is for the demo and tests: real citizens are born before today".into(),
            );
        }
        if self.organisations.iter().all(|organisation| organisation.accounts.is_empty()) {
            wrong.push("no account is configured: there is nothing to serve".into());
        }
        if wrong.is_empty() { Ok(()) } else { Err(Error::Wrong(wrong)) }
    }
}
