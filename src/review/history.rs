//! What was decided and what came of it, in order. A deed is called done only when it was; one
//! whose answer was lost is called uncertain.

use super::frame;
use super::people;
use super::when::{self, Moment};
use super::words::Words;
use crate::decide::Mailboxes;
use crate::model::{Deed, Referral, Stamp, TaskState};
use crate::store::moderator::Moderator;
use crate::store::task::Task;
use crate::store::verdict::Recorded;

/// One thing that happened or is to happen.
pub(super) struct Event {
    at: Stamp,
    pub(super) moment: Moment,
    /// `Mette: Fjern`.
    pub(super) title: String,
    /// `R7 · personoplysninger · regelsæt 2026-11-21`.
    pub(super) detail: Option<String>,
    /// Why it stands where it stands; ours, sometimes in English.
    pub(super) note: Option<Note>,
    /// Our own reply.
    pub(super) reply: Option<Reply>,
    /// Only a person can go on.
    pub(super) needs_person: bool,
}

/// Why a task stands where it stands.
pub(super) struct Note {
    pub(super) sentence: String,
    pub(super) language: &'static str,
}

/// Our own words, and their language.
pub(super) struct Reply {
    pub(super) words: String,
    pub(super) language: String,
}

/// Who and what, for names.
#[derive(Clone, Copy)]
pub(super) struct Index<'a> {
    pub(super) words: Words,
    pub(super) people: &'a [Moderator],
    pub(super) mailboxes: &'a Mailboxes,
    pub(super) network: &'a str,
}

/// The history of an inquiry, oldest first.
pub(super) fn of(
    index: Index<'_>,
    verdicts: &[Recorded],
    tasks: &[Task],
    referrals: &[Referral],
    now: Stamp,
) -> Vec<Event> {
    let mut events: Vec<Event> = verdicts.iter().map(|verdict| decided(index, verdict, now)).collect();
    events.extend(tasks.iter().map(|task| carried_out(index, task, now)));
    events.extend(referrals.iter().map(|referral| referred(index, referral, now)));
    events.sort_by_key(|event| event.at);
    events
}

fn decided(index: Index<'_>, verdict: &Recorded, now: Stamp) -> Event {
    let words = index.words;
    let who = people::name(words, index.people, &verdict.by);
    let what = words.say(&format!("outcome-{}", verdict.outcome));
    let mut detail = vec![verdict.rule.clone()];
    detail.extend(
        verdict.ground.as_ref().map(|ground| words.say(&format!("ground-{}", ground.replace('_', "-")))),
    );
    detail.extend(verdict.mailbox.as_ref().map(|id| mailbox(index, id)));
    detail.push(words.about("policy-version", &verdict.policy_version));
    Event {
        at: verdict.decided_at,
        moment: Moment::of(words, verdict.decided_at, now),
        title: words.about_both("who-did-what", who, what),
        detail: Some(detail.join(" · ")),
        note: verdict.undone_at.map(|at| Note {
            sentence: words.about("undone", Moment::of(words, at, now).shown),
            language: words.code(),
        }),
        reply: None,
        needs_person: false,
    }
}

/// Who wanted somebody else's eyes, why, and how that ended.
fn referred(index: Index<'_>, referral: &Referral, now: Stamp) -> Event {
    let words = index.words;
    let ended = referral.ended.as_ref().map(|(at, ending, by)| {
        let who = people::name(words, index.people, by);
        let key = format!("ending-{}", ending.as_str());
        words.about_both(&key, who, Moment::of(words, *at, now).shown)
    });
    Event {
        at: referral.asked_at,
        moment: Moment::of(words, referral.asked_at, now),
        title: super::referral::sentence(words, index.people, referral),
        detail: Some(words.say(&format!("reason-{}", referral.reason.as_str()))),
        note: ended.map(|sentence| Note { sentence, language: words.code() }),
        reply: None,
        needs_person: false,
    }
}

fn mailbox(index: Index<'_>, id: &str) -> String {
    let known = index.mailboxes.get(id);
    known.map_or_else(|| id.to_owned(), |mailbox| named(index.words, &mailbox.da, &mailbox.en))
}

/// The Danish or the English of two names.
pub(super) fn named(words: Words, da: &str, en: &str) -> String {
    if words.is_danish() { da.to_owned() } else { en.to_owned() }
}

fn carried_out(index: Index<'_>, task: &Task, now: Stamp) -> Event {
    let words = index.words;
    let deed = words.about(
        match task.deed {
            Deed::Hide => "deed-hide",
            Deed::Unhide => "deed-unhide",
            Deed::Delete => "deed-delete",
            Deed::Reply => "deed-reply",
        },
        frame::network(words, index.network),
    );
    Event {
        at: task.made_at,
        moment: Moment::of(words, task.made_at, now),
        title: words.about_both("who-did-what", deed, standing(words, task, now)),
        detail: None,
        note: task.note.as_ref().map(|note| self::note(words, note)),
        reply: task
            .words
            .clone()
            .map(|ours| Reply { words: ours, language: task.language.clone().unwrap_or_default() }),
        needs_person: task.state == TaskState::Parked,
    }
}

fn standing(words: Words, task: &Task, now: Stamp) -> String {
    let tries = task.tries;
    match task.state {
        TaskState::Open if tries > 0 => {
            words.about_both("task-again", tries.to_string(), when::time_of_day(task.not_before))
        }
        TaskState::Open if task.not_before > now => {
            words.about("task-waits", when::time_with_seconds(task.not_before))
        }
        TaskState::Open if task.after.is_some() => words.say("task-after"),
        TaskState::Open => words.say("task-next"),
        TaskState::Intent => words.count("task-intent", tries),
        TaskState::Unknown => words.count("task-unknown", tries),
        TaskState::Done => words.say("task-done"),
        TaskState::Parked => words.say("task-parked"),
        TaskState::Cancelled => words.say("task-cancelled"),
    }
}

/// The outbox writes its notes in English; the common ones are in the book under their own letters.
fn note(words: Words, note: &str) -> Note {
    let key: String = note
        .chars()
        .filter_map(|letter| match letter {
            ' ' => Some('-'),
            letter if letter.is_ascii_alphanumeric() => Some(letter.to_ascii_lowercase()),
            _ => None,
        })
        .collect();
    words.find(&format!("note-{key}")).map_or_else(
        || Note { sentence: note.to_owned(), language: "en" },
        |sentence| Note { sentence, language: words.code() },
    )
}
