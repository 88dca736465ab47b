//! What was decided and is not done: what only a person can go on with, and what waits for a network.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::blocks::{self, Reminder};
use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::history::{self, Event, Index};
use super::signed::Signed;
use super::standing;
use crate::model::{AccountName, Stamp, TaskState};
use crate::store::account::{self, Account};
use crate::store::block;
use crate::store::moderator::{self, Moderator};
use crate::store::task::{self, Task};

/// Where it stands.
pub(super) const WAITING: &str = "/venter";
const MOST: i64 = 200;

#[derive(Template)]
#[template(path = "waiting.html")]
struct Page {
    frame: Frame,
    parts: [Part; 2],
    blocks: Vec<Reminder>,
}

struct Part {
    id: &'static str,
    title: String,
    empty: String,
    lines: Vec<Line>,
}

struct Line {
    inquiry: String,
    event: Event,
    /// Who goes on, and by when.
    owed: Option<String>,
}

/// `GET /venter`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (owner, words) = (&signed.organisation.id, signed.words);
    let now = reception.desk.clock.now();
    let frame = frame::around(&reception, &signed, WAITING, now).await?;
    let mut tx = reception.desk.db.read().await?;
    let parked = task::parked(&mut tx, owner, &signed.reach, MOST).await?;
    let under_way = task::unfinished(&mut tx, owner, &signed.reach, MOST).await?;
    let accounts = account::list(&mut tx, owner).await?;
    let people = moderator::list(&mut tx, owner).await?;
    let standing = block::standing(&mut tx, owner, &signed.reach, MOST).await?;
    drop(tx);
    let lines = |tasks: &[Task]| lines(&reception, &signed, tasks, (&accounts, &people), now);
    let parts = [
        Part {
            id: "parked",
            title: words.say("waiting-parked"),
            empty: words.say("waiting-parked-none"),
            lines: lines(&parked),
        },
        Part {
            id: "under-way",
            title: words.say("waiting-network"),
            empty: words.say("waiting-network-none"),
            lines: lines(&under_way),
        },
    ];
    let network = |name: &AccountName| {
        let account = accounts.iter().find(|account| account.account == *name);
        account.map_or("", |account| account.network.as_str())
    };
    let blocks = standing.iter().map(|one| blocks::reminder(words, one, network(&one.account), now));
    let blocks = blocks.collect();
    page(StatusCode::OK, &Page { frame, parts, blocks })
}

fn lines(
    reception: &Reception,
    signed: &Signed,
    tasks: &[Task],
    (accounts, people): (&[Account], &[Moderator]),
    now: Stamp,
) -> Vec<Line> {
    let line = |task: &Task| {
        let account = accounts.iter().find(|account| account.account == task.account);
        let network = account.map_or("", |account| account.network.as_str());
        let mailboxes = &reception.desk.mailboxes;
        let index = Index { words: signed.words, people: &[], mailboxes, network };
        let event = history::of(index, &[], std::slice::from_ref(task), &[], now).pop()?;
        let is_parked = task.state == TaskState::Parked;
        let owed = is_parked.then(|| standing::owed(signed.words, task, people, now));
        Some(Line { inquiry: task.inquiry.to_string(), event, owed })
    };
    tasks.iter().filter_map(line).collect()
}
