//! Simulated moderators: they decide a part of the queue through the same door as people, and
//! leave the rest for whoever looks at the page.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use anyhow::Context;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::{Town, Truth};
use crate::decide::lint::{Citizen, Draft};
use crate::decide::{Asked, Form, Mailboxes, Policy, Replies};
use crate::model::{
    AccountName, By, Capabilities, HIDDEN_FOR_AUTHOR, InquiryId, Kept, KeptText, ModeratorId, OrganisationId,
    Stamp,
};
use crate::screen::Outgoing;
use crate::settle::{self, Choice, Closed, Decided, Seen};
use crate::store::{self, Db, inquiry::Row};
use crate::vault::{self, Vault};

/// How many decisions they take in one turn at the most, where they leave work to others.
const A_TURN: usize = 6;
/// The share that they leave to whoever looks at the page.
const FOR_THE_READER: f64 = 0.3;
/// How far down the queue they look.
const A_LOOK: i64 = 500;

/// What they work with.
#[derive(Debug)]
pub struct Tools<'a> {
    /// The main database.
    pub db: &'a Db,
    /// Opens what they read.
    pub vault: &'a Vault,
    /// The rules they cite.
    pub policy: &'a Policy,
    /// Where they redirect to.
    pub mailboxes: &'a Mailboxes,
    /// What they answer.
    pub replies: &'a Replies,
    /// The last look at it.
    pub outgoing: &'a Outgoing,
    /// Whose queue.
    pub organisation: &'a OrganisationId,
    /// The unit that signs.
    pub unit: &'a str,
    /// What each account can do.
    pub can: &'a BTreeMap<AccountName, Capabilities>,
}

/// What they decided in one turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Left standing, an automatic hide lifted among them.
    pub kept: u64,
    /// Removed.
    pub removed: u64,
    /// Pointed to a mailbox.
    pub redirected: u64,
}

/// The people at the desk.
#[derive(Debug)]
pub struct Moderators {
    chance: StdRng,
    a_turn: usize,
    for_the_reader: f64,
    by: By,
    passed_over: HashSet<InquiryId>,
}

impl Moderators {
    /// Equal seeds give equal decisions.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let by = By::Moderator(ModeratorId::from_text("demo-moderator"));
        Self {
            chance: StdRng::seed_from_u64(seed ^ 0x6f72_6473),
            a_turn: A_TURN,
            for_the_reader: FOR_THE_READER,
            by,
            passed_over: HashSet::new(),
        }
    }

    /// They leave nothing, and take so many decisions a turn.
    #[must_use]
    pub fn diligent(seed: u64, a_turn: usize) -> Self {
        Self { a_turn, for_the_reader: 0.0, ..Self::new(seed) }
    }

    /// Decides a part of the queue.
    ///
    /// # Errors
    /// As the databases.
    pub async fn step(&mut self, tools: &Tools<'_>, town: &Town, now: Stamp) -> anyhow::Result<Decisions> {
        let mut tx = tools.db.read().await?;
        let rows = store::inquiry::open(&mut tx, tools.organisation, now, 0, A_LOOK).await?;
        drop(tx);
        let mut decisions = Decisions::default();
        let mut taken = 0;
        for row in rows {
            if taken == self.a_turn {
                break;
            }
            if self.passed_over.contains(&row.id) {
                continue;
            }
            if self.chance.random_bool(self.for_the_reader) {
                self.passed_over.insert(row.id);
                continue;
            }
            let mut keys = tools.vault.keys.read().await?;
            let opened = tools.vault.open(&mut keys, tools.organisation, &row).await;
            drop(keys);
            let kept = match opened {
                Ok(opened) => opened.kept,
                // Destroyed between the list and the look.
                Err(vault::Error::KeyGone) => continue,
                Err(error) => return Err(error.into()),
            };
            let Some(choice) = choose(tools, town, &row, &kept, now)? else { continue };
            let can_hide = tools.can.get(&row.account).is_none_or(|can| can.hide);
            let seen = Seen { inquiry: &row.id, version: row.version, can_hide };
            let decided = settle::decision(
                tools.db,
                tools.vault,
                tools.policy,
                tools.organisation,
                seen,
                &choice,
                &self.by,
                Duration::ZERO,
                now,
            )
            .await
            .context("deciding")?;
            if decided == Decided::Done {
                taken += 1;
                match choice {
                    Choice::Keep => decisions.kept += 1,
                    Choice::Remove { .. } => decisions.removed += 1,
                    Choice::Redirect { .. } | Choice::Answer { .. } => decisions.redirected += 1,
                }
            }
        }
        self.close(tools, now).await?;
        Ok(decisions)
    }

    /// What only its author could delete was reported to the network: nobody waits in a made-up town.
    async fn close(&self, tools: &Tools<'_>, now: Stamp) -> anyhow::Result<()> {
        let mut tx = tools.db.read().await?;
        let parked = store::task::parked(&mut tx, tools.organisation, &store::Reach::ALL, A_LOOK).await?;
        drop(tx);
        let removed = parked.iter().filter(|task| task.note.as_deref() == Some(HIDDEN_FOR_AUTHOR));
        for task in removed {
            let (db, vault, policy, org) = (tools.db, tools.vault, tools.policy, tools.organisation);
            let reason = Closed::Reported;
            settle::close_authors(db, vault, policy, org, &task.inquiry, reason, &self.by, now).await?;
        }
        Ok(())
    }
}

/// What a sensible person would do; `None` for what the town did not write.
fn choose(
    tools: &Tools<'_>,
    town: &Town,
    row: &Row,
    kept: &Kept,
    now: Stamp,
) -> anyhow::Result<Option<Choice>> {
    let can = tools.can.get(&row.account).context("an account without a connection")?;
    // Where nobody can remove it, it is reported to those who run the server, and leaves the queue.
    let remove =
        |rule: &str| Some(if can.hide { Choice::Remove { rule: rule.to_owned() } } else { Choice::Keep });
    Ok(match town.truth(kept.target.remote.expose()) {
        None | Some(Truth::Ours) => None,
        Some(Truth::Leak) => remove("R7"),
        Some(Truth::Abuse) => remove("R6"),
        Some(Truth::Spam) => remove("R10"),
        Some(Truth::Question | Truth::Praise | Truth::Criticism | Truth::Contact) => Some(Choice::Keep),
        Some(Truth::CaseRequest) => {
            let asked = Asked {
                organisation: tools.organisation,
                account: &row.account,
                areas: &kept.areas,
                area: kept.area,
                words: kept.text.as_ref().map_or("", KeptText::expose),
                language: kept.language,
            };
            let ranking = tools.mailboxes.rank(&asked, now);
            let mailbox = ranking.proposal().context("a ranking without a proposal")?.mailbox;
            let words = tools.replies.redirect(kept.language, mailbox, tools.unit, can.reply_limit)?;
            let to = Citizen { words: kept.text.as_ref().map(KeptText::expose), ..Citizen::default() };
            let names = mailbox.names();
            let ours: Vec<&str> = names.into_iter().chain([tools.unit]).collect();
            let purpose = Form::to(mailbox).purpose();
            let draft = Draft { words: &words, language: kept.language, purpose, to, ours: &ours };
            let (reply, _) = tools
                .outgoing
                .pass(&draft, now)
                .map_err(|refusals| anyhow::anyhow!("our own reply is refused: {}", refusals[0].rule))?;
            let proposed = mailbox.id.clone();
            Some(Choice::Redirect { proposed, mailbox: mailbox.id.clone(), reply })
        }
    })
}
