//! The table that decides, to be read: what each row looks for, what follows, and an example of what a guideline
//! removes and of what stays. The first row that matches a comment decides.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::desk::Reception;
use super::failure::{Failure, page};
use super::flag;
use super::frame::{self, Frame};
use super::history::named;
use super::signed::Signed;
use super::words::Words;
use crate::decide::Line;
use crate::model::{Confidence, Outcome};

/// Where it stands.
pub(super) const RULES: &str = "/regler";

#[derive(Template)]
#[template(path = "rules.html")]
struct Page {
    frame: Frame,
    version: String,
    rows: Vec<Row>,
    guidelines: Vec<Guideline>,
}

/// A row of the table.
struct Row {
    looks_for: String,
    then: String,
    rule: String,
}

struct Guideline {
    id: String,
    sentence: String,
    ground: String,
    /// What it removes, and what stays; where the book knows an example for this guideline.
    removed: Option<String>,
    stays: Option<String>,
}

/// `GET /regler`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (desk, words) = (&reception.desk, signed.words);
    let frame = frame::around(&reception, &signed, RULES, desk.clock.now()).await?;
    let guidelines = desk.policy.guidelines().iter().map(|line| Guideline {
        id: line.id.clone(),
        sentence: named(words, &line.da, &line.en),
        ground: match line.ground {
            Some(ground) => words.say(&format!("ground-{}", ground.as_str().replace('_', "-"))),
            None => words.say("ground-removes-nothing"),
        },
        removed: words.find(&format!("example-{}", line.id)),
        stays: words.find(&format!("example-{}-stays", line.id)),
    });
    let page_of_it = Page {
        frame,
        version: desk.policy.version().to_owned(),
        rows: desk.policy.table().map(|line| row(words, line)).collect(),
        guidelines: guidelines.collect(),
    };
    page(StatusCode::OK, &page_of_it)
}

fn row(words: Words, line: Line<'_>) -> Row {
    let kinds = line.kinds.iter().map(|kind| words.say(flag::of_kind(*kind)));
    let labels = line.labels.iter().map(|label| words.say(flag::of_label(*label)));
    let mut looks_for = kinds.chain(labels).collect::<Vec<_>>().join(", ");
    if !line.reasons.is_empty() {
        looks_for = words.about_both("rules-only", &looks_for, about(words, line.reasons));
    }
    if let Some(confidence) = line.confidence {
        let sure = words.say(match confidence {
            Confidence::Low => "rules-sure-low",
            Confidence::Medium => "rules-sure-medium",
            Confidence::High => "rules-sure-high",
        });
        looks_for = format!("{looks_for} ({sure})");
    }
    let mut then = words.say(match line.outcome {
        Outcome::Leave => "rules-leave",
        Outcome::Redirect => "rules-redirect",
        Outcome::Hide if line.is_automatic => "rules-hide-alone",
        Outcome::Hide => "rules-hide",
        Outcome::Review | Outcome::Delete => "rules-review",
    });
    if line.is_urgent {
        then = format!("{then} {}", words.say("rules-urgent"));
    }
    Row { looks_for, then, rule: line.rule.to_owned() }
}

/// Whom a row is about; a reason that the book has no words for stands as the configuration has it.
fn about(words: Words, reasons: &[String]) -> String {
    let about = reasons.iter().map(|reason| {
        let known = words.find(&format!("rules-about-{}", reason.replace('.', "-")));
        known.unwrap_or_else(|| reason.clone())
    });
    about.collect::<Vec<_>>().join(", ")
}
