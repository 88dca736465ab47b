//! The list of what waits: the same on the queue's own page, beside an open inquiry, and for what a
//! search found.

use super::desk::Reception;
use super::failure::Failure;
use super::flag::{self, Tone};
use super::frame;
use super::hidden::{self, Deadline};
use super::marked::{self, MOST_NAME};
use super::people;
use super::side::{self, Side};
use super::sign_in::QUEUE;
use super::signed::Signed;
use super::untrusted::Untrusted;
use super::view::View;
use super::when::Moment;
use super::words::Words;
use crate::model::{InquiryId, Kept, KeptText, Language, Stamp, State as Standing};
use crate::store::inquiry::Row;
use crate::store::queue::{Need, Waiting};
use crate::store::task::Task;
use crate::store::{Tx, account, claim, moderator, preference, queue, referral, task};
use crate::vault;

/// Rows on one page.
const PAGE: i64 = 50;
/// Letters of the words in one row: two lines, and the tail of a third on a phone.
const MOST: usize = 180;
/// A page of the list.
pub(super) struct List {
    pub(super) title: String,
    pub(super) waiting: String,
    pub(super) urgent: i64,
    pub(super) lines: Vec<Line>,
    pub(super) is_whole: bool,
    /// What this moderator leaves to colleagues, and the way to it.
    pub(super) spared: Option<(String, String)>,
    pub(super) number: i64,
    pub(super) last: i64,
    pub(super) before: String,
    pub(super) after: String,
}

/// A row.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(super) struct Line {
    pub(super) address: String,
    pub(super) is_current: bool,
    pub(super) is_urgent: bool,
    pub(super) tone: &'static str,
    pub(super) badge: String,
    pub(super) who: Option<Untrusted>,
    pub(super) account: String,
    pub(super) moment: Moment,
    pub(super) words: Option<Untrusted>,
    pub(super) is_veiled: bool,
    pub(super) language: &'static str,
    pub(super) images: u32,
    pub(super) deadline: Option<Deadline>,
    pub(super) can_be_read: bool,
    pub(super) looked_at_by: Option<String>,
    /// A second opinion that is asked for, or a hand-over.
    pub(super) referred: Option<String>,
}

/// The list and what stands beside it, with `current` open.
pub(super) async fn of(
    reception: &Reception,
    signed: &Signed,
    view: &View,
    current: Option<&InquiryId>,
    now: Stamp,
) -> Result<(List, Side), Failure> {
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let mut tx = desk.db.read().await?;
    let waiting = queue::count(&mut tx, owner, &signed.reach, desk.policy.redirect_rule(), now).await?;
    let referrals = referral::standing(&mut tx, owner).await?;
    let mine = referrals.iter().filter(|one| one.waits_for(&signed.moderator)).count();
    let mine = i64::try_from(mine).unwrap_or(i64::MAX);
    let fits = |one: &&Waiting| {
        view.need().is_none_or(|need| need == one.need)
            && view.account().is_none_or(|account| *account == one.account)
    };
    let left_out = preference::spared(&mut tx, owner, &signed.moderator).await?;
    let part = view.part(&desk.policy, &signed.moderator, &left_out);
    let spared = queue::count_spared(&mut tx, owner, &signed.reach, part, now).await?;
    let open = if view.is_mine() {
        mine
    } else {
        waiting.iter().filter(fits).map(|one| one.count).sum::<i64>() - spared
    };
    let urgent =
        waiting.iter().filter(fits).filter(|one| one.need == Need::Urgent).map(|one| one.count).sum();
    let last = (open.max(1) - 1) / PAGE + 1;
    let number = view.page(last);
    let rows = queue::list(&mut tx, owner, &signed.reach, part, now, (number - 1) * PAGE, PAGE).await?;
    let accounts = account::list(&mut tx, owner).await?;
    let claims = claim::list(&mut tx, owner, now).await?;
    let names = moderator::list(&mut tx, owner).await?;
    let tasks = tasks(&mut tx, signed, rows.iter()).await?;
    drop(tx);

    let kept = all_opened(reception, signed, &rows).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for ((row, tasks), kept) in rows.iter().zip(&tasks).zip(kept) {
        let network = accounts.iter().find(|account| account.account == row.account);
        let claim =
            claims.iter().find(|claim| claim.inquiry == row.id && claim.moderator != signed.moderator);
        let mut line = line(words, row, tasks, kept.as_ref(), now);
        line.address = format!("{QUEUE}/{}{}", row.id, view.query());
        line.is_current = current == Some(&row.id);
        line.account = network.map_or_else(String::new, |account| frame::network(words, &account.network));
        line.looked_at_by = claim
            .map(|claim| words.about("looks-at-it", people::name(words, &names, claim.moderator.as_str())));
        line.referred = referrals
            .iter()
            .find(|referral| referral.inquiry == row.id)
            .map(|referral| super::referral::sentence(words, &names, referral));
        lines.push(line);
    }
    let shown = List {
        title: match view.need() {
            Some(need) => words.say(side::name(need)),
            None if view.is_mine() => words.say("queue-mine"),
            None => words.say("queue"),
        },
        waiting: words.count("waiting", open),
        urgent,
        lines,
        spared: (spared > 0)
            .then(|| (words.count("spared-here", spared), format!("{QUEUE}{}", view.with_all().query()))),
        is_whole: view.need().is_none() && view.account().is_none() && !view.is_mine(),
        number,
        last,
        before: format!("{QUEUE}{}", view.with_page(number - 1).query()),
        after: format!("{QUEUE}{}", view.with_page(number + 1).query()),
    };
    Ok((shown, side::of(signed, view, &waiting, mine, &accounts)))
}

