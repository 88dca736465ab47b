//! Which open comments say the same. The words stand sealed, so a keyed hash of each is made when it is
//! first opened, under a key that lives and dies with this process; nothing of it is stored.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::anyhow;
use aws_lc_rs::{hmac, rand};

use super::desk::Reception;
use super::failure::Failure;
use super::list;
use super::signed::Signed;
use crate::model::{InquiryId, Kept, OrganisationId};
use crate::store::inquiry::Row;
use crate::store::{inquiry, queue};

/// What is written within a day with the same words belongs together; what is older is looked at anew.
const WITHIN: Duration = Duration::from_hours(24);
/// The open ones that are looked at, the newest first.
const LOOKED_AT: i64 = 2_000;
/// So many are opened for one page at most; the rest are known when they were on a page themselves.
const OPENED: usize = 400;
/// So many are remembered.
const REMEMBERED: usize = 50_000;

/// What a row says, as far as anybody needs to know here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    /// No words at all: a picture, or a row without text.
    Nothing,
    /// The keyed hash of its words.
    Words([u8; 16]),
}

/// The hashes that were made.
pub(super) struct Fingerprints {
    key: hmac::Key,
    known: Mutex<BTreeMap<(OrganisationId, InquiryId, i64), Said>>,
}

impl Fingerprints {
    /// # Errors
    /// Where the machine has no random numbers.
    pub(super) fn new() -> anyhow::Result<Self> {
        let mut key = [0; 32];
        rand::fill(&mut key).map_err(|_| anyhow!("no random numbers"))?;
        Ok(Self { key: hmac::Key::new(hmac::HMAC_SHA256, &key), known: Mutex::default() })
    }

    /// Notes what a row says. Capitals and spaces make no difference.
    fn note(&self, owner: &OrganisationId, row: &Row, kept: &Kept) -> Said {
        let words = kept.text.as_ref().map_or("", |text| text.expose());
        let folded = words.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let tag = hmac::sign(&self.key, folded.as_bytes());
        let said = match tag.as_ref().first_chunk::<16>() {
            Some(mark) if !folded.is_empty() => Said::Words(*mark),
            Some(_) | None => Said::Nothing,
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert((owner.clone(), row.id.clone(), row.key_version), said);
        said
    }

    fn known(&self, owner: &OrganisationId, id: &InquiryId, key_version: i64) -> Option<Said> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&(owner.clone(), id.clone(), key_version)).copied()
    }
}

/// The open inquiries that say the same as this one, itself among them, the newest first.
pub(super) async fn alike(
    reception: &Reception,
    signed: &Signed,
    row: &Row,
    kept: &Kept,
) -> Result<Vec<InquiryId>, Failure> {
    let (desk, owner) = (&reception.desk, &signed.organisation.id);
    let said = reception.fingerprints.note(owner, row, kept);
    if said == Said::Nothing || !row.state.is_open() {
        return Ok(Vec::new());
    }
    let (from, until) = (row.written_at.earlier(WITHIN), row.written_at.later(WITHIN));
    let mut tx = desk.db.read().await?;
    let near = queue::near(&mut tx, owner, &signed.reach, from, until, LOOKED_AT).await?;
    let mut keys = desk.vault.keys.read().await?;
    let (mut found, mut opened) = (Vec::new(), 0);
    for (id, key_version) in near {
        let mut theirs = reception.fingerprints.known(owner, &id, key_version);
        if theirs.is_none() && opened < OPENED {
            opened += 1;
            if let Some(row) = inquiry::get(&mut tx, owner, &id).await?
                && let Some(kept) = list::opened(reception, &mut keys, signed, &row).await
            {
                theirs = Some(reception.fingerprints.note(owner, &row, &kept));
            }
        }
        if theirs == Some(said) {
            found.push(id);
        }
    }
    Ok(found)
}
