//! Rings what is due. A message is claimed, sent and recorded; a worker that dies in between has it sent
//! again after its lease, under the same id.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Context;
use tracing::{info, warn};
use url::Url;

use super::line::Line;
use super::mail::{Mail, Server};
use super::message::Message;
use crate::model::{OrganisationId, Staffed, Stamp};
use crate::platform::{Address, Outlet};
use crate::store::alarm::{Alarm, Told};
use crate::store::{self, Db};

/// Alarms in one message.
const TOGETHER: i64 = 50;
/// Messages in one run: a storm of alarms must not keep the worker from its accounts.
const RUN: usize = 20;
/// How long a claim holds: longer than a mail and a webhook may take together.
const LEASE: Duration = Duration::from_mins(2);
/// How long until what could not be sent is tried again, doubled with each failure.
const REST: Duration = Duration::from_secs(15);

/// How it rings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where mail is handed over; `None` = no mail.
    pub mail: Option<Server>,
    /// The webhook; `None` = none.
    pub webhook: Option<Address>,
    /// The desk, for links.
    pub public_url: Url,
    /// When somebody is at work.
    pub staffed: Staffed,
    /// How long until what nobody has taken rings again.
    pub repeat: Duration,
    /// After so many rounds the next in line is told.
    pub rounds_each: i64,
    /// Who is told.
    pub lines: BTreeMap<OrganisationId, Line>,
}

/// The bell.
#[derive(Debug)]
pub struct Bell {
    settings: Settings,
    mail: Option<Mail>,
    outlet: Option<Outlet>,
}

/// What came of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rung {
    /// Messages that went everywhere they should.
    pub sent: u64,
    /// Messages that did not.
    pub failed: u64,
}

impl Bell {
    /// `None` where neither mail nor webhook is set: alarms stand on the desk alone.
    ///
    /// # Errors
    /// A sentence: an address that cannot be used.
    pub fn new(settings: Settings) -> Result<Option<Self>, String> {
        let mail = settings.mail.as_ref().map(Mail::new).transpose()?;
        let outlet = settings.webhook.as_ref().map(Outlet::new).transpose();
        let outlet = outlet.map_err(|error| format!("the webhook of the alarms {error}"))?;
        let has_way = mail.is_some() || outlet.is_some();
        Ok(has_way.then_some(Self { settings, mail, outlet }))
    }

    /// Rings what is due for one organisation.
    ///
    /// # Errors
    /// As the database. What cannot be sent is no error: it is tried again.
    pub async fn ring(
        &self,
        db: &Db,
        organisation: &OrganisationId,
        owner: &str,
        now: Stamp,
    ) -> anyhow::Result<Rung> {
        let mut rung = Rung::default();
        for _ in 0..RUN {
            let mut tx = db.write().await.context("claiming alarms")?;
            let until = now.later(LEASE);
            let claimed = store::alarm::claim(&mut tx, organisation, owner, now, until, TOGETHER).await?;
            let accounts = store::account::list(&mut tx, organisation).await?;
            tx.commit().await.context("claiming alarms")?;
            let Some((id, alarms)) = claimed else { break };
            let networks = accounts.into_iter().map(|known| (known.account, known.network)).collect();
            let line = self.settings.lines.get(organisation).cloned().unwrap_or_default();
            let message = Message {
                id: &id,
                organisation,
                line: &line,
                public_url: &self.settings.public_url,
                alarms: &alarms,
                networks: &networks,
            };
            let told = self.tell(&message, now).await;
            self.record(db, organisation, &alarms, &told, now).await?;
            if told.trouble.is_none() { rung.sent += 1 } else { rung.failed += 1 }
        }
        Ok(rung)
    }

    /// Sends a message on each way on which this round of it has not gone yet.
    async fn tell(&self, message: &Message<'_>, now: Stamp) -> Sent {
        let step = message.alarms.first().map_or(0, |alarm| alarm.step);
        let has = |went: fn(&Alarm) -> bool| message.alarms.iter().all(went);
        let mut sent = Sent {
            is_mailed: has(|alarm| alarm.is_mailed),
            is_posted: has(|alarm| alarm.is_posted),
            trouble: None,
        };
        let to = message.line.at(step, &self.settings.staffed, now);
        match &self.mail {
            Some(mail) if !sent.is_mailed && !to.is_empty() => {
                match mail.send(to, message.id, &message.subject(), message.text()).await {
                    Ok(()) => sent.is_mailed = true,
                    Err(cause) => sent.trouble = Some(cause.to_owned()),
                }
            }
            Some(_) | None => sent.is_mailed = true,
        }
        match &self.outlet {
            Some(outlet) if !sent.is_posted => match outlet.tell(&message.json(), message.id).await {
                Ok(()) => sent.is_posted = true,
                Err(cause) => sent.trouble = Some(format!("the webhook: {cause}")),
            },
            Some(_) | None => sent.is_posted = true,
        }
        sent
    }

    async fn record(
        &self,
        db: &Db,
        organisation: &OrganisationId,
        alarms: &[Alarm],
        sent: &Sent,
        now: Stamp,
    ) -> anyhow::Result<()> {
        let mut tx = db.write().await.context("recording what was rung")?;
        for alarm in alarms {
            let trouble = sent.trouble.as_deref();
            let began = alarm.round_at.unwrap_or(now);
            // One way that stays closed must not keep the next in line from being told.
            let is_over = trouble.is_none() || now.since(began) >= self.settings.repeat;
            let rounds = alarm.rounds + i64::from(is_over);
            let told = Told {
                is_mailed: sent.is_mailed,
                is_posted: sent.is_posted,
                is_over,
                step: alarm.step + i64::from(is_over && rounds % self.settings.rounds_each.max(1) == 0),
                next_at: if is_over { self.again(alarm, trouble, now) } else { now.later(rest(alarm)) },
                trouble,
            };
            store::alarm::told(&mut tx, organisation, alarm, told, now).await?;
        }
        tx.commit().await.context("recording what was rung")?;
        match &sent.trouble {
            None => info!(alarms = alarms.len(), "rang"),
            Some(cause) => warn!(alarms = alarms.len(), cause, "an alarm did not go out everywhere"),
        }
        Ok(())
    }

    fn again(&self, alarm: &Alarm, trouble: Option<&str>, now: Stamp) -> Stamp {
        let next = if trouble.is_some() { now.later(REST) } else { now.later(self.settings.repeat) };
        if alarm.kind.rings_at_night() { next } else { self.settings.staffed.next(next) }
    }
}

struct Sent {
    is_mailed: bool,
    is_posted: bool,
    trouble: Option<String>,
}

fn rest(alarm: &Alarm) -> Duration {
    let failures = u32::try_from(alarm.failures.clamp(0, 5)).unwrap_or(5);
    REST * (1 << failures)
}
