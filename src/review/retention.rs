//! What is deleted when: what is due, what is late, how long each decision keeps our copy, and the
//! documentation of every run.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::chart::{Chart, Column};
use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::signed::Signed;
use super::when::{self, Moment};
use crate::model::{Ground, Stamp, State as Standing};
use crate::store::receipt::Receipt;
use crate::store::{figures, inquiry, receipt};

/// Where it stands.
pub(super) const RETENTION: &str = "/sletning";
const A_DAY: Duration = Duration::from_hours(24);
const AHEAD: u32 = 30;
const RECEIPTS: i64 = 30;

#[derive(Template)]
#[template(path = "retention.html")]
struct Page {
    frame: Frame,
    today: i64,
    late: i64,
    held: i64,
    destroyed: i64,
    chart: Chart,
    rules: Vec<Rule>,
    receipts: Vec<Proof>,
}

struct Rule {
    state: String,
    ground: Option<String>,
    days: u64,
}

struct Proof {
    moment: Moment,
    run: String,
    destroyed: i64,
    tombstones: i64,
    result: String,
}

/// `GET /sletning`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let now = desk.clock.now();
    let frame = frame::around(&reception, &signed, RETENTION, now).await?;
    let today = Stamp::of_day(&now.day()).unwrap_or(now);
    let until = today.later(A_DAY * AHEAD);
    let mut tx = desk.db.read().await?;
    let due = figures::due(&mut tx, owner, today, until).await?;
    // A run has a day: what is still here a day after its time is late.
    let late = inquiry::count_due(&mut tx, owner, now.earlier(A_DAY)).await?;
    let held = inquiry::count(&mut tx, owner).await?;
    let destroyed = figures::destroyed(&mut tx, owner, first_of_year(now)).await?;
    let receipts = receipt::list(&mut tx, owner, RECEIPTS).await?;
    drop(tx);

    let mut days: BTreeMap<String, i64> = BTreeMap::new();
    for day in 0..AHEAD {
        days.insert(today.later(A_DAY * day + A_DAY / 2).day(), 0);
    }
    for (hour, count) in due {
        *days.entry(Stamp::from_ms(hour * 3_600_000).day()).or_default() += count;
    }
    let columns = days.iter().map(|(day, count)| Column { name: when::day(words, day), parts: vec![*count] });
    let chart =
        Chart::of(words.say("retention-chart"), vec![words.say("retention-count")], columns.collect());
    let proof = |receipt: Receipt| Proof {
        moment: Moment::of(words, receipt.at, now),
        run: receipt.id,
        destroyed: receipt.destroyed,
        tombstones: receipt.tombstones,
        result: match (receipt.is_clean, receipt.residue_until) {
            (true, _) => words.say("receipt-clean"),
            (false, Some(until)) => words.about("receipt-until", Moment::of(words, until, now).shown),
            (false, None) => words.say("receipt-again"),
        },
    };
    let page_of_it = Page {
        frame,
        today: days.get(&now.day()).copied().unwrap_or(0),
        late,
        held,
        destroyed,
        chart,
        rules: rules(&reception, &signed, now),
        receipts: receipts.into_iter().map(proof).collect(),
    };
    page(StatusCode::OK, &page_of_it)
}

fn first_of_year(now: Stamp) -> Stamp {
    Stamp::of_day(&format!("{:04}-01-01", now.date().0)).unwrap_or(now)
}

/// How long each decision keeps our copy, as the policy in force says it.
fn rules(reception: &Reception, signed: &Signed, now: Stamp) -> Vec<Rule> {
    use Standing::{Answered, Hidden, Kept, Left, Queued, Redirected, Removed};
    let (policy, words) = (&reception.desk.policy, signed.words);
    let states = [Left, Queued, Hidden, Kept, Redirected, Answered].map(|state| (state, None));
    let grounds = [Ground::PersonalData, Ground::OutsideGuidelines, Ground::Offensive, Ground::Illegal];
    let removed = grounds.map(|ground| (Removed, Some(ground)));
    let rule = |(state, ground): (Standing, Option<Ground>)| Rule {
        state: words.say(&format!("kept-{}", state.as_str())),
        ground: ground.map(|ground| words.say(&format!("ground-{}", ground.as_str().replace('_', "-")))),
        days: policy.delete_after(state, ground, now).since(now).as_secs() / A_DAY.as_secs(),
    };
    states.into_iter().chain(removed).map(rule).collect()
}
