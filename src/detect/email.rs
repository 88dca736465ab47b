//! E-mail addresses, plain and written out ("navn snabela domæne punktum dk"). Never surer than
//! medium. Mailboxes of offices and the municipality's own domains are no findings.

use std::collections::HashSet;

use super::contract::{Detector, Found, Look, Sighting};
use super::lists::{Error, Lists, entries};
use super::mailbox::{Address, address, signs};
use super::normalise::Normalised;
use super::reason::Reason;
use crate::model::{Confidence, Kind, Place};

/// Finds e-mail addresses.
pub(super) struct Emails {
    roles: HashSet<Vec<u8>>,
    file_endings: HashSet<Vec<u8>>,
    own_domains: Vec<Vec<u8>>,
}

impl Emails {
    /// Takes the lists of offices and file endings, and the municipality's own domains.
    pub(super) fn new(lists: &Lists) -> Result<Self, Error> {
        let mut emails =
            Self { roles: HashSet::new(), file_endings: HashSet::new(), own_domains: Vec::new() };
        for entry in entries("mail.txt", &lists.mail)? {
            let term = Normalised::new(entry.term).low().to_vec();
            match entry.section {
                "office" => emails.roles.insert(term),
                "file-ending" => emails.file_endings.insert(term),
                _ => return Err(entry.wrong("no rule reads this section")),
            };
        }
        let own = lists.own_email_domains.iter();
        emails.own_domains = own.map(|domain| Normalised::new(domain).low().to_vec()).collect();
        Ok(emails)
    }
}

impl Detector for Emails {
    fn look(&self, look: &Look<'_>, found: &mut Found) {
        // A handle such as @navn@server is no mailbox.
        if look.place == Place::Handle {
            return;
        }
        let mut after = 0;
        for sign in signs(look.text, look.hits) {
            let Some(address) = address(look.text, &sign).filter(|address| address.at.start >= after) else {
                continue;
            };
            after = address.at.end;
            self.report(look, found, address);
        }
    }
}

impl Emails {
    fn report(&self, look: &Look<'_>, found: &mut Found, address: Address) {
        let last = address.domain.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
        if self.file_endings.contains(last) || found.is_claimed(&address.at) {
            return;
        }
        let is_own = self.own_domains.iter().any(|own| {
            address
                .domain
                .strip_suffix(own.as_slice())
                .is_some_and(|rest| rest.is_empty() || rest.ends_with(b"."))
        });
        if is_own || self.roles.contains(look.text.slice(address.local)) {
            found.claim(&address.at);
            return;
        }
        let (rule, reason) = if address.is_plain {
            ("email.plain", Reason::EmailPlain)
        } else {
            ("email.obscured", Reason::EmailObscured)
        };
        found.add(Sighting {
            at: address.at,
            kind: Kind::Email,
            confidence: Confidence::Medium,
            rule,
            reason,
        });
    }
}
