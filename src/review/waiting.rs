//! What was decided and is not done: what only a person can go on with, and what waits for a network.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::history::{self, Event, Index};
use super::signed::Signed;
use crate::model::Stamp;
use crate::store::account::{self, Account};
use crate::store::task::{self, Task};

/// Where it stands.
pub(super) const WAITING: &str = "/venter";
const MOST: i64 = 200;

#[derive(Template)]
#[template(path = "waiting.html")]
struct Page {
    frame: Frame,
    parts: [Part; 2],
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
    drop(tx);
    let lines = |tasks: &[Task]| lines(&reception, &signed, tasks, &accounts, now);
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
    page(StatusCode::OK, &Page { frame, parts })
}

fn lines(
    reception: &Reception,
    signed: &Signed,
    tasks: &[Task],
    accounts: &[Account],
    now: Stamp,
) -> Vec<Line> {
    let line = |task: &Task| {
        let account = accounts.iter().find(|account| account.account == task.account);
        let network = account.map_or("", |account| account.network.as_str());
        let mailboxes = &reception.desk.mailboxes;
        let index = Index { words: signed.words, people: &[], mailboxes, network };
        let event = history::of(index, &[], std::slice::from_ref(task), &[], now).pop()?;
        Some(Line { inquiry: task.inquiry.to_string(), event })
    };
    tasks.iter().filter_map(line).collect()
}
