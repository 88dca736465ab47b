//! How this installation is set up, for those who work in it: to be read here, and changed by those who
//! run it, in the configuration, where every change has a history.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::history::named;
use super::signed::Signed;
use crate::model::Mode;
use crate::store::account;

/// Where it stands.
pub(super) const SETTINGS: &str = "/indstillinger";

#[derive(Template)]
#[template(path = "arrangement.html")]
struct Page {
    frame: Frame,
    accounts: Vec<(String, String, String)>,
    undo: i64,
    confirm: u64,
    version: String,
    guidelines: Vec<(String, String, String)>,
    mailboxes: Vec<(String, bool)>,
}

/// `GET /indstillinger`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (desk, words) = (&reception.desk, signed.words);
    let frame = frame::around(&reception, &signed, SETTINGS, desk.clock.now()).await?;
    let mut tx = desk.db.read().await?;
    let accounts = account::list(&mut tx, &signed.organisation.id).await?;
    drop(tx);
    let accounts = accounts.into_iter().map(|account| {
        let mode = words.say(match account.mode {
            Mode::Acting => "mode-acting",
            Mode::Observing => "mode-observing",
        });
        (account.account.to_string(), frame::network(words, &account.network), mode)
    });
    let guidelines = desk.policy.guidelines().iter().map(|line| {
        let ground = match line.ground {
            Some(ground) => words.say(&format!("ground-{}", ground.as_str().replace('_', "-"))),
            None => words.say("ground-removes-nothing"),
        };
        (line.id.clone(), named(words, &line.da, &line.en), ground)
    });
    let mailboxes = desk.mailboxes.all().iter();
    let page_of_it = Page {
        frame,
        accounts: accounts.collect(),
        undo: i64::try_from(desk.settings.undo.as_secs()).unwrap_or(i64::MAX),
        confirm: desk.policy.confirm_within().as_secs() / 3600,
        version: desk.policy.version().to_owned(),
        guidelines: guidelines.collect(),
        mailboxes: mailboxes.map(|one| (named(words, &one.da, &one.en), one.is_verified())).collect(),
    };
    page(StatusCode::OK, &page_of_it)
}
