//! One inquiry: what was written, why it was flagged, what was decided, and the three decisions.
//! Opening it is noted in the audit trail.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use url::Url;

use super::choices::{self, Choices, Deed, Rule};
use super::desk::Reception;
use super::failure::{Failure, page};
use super::fingerprints;
use super::flag;
use super::frame::{self, Frame};
use super::hidden::{self, Deadline};
use super::history::{self, Event, Index, named};
use super::list::{self, List};
use super::marked::{self, Marked};
use super::notice::{self, Told};
use super::pointed;
use super::referral;
use super::rights::Action;
use super::side::Side;
use super::signed::{self, Signed};
use super::standing;
use super::thread::{self, Above, Thread};
use super::untrusted::{Piece, Untrusted};
use super::view::View;
use super::watch::{self, Watch};
use super::when::Moment;
use super::words::Words;
use crate::model::{InquiryId, Kept, KeptText, Mode, Referral, Stamp, State as Standing};
use crate::store::claim::Claim;
use crate::store::inquiry::Row;
use crate::store::moderator::Moderator;
use crate::store::task::Task;
use crate::store::verdict::Recorded;
use crate::store::{self, account, inquiry, moderator, task, verdict};

#[derive(Template)]
#[template(path = "item.html")]
struct Page {
    frame: Frame,
    list: List,
    side: Side,
    /// The part of the queue, for the forms.
    query: String,
    id: String,
    version: i64,
    is_urgent: bool,
    network: String,
    account: String,
    moment: Moment,
    standing: String,
    /// How many others say the same.
    alike: Option<String>,
    watch: Option<Watch>,
    deadline: Option<Deadline>,
    rule: Option<Rule>,
    kept_until: String,
    content: Option<Content>,
    thread: Option<Thread>,
    history: Vec<Event>,
    standing_now: standing::Standing,
    referred: Option<referral::Standing>,
    /// Whom it can be given to.
    refer: Option<referral::Offer>,
    /// `None` where nothing can be decided any more, or not by this moderator.
    choices: Option<Choices>,
    /// A decision to block its author may be written.
    may_block: bool,
}

/// What the citizen wrote.
struct Content {
    who: Option<Untrusted>,
    handle: Option<Untrusted>,
    marked: Marked,
    is_tall: bool,
    /// Hard to read: shown when somebody asks for it.
    is_veiled: bool,
    language: &'static str,
    images: u32,
    link: Option<Link>,
}

/// The way to the network.
struct Link {
    address: String,
    host: String,
}

/// Which mailbox to preview.
#[derive(Default, serde::Deserialize)]
pub(super) struct Wanted {
    mailbox: Option<String>,
}

/// All that is known of an inquiry beside its words.
struct Found {
    row: Row,
    network: String,
    is_observing: bool,
    verdicts: Vec<Recorded>,
    tasks: Vec<Task>,
    people: Vec<Moderator>,
    beside: standing::Beside,
    claim: Option<Claim>,
    referrals: Vec<Referral>,
}

