//! The municipalities and their pages, as the configuration names them. Their tokens stand sealed in the
//! main database and never here.

use std::sync::Arc;

use url::Url;

use super::login::{self, Login};
use super::secret::Places;
use super::{Call, shape};
use crate::model::{AccountName, Days, Language, OrganisationId};
use crate::platform::{self, Connection, Secrets};

/// A municipality, or a house under it.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its short name.
    pub id: OrganisationId,
    /// Its name, as people read it.
    pub name: String,
    /// The unit that signs a reply.
    pub unit: String,
    /// The language of its moderators: Danish or English.
    pub language: Language,
    /// How far back its posts are read, where that is not `worker.horizon_days`.
    pub horizon: Option<Days>,
    /// Who is told of its alarms while somebody is at work, where that is not `alarm.on_call`.
    pub on_call: Option<Vec<Vec<String>>>,
    /// Who is told at all other hours, where that is not `alarm.on_call_outside`.
    pub on_call_outside: Option<Vec<Vec<String>>>,
    /// Its own login, where it has one.
    pub login: Option<Login>,
    /// Its pages and profiles.
    pub accounts: Vec<Account>,
}

/// One page or profile on a network.
#[derive(Clone, Debug)]
pub struct Account {
    /// Our name for it, unique in the installation.
    pub name: AccountName,
    /// Its network.
    pub network: String,
    /// Where the network's API answers.
    pub base_url: Url,
    /// Our page id, handle or DID there.
    pub page: String,
    /// What the token was given, as far as the operator wrote it down.
    pub scopes: Vec<String>,
    /// What only this network knows.
    pub options: toml::Table,
}

impl Account {
    /// What an adapter is made from, without the secrets.
    #[must_use]
    pub fn connection(&self, call: Call) -> Connection {
        Connection {
            account: self.name.clone(),
            base_url: self.base_url.clone(),
            page: self.page.clone(),
            secrets: Secrets::default(),
            budget: Arc::default(),
            deadline: call.deadline,
            most_bytes: call.most_bytes,
            options: self.options.clone(),
        }
    }
}

/// Reads them all; every mistake becomes a sentence in `wrong`.
pub(super) fn read(
    written: Vec<shape::Organisation>,
    places: &Places,
    wrong: &mut Vec<String>,
) -> Vec<Organisation> {
    let mut organisations: Vec<Organisation> = Vec::new();
    let mut pages: Vec<(String, String)> = Vec::new();
    let mut projects: Vec<((String, String), String)> = Vec::new();
    for one in written {
        let known =
            organisations.iter().flat_map(|other| &other.accounts).map(|account| account.name.clone());
        let mut names: Vec<AccountName> = known.collect();
        let id = one.id;
        if !is_short_name(&id) {
            wrong.push(format!("organisation `{id}`: an id is made of a-z, 0-9 and -"));
        }
        if organisations.iter().any(|other| other.id.as_str() == id) {
            wrong.push(format!("organisation `{id}` stands twice"));
        }
        for (key, words) in [("name", &one.name), ("unit", &one.unit)] {
            if words.trim().is_empty() {
                wrong.push(format!("organisation `{id}`: {key} is empty"));
            }
        }
        if one.horizon_days.is_some_and(|days| !(1..=365).contains(&days)) {
            wrong.push(format!("organisation `{id}`: horizon_days is a number from 1 to 365"));
        }
        let language = match one.language.as_str() {
            "da" => Language::Danish,
            "en" => Language::English,
            _ => {
                wrong.push(format!("organisation `{id}`: language is da or en"));
                Language::Danish
            }
        };
        let mut accounts = Vec::new();
        for account in one.accounts {
            let label = format!("account `{}`", account.name);
            if names.iter().any(|name| name.as_str() == account.name) {
                wrong.push(format!("{label} stands twice"));
            }
            let page = (account.network.clone(), account.page.clone());
            if pages.contains(&page) {
                wrong.push(format!("{label}: its page is another account's already"));
            }
            pages.push(page);
            // What a project spends is counted by organisation: two of them would spend its day twice.
            if let Some(project) = account.options.get("project").and_then(toml::Value::as_str) {
                let project = (account.network.clone(), project.to_owned());
                match projects.iter().find(|(known, _)| *known == project) {
                    Some((_, owner)) if *owner != id => wrong.push(format!(
                        "{label}: its project is organisation `{owner}`'s already, and they would spend its \
                         daily quota twice: give each organisation a project of its own"
                    )),
                    Some(_) => {}
                    None => projects.push((project, id.clone())),
                }
            }
            names.push(AccountName::from_text(account.name.clone()));
            match check(account) {
                Ok(account) => accounts.push(account),
                Err(whats) => wrong.extend(whats.into_iter().map(|what| format!("{label}: {what}"))),
            }
        }
        let login = one.login.as_ref().and_then(|login| {
            let read = login::read(login, places);
            read.map_err(|what| wrong.push(format!("organisation `{id}`: {what}"))).ok()
        });
        let id = OrganisationId::from_text(id);
        let horizon = one.horizon_days.map(Days);
        organisations.push(Organisation {
            id,
            name: one.name,
            unit: one.unit,
            language,
            horizon,
            on_call: one.on_call,
            on_call_outside: one.on_call_outside,
            login,
            accounts,
        });
    }
    organisations
}

fn check(written: shape::Account) -> Result<Account, Vec<String>> {
    let mut wrong = Vec::new();
    if !is_short_name(&written.name) {
        wrong.push("a name is made of a-z, 0-9 and -".to_owned());
    }
    let needs = platform::needs(&written.network);
    if needs.is_none() {
        let known = platform::networks().join(", ");
        wrong.push(format!("`{}` is no network; there are {known}", written.network));
    }
    if written.page.trim().is_empty() {
        wrong.push("page is empty".to_owned());
    }
    for (key, stands) in [
        ("token_file", written.token_file.is_some()),
        ("token_credential", written.token_credential.is_some()),
    ] {
        if stands {
            wrong.push(format!(
                "{key} is read no more: tokens stand sealed in the database. Take the line out, and run \
                 `ordstyrer account add {}`",
                written.name
            ));
        }
    }
    let base_url = Url::parse(&written.base_url).map_err(|_| "base_url is not an address".to_owned());
    let base_url = base_url.and_then(|url| match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err("base_url must be https".to_owned()),
    });
    // Policy 001 §4: private messages are not used, so no token may open them.
    let refused = needs.map_or(&[][..], |needs| needs.refused);
    for scope in written.scopes.iter().filter(|scope| refused.contains(&scope.as_str())) {
        wrong.push(format!("the scope `{scope}` opens private messages, which the policy forbids"));
    }
    match base_url {
        Ok(base_url) if wrong.is_empty() => Ok(Account {
            name: AccountName::from_text(written.name),
            network: written.network,
            base_url,
            page: written.page,
            scopes: written.scopes,
            options: written.options,
        }),
        base_url => {
            wrong.extend(base_url.err());
            Err(wrong)
        }
    }
}

fn is_short_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Whether an address leads to this machine only.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}
