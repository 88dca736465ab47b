//! What a network says of a token: whether it lives and is this page's, what it may do, when it ends.

use std::sync::Arc;

use crate::app::App;
use crate::config::{Account, Organisation};
use crate::model::Stamp;
use crate::platform::{self, Budget, Connection, Judged, Needs, Platform, Secrets};
use crate::store::{self, credential::Stored};
use crate::worker::Meter;

/// Policy 001 §4: what may open private messages, for all that anybody says, is not used to act.
pub(super) const UNTOLD: &str = "nobody says what its token may do, which may be to open private messages: \
                                 write what it was given as `scopes` into the configuration";

/// What came of it.
#[derive(Debug, serde::Serialize)]
pub(in crate::cli) struct Examined {
    /// Why the token must not be used, if it must not.
    pub(in crate::cli) refusal: Option<String>,
    /// Who says what it may do: `network`, or `configuration` where the network does not tell; `None`
    /// where neither does.
    told_by: Option<&'static str>,
    #[serde(flatten)]
    judged: Judged,
    /// When it ends, for a script.
    ends: Option<String>,
    /// When it ends, as far as the network says.
    #[serde(skip)]
    pub(in crate::cli) ends_at: Option<Stamp>,
}

/// What is stored for an account, and what came of asking about it.
pub(in crate::cli) struct Told {
    /// What is stored.
    pub(super) stored: Stored,
    /// The connection that it made.
    pub(super) line: Line,
    /// What came of it.
    pub(in crate::cli) examined: Examined,
}

/// A connection beside the worker's.
pub(in crate::cli) struct Line {
    platform: Box<dyn Platform>,
    budget: Arc<Budget>,
}

impl Line {
    /// Connects an account with given secrets. Nothing is sent.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub(super) fn open(app: &App, account: &Account, secrets: Secrets) -> anyhow::Result<Self> {
        let connection = Connection { secrets, ..account.connection(app.config.call) };
        let budget = Arc::clone(&connection.budget);
        Ok(Self { platform: platform::connect(&account.network, connection)?, budget })
    }

    /// Does something with it, within what is left of the network's daily quota for pulls.
    ///
    /// # Errors
    /// As the database.
    pub(super) async fn within_quota<'a, T, F: Future<Output = T>>(
        &'a self,
        app: &App,
        organisation: &Organisation,
        work: impl FnOnce(&'a dyn Platform) -> F,
    ) -> anyhow::Result<T> {
        let (id, now) = (&organisation.id, app.clock.now());
        let meter = match self.platform.quota() {
            Some(quota) => Some(Meter::open(&app.db, id, quota, &self.budget, Meter::FIRST, now).await?),
            None => None,
        };
        let done = work(&*self.platform).await;
        if let Some(meter) = meter {
            meter.close(&app.db, id, &self.budget).await?;
        }
        Ok(done)
    }
}

/// Asks the network about what is stored for an account; a sentence where that is nothing, or of no use.
///
/// # Errors
/// As the database.
pub(in crate::cli) async fn stored(
    app: &App,
    organisation: &Organisation,
    account: &Account,
) -> anyhow::Result<Result<Told, String>> {
    let stored = store::credential::get(&mut app.db.read().await?, &organisation.id, &account.name).await?;
    let Some(stored) = stored else {
        let name = &account.name;
        return Ok(Err(format!("no token yet: run `ordstyrer account add {name}`")));
    };
    let secrets = match app.vault.open_secrets(&organisation.id, &account.name, &stored) {
        Ok(secrets) => secrets.into_iter().collect(),
        Err(error) => return Ok(Err(format!("the stored token does not open: {error}"))),
    };
    match Line::open(app, account, secrets) {
        Ok(line) => {
            let asked = line.within_quota(app, organisation, |platform| token(account, platform));
            let examined = asked.await?;
            Ok(Ok(Told { stored, line, examined }))
        }
        Err(error) => Ok(Err(format!("it cannot be connected: {error}"))),
    }
}

/// Asks the network about the token of a connection. Reads nobody's words.
pub(super) async fn token(account: &Account, platform: &dyn Platform) -> Examined {
    let grant = match platform.check().await {
        Ok(grant) => grant,
        Err(error) => {
            let refusal = Some(error.to_string());
            return Examined { refusal, told_by: None, judged: Judged::default(), ends: None, ends_at: None };
        }
    };
    let written = Some(account.scopes.clone()).filter(|scopes| !scopes.is_empty());
    let told = match (grant.scopes, written) {
        (Some(scopes), _) => Some((scopes, "network")),
        (None, Some(scopes)) => Some((scopes, "configuration")),
        (None, None) => None,
    };
    let needs = platform::needs(&account.network);
    let needs = needs.unwrap_or(Needs { needed: &[], unless_off: &[], refused: &[] });
    let judge = |(scopes, _): &(Vec<String>, _)| needs.judge(scopes, &account.options);
    let judged = told.as_ref().map_or_else(Judged::default, judge);
    let refusal = (!judged.refused.is_empty()).then(|| {
        // Policy 001 §4: private messages are not used, so no token may open them.
        format!("{} opens private messages, which the policy forbids", judged.refused.join(", "))
    });
    Examined {
        refusal,
        told_by: told.map(|(_, by)| by),
        judged,
        ends: grant.ends.map(Stamp::rfc3339),
        ends_at: grant.ends,
    }
}

impl Examined {
    /// Nobody says what the token may do: it may open private messages, for all that we know.
    pub(super) fn is_untold(&self) -> bool {
        self.refusal.is_none() && self.told_by.is_none()
    }

    /// What is so.
    pub(in crate::cli) fn said(&self, now: Stamp) -> Vec<String> {
        if self.refusal.is_some() {
            return Vec::new();
        }
        let mut said = vec!["the network takes the token for this page".to_owned()];
        match self.told_by {
            Some(_) if self.judged.missing.is_empty() => {
                said.push("every permission that is needed is there".to_owned());
            }
            Some(_) => {}
            None => said.push(
                "nobody says what the token may do: write what it was given as `scopes` into the configuration"
                    .to_owned(),
            ),
        }
        if !self.judged.spare.is_empty() {
            said.push(format!("more than is needed: {}", self.judged.spare.join(", ")));
        }
        said.push(match self.ends_at {
            Some(ends) => {
                let days = ends.since(now).as_secs() / 86_400;
                format!("it ends {}, in {days} days", ends.danish())
            }
            None => "it does not end, as far as the network says".to_owned(),
        });
        said
    }

    /// What is wrong.
    pub(in crate::cli) fn wrong(&self) -> Vec<String> {
        let missing = self.judged.missing.iter().map(|scope| match self.told_by {
            Some("configuration") => format!("the permission `{scope}` is not among the account's scopes"),
            _ => format!("the permission `{scope}` is missing"),
        });
        self.refusal.iter().cloned().chain(missing).collect()
    }
}