/// `GET /ko/{id}`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(mut signed): Extension<Signed>,
    Path(id): Path<String>,
    headers: HeaderMap,
    view: Result<Query<View>, QueryRejection>,
    wanted: Result<Query<Wanted>, QueryRejection>,
    told: Result<Query<Told>, QueryRejection>,
) -> Result<Response, Failure> {
    let id = InquiryId::from_text(id);
    let (desk, words) = (&reception.desk, signed.words);
    let now = desk.clock.now();
    let found = find(&reception, &signed, &id, now).await?.ok_or(Failure::Missing)?;
    let mut keys = desk.vault.keys.read().await?;
    let kept = list::opened(&reception, &mut keys, &signed, &found.row).await;
    drop(keys);
    let pointed = pointed::before(desk, &signed, &found.row, kept.as_ref(), now).await?;
    if kept.as_ref().is_some_and(|kept| kept.labels.iter().any(|label| flag::is_hard(*label))) {
        signed.hard = signed::met_a_hard_one(&reception, &signed, &id).await?;
    }
    let view = view.map(|Query(view)| view).unwrap_or_default();
    let alike = match &kept {
        Some(kept) => fingerprints::alike(&reception, &signed, &found.row, kept).await?.len(),
        None => 0,
    };
    let (list, side) = list::of(&reception, &signed, &view, Some(&id), now).await?;
    let mut frame = frame::around(&reception, &signed, &format!("/ko/{id}"), now).await?;
    frame.notice = told.ok().and_then(|Query(told)| notice::of(&told, &headers, words));
    let mailbox = wanted.ok().and_then(|Query(wanted)| wanted.mailbox);
    let thread = match &kept {
        Some(kept) => Some(thread::of(&reception, &signed, &found.row, kept, now).await?),
        None => None,
    };
    let index = Index { words, people: &found.people, mailboxes: &desk.mailboxes, network: &found.network };
    let row = &found.row;
    let referred =
        referral::standing(words, &signed, &found.people, &found.referrals).filter(|_| row.state.is_open());
    let is_barred = referred.as_ref().is_some_and(|referred| referred.is_barred);
    let page_of_it = Page {
        frame,
        list,
        side,
        query: view.query(),
        id: id.to_string(),
        version: row.version,
        is_urgent: row.is_urgent,
        network: frame::network(words, &found.network),
        account: row.account.to_string(),
        moment: Moment::of(words, row.written_at, now),
        standing: words.say(&format!("state-{}", row.state.as_str())),
        watch: found.claim.as_ref().map(|claim| watch::say(words, &signed, &found.people, claim)),
        deadline: hidden::deadline(words, row, &found.tasks, now),
        alike: (alike > 1).then(|| words.count("alike", i64::try_from(alike).unwrap_or(i64::MAX))),
        rule: desk.policy.guideline(&row.rule).map(|line| Rule {
            id: line.id.clone(),
            sentence: named(words, &line.da, &line.en),
            is_suggested: true,
        }),
        kept_until: Moment::of(words, row.delete_after, now).shown,
        standing_now: standing::of(&signed, row, &found.tasks, &found.people, &found.beside, now),
        history: history::of(index, &found.verdicts, &found.tasks, &found.referrals, now),
        referred,
        refer: referral::offer(words, &signed, &found.people, &found.referrals)
            .filter(|_| row.state.is_open() && signed.may(Action::Decide)),
        choices: kept.as_ref().filter(|_| !is_barred && signed.may(Action::Decide)).and_then(|kept| {
            choices::of(desk, &signed, row, found.is_observing, kept, mailbox.as_deref(), pointed)
        }),
        thread,
        may_block: kept.is_some() && signed.may(Action::Decide),
        content: kept.as_ref().map(|kept| content(words, kept, desk.settings.reasons)),
    };
    page(StatusCode::OK, &page_of_it)
}

/// Finds an inquiry of this organisation and notes that it was opened; `None` for every other id.
async fn find(
    reception: &Reception,
    signed: &Signed,
    id: &InquiryId,
    now: Stamp,
) -> anyhow::Result<Option<Found>> {
    let (desk, owner) = (&reception.desk, &signed.organisation.id);
    let mut tx = desk.db.write().await?;
    let Some(row) = inquiry::get(&mut tx, owner, id).await?.filter(|row| row.state != Standing::Going) else {
        return Ok(None);
    };
    let account = account::get(&mut tx, owner, &row.account).await?;
    let verdicts = verdict::of_inquiry(&mut tx, owner, id).await?;
    let tasks = task::of_inquiry(&mut tx, owner, id).await?;
    let people = moderator::list(&mut tx, owner).await?;
    let beside = standing::read(&mut tx, owner, &row).await?;
    let referrals = store::referral::of_inquiry(&mut tx, owner, id).await?;
    // What is decided needs nobody's eyes; who only reads keeps nobody from deciding.
    let claim = if row.state.is_open() && signed.may(Action::Decide) {
        Some(watch::look(&mut tx, signed, id, now).await?)
    } else {
        None
    };
    desk.vault.audit(&mut tx, owner, &signed.by(), "opened", Some(id), now).await?;
    tx.commit().await?;
    Ok(Some(Found {
        row,
        network: account.as_ref().map_or_else(String::new, |account| account.network.clone()),
        is_observing: account.is_none_or(|account| account.mode == Mode::Observing),
        verdicts,
        tasks,
        people,
        beside,
        claim,
        referrals,
    }))
}

fn content(words: Words, kept: &Kept, reasons: fn(&str, bool) -> Option<&'static str>) -> Content {
    let text = kept.text.as_ref().map_or("", KeptText::expose);
    let marked = marked::mark(kept, words, reasons);
    Content {
        who: list::who(kept),
        handle: kept
            .handle
            .as_ref()
            .filter(|_| kept.author_name.is_some())
            .map(|handle| Untrusted::line(handle.expose(), marked::MOST_NAME)),
        is_tall: text.chars().count() > 1500 || text.lines().count() > 20,
        is_veiled: kept.labels.iter().any(|label| flag::is_hard(*label)),
        marked,
        language: list::language(kept.language),
        images: kept.images,
        link: kept.link.as_ref().and_then(|link| self::link(link.expose())),
    }
}

/// Built by an adapter from the network's host and an id it checked; looked at once more, because
/// it came out of a sealed row.
fn link(address: &str) -> Option<Link> {
    let url = Url::parse(address).ok()?;
    let is_plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    let host = url.host_str().filter(|_| is_plain)?.to_owned();
    Some(Link { address: url.into(), host })
}