/// Rows that a search found, as a list.
pub(super) async fn of_found(
    reception: &Reception,
    signed: &Signed,
    hits: &[(Row, Kept)],
    now: Stamp,
) -> Result<List, Failure> {
    let words = signed.words;
    let mut tx = reception.desk.db.read().await?;
    let accounts = account::list(&mut tx, &signed.organisation.id).await?;
    let tasks = tasks(&mut tx, signed, hits.iter().map(|(row, _)| row)).await?;
    drop(tx);
    let line = |((row, kept), tasks): (&(Row, Kept), &Vec<Task>)| {
        let network = accounts.iter().find(|account| account.account == row.account);
        Line {
            address: format!("{QUEUE}/{}", row.id),
            account: network.map_or_else(String::new, |account| frame::network(words, &account.network)),
            ..line(words, row, tasks, Some(kept), now)
        }
    };
    Ok(List {
        title: String::new(),
        waiting: words.count("search-hits", i64::try_from(hits.len()).unwrap_or(i64::MAX)),
        urgent: 0,
        lines: hits.iter().zip(&tasks).map(line).collect(),
        is_whole: false,
        spared: None,
        number: 1,
        last: 1,
        before: String::new(),
        after: String::new(),
    })
}

/// What was asked of the network for each row, where its line says so: for what is hidden.
async fn tasks<'a>(
    tx: &mut Tx,
    signed: &Signed,
    rows: impl Iterator<Item = &'a Row>,
) -> Result<Vec<Vec<Task>>, Failure> {
    let mut tasks = Vec::new();
    for row in rows {
        tasks.push(match row.state {
            Standing::Hidden => task::of_inquiry(tx, &signed.organisation.id, &row.id).await?,
            _ => Vec::new(),
        });
    }
    Ok(tasks)
}

/// What a row holds; `None`, with a line in the log, when it does not open.
pub(super) async fn opened(reception: &Reception, keys: &mut Tx, signed: &Signed, row: &Row) -> Option<Kept> {
    match reception.desk.vault.open(keys, &signed.organisation.id, row).await {
        Ok(opened) => Some(opened.kept),
        Err(error) => {
            tracing::error!(inquiry = %row.id, %error, "a row could not be opened");
            None
        }
    }
}

/// What rows hold, in their order, as [`opened`].
pub(super) async fn all_opened(
    reception: &Reception,
    signed: &Signed,
    rows: &[Row],
) -> Result<Vec<Option<Kept>>, Failure> {
    let vault = &reception.desk.vault;
    let mut keys = vault.keys.read().await?;
    let opened = vault.open_all(&mut keys, &signed.organisation.id, rows).await;
    let opened = opened.map_err(|error| match error {
        vault::Error::Store(error) => Failure::from(error),
        other => Failure::from(anyhow::Error::from(other)),
    })?;
    let kept = opened.into_iter().zip(rows).map(|(opened, row)| match opened {
        Ok(opened) => Some(opened.kept),
        Err(error) => {
            tracing::error!(inquiry = %row.id, %error, "a row could not be opened");
            None
        }
    });
    Ok(kept.collect())
}

/// The name shown, or the handle where there is no name.
pub(super) fn who(kept: &Kept) -> Option<Untrusted> {
    [&kept.author_name, &kept.handle]
        .into_iter()
        .flatten()
        .map(KeptText::expose)
        .find(|name| !name.trim().is_empty())
        .map(|name| Untrusted::line(name, MOST_NAME))
}

/// For a `lang` attribute; empty where the language is not known, so that nobody reads it aloud as
/// Danish.
pub(super) fn language(language: Language) -> &'static str {
    match language {
        Language::Danish => "da",
        Language::English => "en",
        Language::Norwegian => "nb",
        Language::Swedish => "sv",
        Language::German => "de",
        Language::Other => "",
    }
}

fn line(words: Words, row: &Row, tasks: &[Task], kept: Option<&Kept>, now: Stamp) -> Line {
    let (tone, badge) = kept
        .map_or_else(|| (Tone::Plain, words.say("reason-to-review")), |kept| marked::foremost(kept, words));
    let is_veiled = kept.is_some_and(|kept| kept.labels.iter().any(|label| flag::is_hard(*label)));
    let shown = kept.filter(|_| !is_veiled).and_then(|kept| kept.text.as_ref());
    Line {
        address: String::new(),
        is_current: false,
        is_urgent: row.is_urgent,
        tone: tone.class(),
        badge,
        who: kept.and_then(who),
        account: String::new(),
        moment: Moment::of(words, row.written_at, now),
        words: shown.map(|text| Untrusted::line(text.expose(), MOST)),
        is_veiled,
        language: kept.map_or("", |kept| language(kept.language)),
        images: kept.map_or(0, |kept| kept.images),
        deadline: hidden::deadline(words, row, tasks, now),
        can_be_read: kept.is_some(),
        looked_at_by: None,
        referred: None,
    }
}
