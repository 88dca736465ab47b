//! `ordstyrer check`: says in sentences what is wrong with a configuration, what each account may do,
//! and what the policy does and forbids. Unless asked to go online it opens no database and sends nothing.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use super::{account, complain, say, setup};
use crate::app::App;
use crate::config::{Account, Config, Organisation};
use crate::decide::Replies;
use crate::detect;
use crate::model::{Capabilities, Language, LengthUnit, SystemClock};
use crate::platform;
use crate::vault::KeyRing;

/// Say what is wrong with the configuration, what each account may do, and what the policy forbids.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Ask each network whether the account's token works and what it is allowed, as `account check` does,
    /// and read nobody's words.
    #[arg(long)]
    online: bool,
}

pub(super) async fn run(file: Option<&Path>, args: &Args) -> anyhow::Result<ExitCode> {
    let config = setup::config(file)?;
    let mut found = Found::default();
    found.policy(&config);
    found.keys(&config);
    found.serving(&config);
    found.webhooks(&config);
    found.model(&config);
    found.alarms(&config);
    for organisation in &config.organisations {
        for account in &organisation.accounts {
            match platform::prospect(&account.network, account.connection(config.call)) {
                Ok(can) => found.account(&config, organisation, account, can),
                Err(error) => found.wrong.push(format!("account `{}`: {error}", account.name)),
            }
        }
    }
    // What cannot be opened is told already.
    if args.online && found.wrong.is_empty() {
        let app = App::open(config, Arc::new(SystemClock)).await?;
        for organisation in &app.config.organisations {
            for account in &organisation.accounts {
                found.ask(&app, organisation, account).await?;
            }
        }
    }
    for sentence in &found.said {
        say(sentence)?;
    }
    for sentence in &found.wrong {
        complain(sentence);
    }
    if found.wrong.is_empty() {
        say("nothing is wrong")?;
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}

/// What was found: what is so, and what is wrong.
#[derive(Default)]
struct Found {
    said: Vec<String>,
    wrong: Vec<String>,
}

impl Found {
    fn policy(&mut self, config: &Config) {
        let policy = &config.policy;
        self.said.push(format!("policy {}: {} guidelines", policy.version(), policy.guidelines().len()));
        self.said.extend(policy.sentences());
        self.said
            .push("private messages are never read or sent: a token that opens them is refused".to_owned());
        match App::detectors(config) {
            Err(error) => self.wrong.push(error.to_string()),
            Ok(detectors) => {
                self.wrong.extend(
                    detectors.mistakes().into_iter().map(|wrong| detect::Error::from(wrong).to_string()),
                );
                let (rules, shadows) = detectors.rules();
                self.said.push(format!("{rules} rules read a comment, {shadows} of them in shadow"));
            }
        }
        let doubtful = config.mailboxes.all().iter().filter(|mailbox| !mailbox.is_verified());
        let doubtful: Vec<_> = doubtful.map(|mailbox| mailbox.id.as_str()).collect();
        if !doubtful.is_empty() {
            self.said.push(format!(
                "nobody has verified where these mailboxes' links lead: {}",
                doubtful.join(", ")
            ));
        }
    }

    fn keys(&mut self, config: &Config) {
        match KeyRing::open(&config.vault.folder, &config.vault.master) {
            Ok(ring) => self.said.push(format!("the key folder {} opens", ring.folder().display())),
            Err(error) => self.wrong.push(error.to_string()),
        }
    }

    fn serving(&mut self, config: &Config) {
        if let Err(error) = config.fit_to_serve() {
            self.said
                .extend(error.sentences().into_iter().map(|what| format!("`serve` refuses this: {what}")));
        }
        for organisation in &config.organisations {
            let dead = config.dead_links(&organisation.id);
            if !dead.is_empty() {
                self.said.push(format!(
                    "`serve` refuses accounts of {} that act: these mailboxes' links lead nowhere: {}",
                    organisation.id,
                    dead.join(", ")
                ));
            }
        }
    }

    fn webhooks(&mut self, config: &Config) {
        let Some(hook) = &config.hook else {
            return self.said.push("no webhooks are heard: what is new is found by polling alone".to_owned());
        };
        for channel in &hook.settings.channels {
            let (name, path, secrets) =
                (channel.network.name(), channel.network.path(), channel.app_secrets.len());
            self.said.push(format!(
                "webhooks of {name} are heard at {}{path}, with {secrets} app secret{}",
                hook.listen,
                if secrets == 1 { "" } else { "s" }
            ));
        }
    }

    /// Where alarms go.
    fn alarms(&mut self, config: &Config) {
        let alarm = &config.alarm;
        let mail = alarm.mail.as_ref().map(|server| format!("by mail through {}", server.host));
        let ways: Vec<_> =
            mail.into_iter().chain(alarm.webhook.as_ref().map(|_| "by webhook".to_owned())).collect();
        self.said.push(if ways.is_empty() {
            "alarms stand on the desk alone: nobody is told of a threat or a visible leak until somebody \
             looks; set alarm.smtp with alarm.on_call, or alarm.webhook"
                .to_owned()
        } else {
            format!("alarms go out {}; try it with `ordstyrer alarm test`", ways.join(" and "))
        });
    }

    fn model(&mut self, config: &Config) {
        let Some(model) = &config.model else { return };
        self.said.push(format!(
            "an outside model {} is given masked words of comments that wait for a person, and may lift \
             them in the queue; it labels, hides and lowers nothing",
            model.advice.door
        ));
        self.wrong.extend(model.advice.rehearse().err());
    }

    fn account(
        &mut self,
        config: &Config,
        organisation: &Organisation,
        account: &Account,
        can: Capabilities,
    ) {
        let name = &account.name;
        self.said.push(format!("account `{name}` ({}, {}) {}", account.network, organisation.id, may(can)));
        self.scopes(account);
        for sentence in too_long(config, &config.replies, organisation, can) {
            self.wrong.push(format!("account `{name}`: {sentence}"));
        }
    }

    /// Scopes that were written down and lack something. Without a list there is nothing to compare.
    fn scopes(&mut self, account: &Account) {
        let needed = platform::needs(&account.network).map(|needs| needs.with(&account.options));
        let needed = needed.unwrap_or_default();
        let lacks = |scope: &&&str| !account.scopes.iter().any(|has| has == **scope);
        for scope in needed.iter().filter(|_| !account.scopes.is_empty()).filter(lacks) {
            self.wrong
                .push(format!("account `{}`: the scope `{scope}` is not among its scopes", account.name));
        }
    }

    async fn ask(&mut self, app: &App, organisation: &Organisation, account: &Account) -> anyhow::Result<()> {
        let about = |what: String| format!("account `{}`: {what}", account.name);
        match account::stored(app, organisation, account).await? {
            Err(wrong) => self.wrong.push(about(wrong)),
            Ok(told) => {
                let examined = told.examined;
                self.said.extend(examined.said(app.clock.now()).into_iter().map(about));
                self.wrong.extend(examined.wrong().into_iter().map(about));
            }
        }
        Ok(())
    }
}

fn may(can: Capabilities) -> String {
    let deeds = [(can.hide, "hide and show again"), (can.delete, "delete"), (can.reply, "reply")];
    let has: Vec<_> = deeds.iter().filter(|(can, _)| *can).map(|(_, deed)| *deed).collect();
    let lacks: Vec<_> = deeds.iter().filter(|(can, _)| !*can).map(|(_, deed)| *deed).collect();
    let unit = match can.reply_limit.unit {
        LengthUnit::Graphemes => "graphemes",
        LengthUnit::Utf16 => "UTF-16 units",
        LengthUnit::Bytes => "bytes",
        LengthUnit::Weighted { .. } => "weighted signs",
        LengthUnit::GraphemesWithLinks { .. } => "graphemes, every link as one fixed length",
    };
    let lacking = (!lacks.is_empty()).then(|| format!("this network cannot {}", lacks.join(", ")));
    let limit = can.reply.then(|| format!("a reply has at most {} {unit}", can.reply_limit.most));
    let seen = (can.hide && can.hidden_still_seen)
        .then(|| "what is hidden is still seen by its author and the author's friends".to_owned());
    let parts = [Some(format!("may read, {}", has.join(", "))), lacking, limit, seen];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// Every mailbox whose redirect does not fit the network, in either language.
fn too_long(
    config: &Config,
    replies: &Replies,
    organisation: &Organisation,
    can: Capabilities,
) -> Vec<String> {
    if !can.reply {
        return Vec::new();
    }
    let each = config.mailboxes.all().iter().flat_map(|mailbox| {
        [Language::Danish, Language::English]
            .into_iter()
            .map(move |language| replies.redirect(language, mailbox, &organisation.unit, can.reply_limit))
    });
    each.filter_map(|reply| reply.err().map(|error| error.to_string())).collect()
}
