//! What a comment, once settled, must ring for: danger to somebody does not wait until somebody looks
//! at the queue.

use std::time::Duration;

use super::From;
use super::page::Prepared;
use crate::model::{AlarmKind, By, Confidence, Kind, Label, Reading, Stamp};
use crate::store::{self, Tx};
use crate::vault::Vault;

/// A comment that is older when we first see it (a new connection, a backfill) waits as urgent and rings
/// nobody out of bed.
pub(super) const FRESH: Duration = Duration::from_hours(72);

/// Raises what the reading asks for; once for each kind and inquiry.
pub(super) async fn raise(
    tx: &mut Tx,
    vault: &Vault,
    from: From<'_>,
    one: &Prepared,
    now: Stamp,
) -> Result<(), store::Error> {
    let written_at = one.screened.fresh.incoming.written_at;
    for kind in kinds(&one.screened.reading) {
        // A notification must be made however old the worry is.
        if now.since(written_at) > FRESH && !kind.needs_reference() {
            continue;
        }
        let cause = format!("{}:{}", kind.as_str(), one.id);
        let new = store::alarm::New {
            cause: &cause,
            kind,
            account: Some(from.account),
            inquiry: Some(&one.id),
            due: from.staffed.due(now, kind.in_hand_within()),
            next_at: if now.since(written_at) > FRESH { from.staffed.next(now) } else { now },
            step: 0,
        };
        if store::alarm::raise(tx, from.organisation, &new, now).await? {
            let line = format!("alarm.{}", kind.as_str());
            vault.audit(tx, from.organisation, &By::Machine, line, Some(&one.id), now).await?;
        }
    }
    Ok(())
}

fn kinds(reading: &Reading) -> Vec<AlarmKind> {
    let has = |label| reading.labels.contains(&label);
    let is_protected = reading
        .findings
        .iter()
        .any(|found| found.kind == Kind::ProtectedAddress && found.confidence >= Confidence::Medium);
    [
        (has(Label::SelfHarm), AlarmKind::SelfHarm),
        (has(Label::Threat), AlarmKind::Threat),
        (has(Label::ChildConcern), AlarmKind::ChildConcern),
        (is_protected, AlarmKind::ProtectedAddress),
    ]
    .into_iter()
    .filter_map(|(is_so, kind)| is_so.then_some(kind))
    .collect()
}
