//! Somebody says that they have what rang, or closes a notification with its reference.

use anyhow::Context;

use crate::model::{By, OrganisationId, Stamp};
use crate::store::{self, Db};
use crate::vault::Vault;

/// The longest reference.
const MOST: usize = 64;

/// The reference of a notification (underretning), or of the note that says why none was made, in the
/// municipality's own system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference(String);

impl Reference {
    /// Letters, digits and `-/. `; `None` for anything else, and for what could be a CPR number: this row
    /// stands after the words are gone.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_plain = |c: char| c.is_alphanumeric() || "-/. ".contains(c);
        let mut parts = text.split(|c: char| c.is_alphabetic() || c == '/');
        let is_one = !text.is_empty()
            && text.chars().count() <= MOST
            && text.chars().all(is_plain)
            && text.chars().any(|c| c.is_ascii_digit())
            && !parts.any(could_be_cpr);
        is_one.then(|| Self(text.to_owned()))
    }
}

/// Ten digits, however they are grouped, that begin with a day and a month. A running number, a year and
/// less than the four last digits, as `1112-2026-01`, are how files are numbered.
fn could_be_cpr(part: &str) -> bool {
    let groups: Vec<&str> = part.split(|c: char| !c.is_ascii_digit()).filter(|one| !one.is_empty()).collect();
    if let [number, year, rest] = groups.as_slice() {
        let is_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
        if is_year && number.len() <= 4 && rest.len() < 4 {
            return false;
        }
    }
    let digits: Vec<u32> = part.chars().filter_map(|c| c.to_digit(10)).collect();
    digits.windows(10).any(|ten| {
        let [d, day, m, month, ..] = ten else { return false };
        // 60 is added to the day of a number that was given for want of a real one.
        matches!(d * 10 + day, 1..=31 | 61..=91) && matches!(m * 10 + month, 1..=12)
    })
}

/// Somebody has it: it rings no more.
///
/// # Errors
/// As the database.
pub async fn acknowledge(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    alarm: &str,
    by: &By,
    now: Stamp,
) -> anyhow::Result<bool> {
    let mut tx = db.write().await.context("acknowledging an alarm")?;
    let is_new = store::alarm::acknowledge(&mut tx, organisation, alarm, by.as_str(), now).await?;
    if is_new {
        vault.audit(&mut tx, organisation, by, "alarm.acknowledged", None, now).await?;
    }
    tx.commit().await.context("acknowledging an alarm")?;
    Ok(is_new)
}

/// Closes a notification with its reference. `false` when it was closed already, or is none.
///
/// # Errors
/// As the database.
pub async fn close_notification(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    alarm: &str,
    reference: &Reference,
    by: &By,
    now: Stamp,
) -> anyhow::Result<bool> {
    let mut tx = db.write().await.context("closing a notification")?;
    let is_new = store::alarm::close(&mut tx, organisation, alarm, &reference.0, by.as_str(), now).await?;
    if is_new {
        vault.audit(&mut tx, organisation, by, "notification.closed", None, now).await?;
    }
    tx.commit().await.context("closing a notification")?;
    Ok(is_new)
}
