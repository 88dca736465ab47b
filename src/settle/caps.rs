//! How much the machine may do alone: caps for each rule, page and day, and a breaker on the rate and on
//! what people take back. What is past a cap waits for a person above everything else; nothing is
//! dropped, and nothing is hidden that nobody will have the time to look at.

use std::time::Duration;

use super::page::Prepared;
use super::{From, alone};
use crate::decide::Policy;
use crate::model::{AlarmKind, By, Confidence, OrganisationId, Outcome, Reading, Stamp, State, Verdict};
use crate::store::act_count::{self, Said};
use crate::store::inquiry::Row;
use crate::store::{self, Tx};
use crate::vault::Vault;

/// How far back is looked for what people took back.
const LOOKED_BACK: Duration = Duration::from_hours(7 * 24);
/// Every rule of a page together.
const ALL: &str = "";
/// Every reply of a page together: those that write must not use up what is left for leaks.
const REPLIES: &str = "reply";

/// How much the machine may do alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Automatic hides of one rule on one page in a Danish day; so many replies too.
    pub a_day: i64,
    /// Automatic hides of all rules on one page in an hour; so many replies too.
    pub an_hour: i64,
    /// A rule waits when people took back so many percent of what they decided of its hides in a week.
    pub reversed_percent: i64,
    /// Fewer decisions than this say nothing.
    pub reversed_least: i64,
}

/// The verdict as it may be carried out, and what it is counted under.
pub(super) struct Within {
    pub(super) verdict: Verdict,
    pub(super) counted: Option<String>,
    /// A cap turned an automatic act into a person's.
    pub(super) is_capped: bool,
}

/// Holds an automatic act against the caps; `from.caps` is what may be done.
pub(super) async fn hold(
    tx: &mut Tx,
    vault: &Vault,
    policy: &Policy,
    from: From<'_>,
    one: &Prepared,
    now: Stamp,
) -> Result<Within, store::Error> {
    let verdict = one.screened.verdict.clone();
    let is_reply = verdict.outcome == Outcome::Redirect;
    if !(verdict.is_automatic && (is_reply || verdict.outcome == Outcome::Hide)) {
        return Ok(Within { verdict, counted: None, is_capped: false });
    }
    if is_reply && !alone::is_first(tx, vault, policy, from, one, now).await? {
        return Ok(Within { verdict: for_a_person(policy, verdict, now), counted: None, is_capped: false });
    }
    let counted = if is_reply {
        format!("{}:{REPLIES}", verdict.rule)
    } else {
        counted(&verdict.rule, &one.screened.reading)
    };
    let Some(full) = full(tx, from, &counted, is_reply, now).await? else {
        return Ok(Within { verdict, counted: Some(counted), is_capped: false });
    };
    let (account, day) = (from.account, now.day());
    let cause = format!("capped:{account}:{counted}:{full}:{day}");
    let kind = AlarmKind::Capped;
    let new = store::alarm::New {
        cause: &cause,
        kind,
        account: Some(account),
        inquiry: None,
        due: from.staffed.due(now, kind.in_hand_within()),
        next_at: from.staffed.next(now),
        step: 0,
    };
    if store::alarm::raise(tx, from.organisation, &new, now).await? {
        let line = format!("alarm.capped:{counted}:{full}");
        vault.audit(tx, from.organisation, &By::Machine, line, None, now).await?;
    }
    let verdict = for_a_person(policy, verdict, now);
    Ok(Within { verdict, counted: None, is_capped: true })
}

/// The same for a person: what the machine would have hidden stands above everything else.
fn for_a_person(policy: &Policy, verdict: Verdict, now: Stamp) -> Verdict {
    Verdict {
        outcome: Outcome::Review,
        is_automatic: false,
        is_urgent: verdict.outcome == Outcome::Hide,
        ground: None,
        mailbox: None,
        reply: None,
        delete_after: policy.delete_after(State::Queued, None, now),
        ..verdict
    }
}

/// Which cap is reached; otherwise the act is counted.
async fn full(
    tx: &mut Tx,
    from: From<'_>,
    counted: &str,
    is_reply: bool,
    now: Stamp,
) -> Result<Option<&'static str>, store::Error> {
    let (org, account, caps) = (from.organisation, from.account, from.caps);
    let said = act_count::said(tx, org, account, counted, now.earlier(LOOKED_BACK)).await?;
    // Nobody confirms what was said: all that were said and not taken back stood.
    let decided = if is_reply { said.acts } else { said.confirmed + said.reversed };
    if decided >= caps.reversed_least && said.reversed * 100 >= decided * caps.reversed_percent {
        return Ok(Some("reversed"));
    }
    let (day, hour) = (now.day(), now.hour().to_string());
    if !act_count::take(tx, org, account, (&day, counted), caps.a_day, now).await? {
        return Ok(Some("day"));
    }
    let all = if is_reply { REPLIES } else { ALL };
    if !act_count::take(tx, org, account, (&hour, all), caps.an_hour, now).await? {
        act_count::give_back(tx, org, account, (&day, counted)).await?;
        return Ok(Some("hour"));
    }
    Ok(None)
}

/// The guideline and the gravest thing found: a rule that runs wild with telephone numbers must not use
/// up what is left for CPR numbers.
fn counted(rule: &str, reading: &Reading) -> String {
    let sure = reading.findings.iter().filter(|found| found.confidence == Confidence::High);
    let kind = sure.map(|found| found.kind).filter(|kind| kind.is_leak()).min();
    let word = match (kind, reading.labels.first()) {
        (Some(kind), _) => format!("{kind:?}"),
        (None, Some(label)) => format!("{label:?}"),
        (None, None) => String::new(),
    };
    format!("{rule}:{}", word.to_lowercase())
}

/// Counts what a person said to an automatic hide: `by` is 1, or -1 where it is taken back.
pub(super) async fn said(
    tx: &mut Tx,
    organisation: &OrganisationId,
    row: &Row,
    is_reversed: bool,
    by: i64,
    now: Stamp,
) -> Result<(), store::Error> {
    let verdicts = store::verdict::of_inquiry(tx, organisation, &row.id).await?;
    let Some(counted) = verdicts.into_iter().rev().find_map(|verdict| verdict.counted) else {
        return Ok(());
    };
    let (confirmed, reversed) = if is_reversed { (0, by) } else { (by, 0) };
    let said = Said { confirmed, reversed, ..Said::default() };
    act_count::say(tx, organisation, &row.account, (&now.day(), &counted), said, now).await
}
