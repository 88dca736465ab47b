//! What somebody would rather leave to colleagues: guidelines that stay out of their own list. It is their own
//! wish, nobody counts it, and how many that keeps from them stands above their list. What is urgent is left
//! to nobody: it stands in every list, whoever is on duty.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::history::named;
use super::notice::{self, Message, Told};
use super::signed::Signed;
use crate::store::preference;

/// Where it is chosen.
pub(super) const SPARED: &str = "/emner";

#[derive(Template)]
#[template(path = "spared.html")]
struct Page {
    frame: Frame,
    rules: Vec<Rule>,
}

struct Rule {
    id: String,
    sentence: String,
    is_spared: bool,
}

/// `GET /emner`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    told: Result<Query<Told>, QueryRejection>,
) -> Result<Response, Failure> {
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let told = told.map(|Query(told)| told).unwrap_or_default();
    let mut frame = frame::around(&reception, &signed, SPARED, desk.clock.now()).await?;
    frame.notice = notice::of(&told, &headers, words);
    let mut tx = desk.db.read().await?;
    let spared = preference::spared(&mut tx, owner, &signed.moderator).await?;
    drop(tx);
    let rules = desk.policy.guidelines().iter().filter(|line| line.ground.is_some()).map(|line| Rule {
        is_spared: spared.split(' ').any(|id| id == line.id),
        id: line.id.clone(),
        sentence: named(words, &line.da, &line.en),
    });
    page(StatusCode::OK, &Page { frame, rules: rules.collect() })
}

/// `POST /emner`: the guidelines that are ticked; any other word is none of ours.
pub(super) async fn choose(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(pairs) = form.map_err(|_| Failure::Malformed)?;
    let desk = &reception.desk;
    let rules = desk.policy.guidelines().iter().filter(|line| line.ground.is_some());
    let ticked = rules.filter(|line| pairs.iter().any(|(name, id)| name == "regel" && *id == line.id));
    let mut spared = String::new();
    for line in ticked {
        spared.push_str(if spared.is_empty() { " " } else { "" });
        spared.push_str(&line.id);
        spared.push(' ');
    }
    let mut tx = desk.db.write().await?;
    preference::set_spared(&mut tx, &signed.organisation.id, &signed.moderator, &spared).await?;
    tx.commit().await?;
    Ok(Redirect::to(&notice::address(SPARED, Message::Emner, "")).into_response())
}
