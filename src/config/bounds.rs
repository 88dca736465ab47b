//! The numbers, each within what keeps its promise.

use std::time::Duration;

use super::{Call, shape};
use crate::model::Days;
use crate::settle::Caps;
use crate::worker::Watch;
use crate::{intake, retain, worker};

/// The worker's settings; a number outside its bounds becomes a sentence in `wrong`.
pub(super) fn worker(
    written: &shape::Worker,
    act: &shape::Act,
    (residue_days, undo_seconds): (u32, u32),
    wrong: &mut Vec<String>,
) -> (worker::Settings, Call) {
    let w = written;
    for (key, value, least, most) in [
        ("store.residue_days", residue_days, 0, 90),
        ("worker.every_seconds", w.every_seconds, 1, 3600),
        ("worker.lease_seconds", w.lease_seconds, 10, 3600),
        // Less than ten minutes loses what networks list late.
        ("worker.overlap_minutes", w.overlap_minutes, 10, 1440),
        ("worker.horizon_days", w.horizon_days, 1, 365),
        ("worker.full_read_minutes", w.full_read_minutes, 1, 1440),
        ("worker.quiet_reads", w.quiet_reads, 1, 1000),
        ("worker.wide_read_hours", w.wide_read_hours, 1, 168),
        ("worker.gap_alarm_hours", w.gap_alarm_hours, 1, 168),
        ("worker.silence_comments", w.silence_comments, 5, 1000),
        ("worker.recheck_minutes", w.recheck_minutes, 1, 1440),
        // What a citizen deletes there must be gone here within 24 hours.
        ("worker.recheck_old_hours", w.recheck_old_hours, 1, 22),
        ("worker.page_cap", w.page_cap, 1, 10_000),
        ("worker.backoff_max_minutes", w.backoff_max_minutes, 1, 60),
        ("worker.deadline_seconds", w.deadline_seconds, 1, 120),
        ("worker.most_bytes", w.most_bytes, 64 << 10, 64 << 20),
        ("worker.warnings_days", w.warnings_days, 1, 90),
        // 0 = nothing alone.
        ("act.most_a_day", act.most_a_day, 0, 10_000),
        ("act.most_an_hour", act.most_an_hour, 0, 10_000),
        ("act.reversed_percent", act.reversed_percent, 1, 100),
        ("act.reversed_least", act.reversed_least, 1, 1000),
    ] {
        if !(least..=most).contains(&value) {
            wrong.push(format!("{key} is {value}, which is not between {least} and {most}"));
        }
    }
    if w.lease_seconds < w.deadline_seconds.saturating_mul(2) {
        wrong.push(format!(
            "worker.lease_seconds is {}, which is less than two calls of worker.deadline_seconds ({})",
            w.lease_seconds, w.deadline_seconds
        ));
    }
    let horizon = Days(w.horizon_days);
    let intake = intake::Settings {
        overlap: minutes(w.overlap_minutes),
        horizon,
        full_read: minutes(w.full_read_minutes),
        quiet_reads: usize::try_from(w.quiet_reads).unwrap_or(usize::MAX),
        wide_read: hours(w.wide_read_hours),
        page_cap: usize::try_from(w.page_cap).unwrap_or(usize::MAX),
        recheck: minutes(w.recheck_minutes),
        recheck_old: hours(w.recheck_old_hours),
    };
    let retain = retain::Settings { horizon, residue: Days(residue_days), warnings: Days(w.warnings_days) };
    let worker = worker::Settings {
        every: seconds(w.every_seconds),
        lease: seconds(w.lease_seconds),
        longest_rest: minutes(w.backoff_max_minutes),
        intake,
        retain,
        watch: Watch { gap: hours(w.gap_alarm_hours), silence: w.silence_comments },
        caps: Caps {
            a_day: i64::from(act.most_a_day),
            an_hour: i64::from(act.most_an_hour),
            reversed_percent: i64::from(act.reversed_percent),
            reversed_least: i64::from(act.reversed_least),
        },
        undo: seconds(undo_seconds),
    };
    let most_bytes = usize::try_from(w.most_bytes).unwrap_or(usize::MAX);
    (worker, Call { deadline: seconds(w.deadline_seconds), most_bytes })
}

/// So many seconds.
pub(super) fn seconds(count: u32) -> Duration {
    Duration::from_secs(u64::from(count))
}

fn hours(count: u32) -> Duration {
    Duration::from_hours(u64::from(count))
}

fn minutes(count: u32) -> Duration {
    Duration::from_mins(u64::from(count))
}
