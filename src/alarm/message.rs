//! One message about one or more alarms. Nothing in it is about a citizen.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};
use url::Url;

use super::line::Line;
use super::words::{Words, network};
use crate::model::{AccountName, OrganisationId};
use crate::store::alarm::Alarm;

/// What is told, and to whom it belongs.
pub(super) struct Message<'a> {
    /// The same, however often it is sent: a receiver can drop doubles by it.
    pub(super) id: &'a str,
    pub(super) organisation: &'a OrganisationId,
    pub(super) line: &'a Line,
    pub(super) public_url: &'a Url,
    /// The gravest first.
    pub(super) alarms: &'a [Alarm],
    /// The network of each account.
    pub(super) networks: &'a BTreeMap<AccountName, String>,
}

impl Message<'_> {
    pub(super) fn subject(&self) -> String {
        let words = Words::of(self.line.language);
        let gravest = self.alarms.first().map_or("", |alarm| words.kind(alarm.kind));
        let again = self.alarms.iter().map(|alarm| alarm.rounds).max().unwrap_or(0);
        let mut subject = match self.alarms.len() {
            0 | 1 => format!("{}: {gravest}", words.alarm),
            many => format!("{many} {}, {}: {gravest}", words.alarms, words.gravest),
        };
        if again > 0 {
            // Writing to a String cannot fail.
            write!(subject, " ({} {again})", words.reminder).unwrap_or_default();
        }
        format!("[{}] {subject}", self.line.name)
    }

    pub(super) fn text(&self) -> String {
        let words = Words::of(self.line.language);
        let mut text = String::new();
        for alarm in self.alarms {
            let (kind, at, due) = (words.kind(alarm.kind), alarm.raised_at.danish(), alarm.due.danish());
            let (on, link) = (self.network(alarm).map_or("", network), self.link(alarm));
            let on = if on.is_empty() { String::new() } else { format!("{on}, ") };
            // Writing to a String cannot fail.
            write!(text, "{kind}\n{on}{at}\n{}: {due}\n{}: {link}\n\n", words.in_hand, words.look)
                .unwrap_or_default();
        }
        format!("{text}{}\n\n{}\n", words.acknowledge, words.nothing_personal)
    }

    pub(super) fn json(&self) -> Value {
        let alarms: Vec<_> = self
            .alarms
            .iter()
            .map(|alarm| {
                json!({
                    "id": format!("{}.{}", alarm.id, alarm.rounds),
                    "kind": alarm.kind.as_str(),
                    "network": self.network(alarm),
                    "raised_at": alarm.raised_at.rfc3339(),
                    "due": alarm.due.rfc3339(),
                    "step": alarm.step,
                    "rounds": alarm.rounds,
                    "link": self.link(alarm).as_str(),
                })
            })
            .collect();
        json!({
            "version": 1,
            "id": self.id,
            "organisation": self.organisation.as_str(),
            "subject": self.subject(),
            "alarms": alarms,
        })
    }

    fn network(&self, alarm: &Alarm) -> Option<&str> {
        let account = alarm.account.as_ref()?;
        self.networks.get(account).map(String::as_str)
    }

    /// By the alarm's own page, which leads to the inquiry while it is here; the id is random and leads
    /// nowhere without a sign-in.
    fn link(&self, alarm: &Alarm) -> Url {
        let mut link = self.public_url.clone();
        link.set_path(&format!("/alarmer/{}", alarm.id));
        link
    }
}
