//! Danish bank accounts: four digits of registration number and six to ten of account. Nothing but
//! the length can be checked, so a word for account or registration must stand near.

use std::ops::Range;

use super::class::Label;
use super::contract::{Detector, Found, Look, Sighting};
use super::numbers::Run;
use super::reason::Reason;
use crate::model::{Confidence, Kind};

/// Finds registration and account numbers together.
pub(super) struct Accounts;

/// Words may stand between the two parts, so far: "reg. 9990 konto 0004471823".
const APART: usize = 25;

impl Detector for Accounts {
    fn look(&self, look: &Look<'_>, found: &mut Found) {
        let runs = look.numbers.runs();
        for nth in 0..runs.len() {
            let rest = runs.get(nth..).unwrap_or_default();
            let before = nth.checked_sub(1).and_then(|left| runs.get(left));
            let is_crowded = before
                .zip(rest.first())
                .is_some_and(|(left, right)| is_tight(look, left.at.end..right.at.start));
            let named = registration_first(look, rest).or_else(|| account_first(look, rest));
            let (confidence, rule, reason) = if named.is_some() {
                (Confidence::High, "bank.named", Reason::BankNamed)
            } else {
                (Confidence::Medium, "bank.shape", Reason::BankShaped)
            };
            let at = named.or_else(|| unbroken(look, rest)).or_else(|| shaped(look, nth, rest));
            let Some(at) = at.filter(|at| !is_crowded && !found.is_claimed(at)) else { continue };
            found.add(Sighting { at, kind: Kind::BankAccount, confidence, rule, reason });
        }
    }
}

/// `reg. 9990 konto 0004471823`, `9990-0004471823` with a word near.
fn registration_first(look: &Look<'_>, runs: &[Run]) -> Option<Range<usize>> {
    let registration = runs.first().filter(|run| run.len() == 4)?;
    // `overføres … 0045 52 66 01 98`: a country's prefix.
    let is_prefix = look.numbers.of(registration).starts_with(&[0, 0]);
    let account = account(look, runs.get(1..)?)?;
    let apart = registration.at.end..account.start;
    let is_close = is_tight(look, apart.clone());
    let is_registration = says(look, &(registration.at.start..registration.at.start), 8, Label::Registration);
    let is_account = apart.len() <= APART && says(look, &apart, 0, Label::Account);
    let whole = registration.at.start..account.end;
    let is_money = |label| matches!(label, Label::Account | Label::Registration | Label::Pay);
    let is_other =
        |label| matches!(label, Label::Other | Label::OtherBeside | Label::Cpr | Label::Born | Label::Phone);
    let is_near = is_close
        && !is_prefix
        && look.labels.near(&whole, 40, is_money)
        && look.label(&whole, is_other).is_none();
    let fits = is_near || (is_registration && (is_close || is_account));
    fits.then(|| with_word(look, whole))
}

/// `kontonummer 4471823`, `nemkonto 99900004471823`: one run right after the word.
fn unbroken(look: &Look<'_>, runs: &[Run]) -> Option<Range<usize>> {
    let run = runs.first().filter(|run| (7..=10).contains(&run.len()) || matches!(run.len(), 11 | 14))?;
    let at = run.at.clone();
    let is_end = runs.get(1).is_none_or(|next| !is_tight(look, at.end..next.at.start));
    let is_other =
        |label| matches!(label, Label::Other | Label::OtherBeside | Label::Cpr | Label::Phone | Label::Call);
    let is_named = says(look, &(at.start..at.start), 6, Label::Account);
    (is_end && is_named && !look.labels.near(&(at.start..at.start), 6, is_other)).then_some(at)
}

/// `9990 0004471823`: nothing else is written as four and ten digits. Four and seven need money beside
/// them.
fn shaped(look: &Look<'_>, nth: usize, runs: &[Run]) -> Option<Range<usize>> {
    let [registration, account, rest @ ..] = runs else { return None };
    let whole = registration.at.start..account.at.end;
    let is_end = rest.first().is_none_or(|next| !is_tight(look, whole.end..next.at.start));
    let is_money = |label| matches!(label, Label::Account | Label::Registration | Label::Pay);
    let fits = registration.len() == 4
        && match account.len() {
            10 => true,
            7 => look.labels.near(&whole, 60, is_money),
            _ => false,
        };
    let is_other = |label| !is_money(label) && label != Label::Number && !label.is_secret();
    let follows = nth > 0 && look.text.before(whole.start) == b'+';
    (fits
        && is_end
        && !follows
        && is_tight(look, registration.at.end..account.at.start)
        && look.label(&whole, is_other).is_none())
    .then_some(whole)
}

/// `kto. 12345678, reg 9570`.
fn account_first(look: &Look<'_>, runs: &[Run]) -> Option<Range<usize>> {
    let account = account(look, runs)?;
    let next = runs.iter().find(|run| run.at.start >= account.end)?;
    let apart = account.end..next.at.start;
    let fits = next.len() == 4 && apart.len() <= APART && says(look, &apart, 0, Label::Registration);
    fits.then_some(account.start..next.at.end)
}

/// Six to ten digits in neighbouring runs, as many as belong together.
fn account(look: &Look<'_>, runs: &[Run]) -> Option<Range<usize>> {
    let first = runs.first()?;
    let mut total = first.len();
    let mut end = first.at.end;
    for (left, right) in runs.iter().zip(runs.iter().skip(1)).take(9) {
        let is_part = is_tight(look, left.at.end..right.at.start) && total + right.len() <= 10;
        if !is_part {
            break;
        }
        total += right.len();
        end = right.at.end;
    }
    (6..=10).contains(&total).then_some(first.at.start..end)
}

fn says(look: &Look<'_>, at: &Range<usize>, reach: usize, meant: Label) -> bool {
    look.labels.near(at, reach, |label| label == meant)
}

fn is_tight(look: &Look<'_>, apart: Range<usize>) -> bool {
    let bytes = look.text.slice(apart);
    !bytes.is_empty()
        && bytes.len() <= 3
        && bytes.iter().all(|byte| matches!(byte, b' ' | b'-' | b'.' | b'/'))
}

/// With the word "reg" before the number, so that what is masked reads as one thing.
fn with_word(look: &Look<'_>, whole: Range<usize>) -> Range<usize> {
    let label = look.labels.last_before(whole.start, 8, Label::Registration);
    label.map_or(whole.clone(), |start| start..whole.end)
}
