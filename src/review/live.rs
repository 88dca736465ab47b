//! Counts that move by themselves: a stream for the small script. It says numbers and nothing else, and
//! ends after a minute, so that who is shut out hears nothing more; the browser asks again.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::OwnedSemaphorePermit;

use super::desk::Reception;
use super::failure;
use super::signed::Signed;
use crate::store::{self, alarm, claim, queue, referral};

/// How often the database is asked for each listener.
const EVERY: Duration = Duration::from_secs(3);
/// Looks before the stream ends.
const LOOKS: u32 = 20;
/// Listeners at once: more than a house has moderators.
pub(super) const LISTENERS: usize = 64;

struct Listener {
    reception: Arc<Reception>,
    signed: Signed,
    last: String,
    looks: u32,
    _place: OwnedSemaphorePermit,
}

/// `GET /live`
pub(super) async fn listen(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Response {
    let Ok(place) = Arc::clone(&reception.listeners).try_acquire_owned() else {
        return failure::plain(StatusCode::SERVICE_UNAVAILABLE, "");
    };
    let listener = Listener { reception, signed, last: String::new(), looks: 0, _place: place };
    let counts = stream::unfold(listener, |mut listener| async move {
        let counts = next(&mut listener).await?;
        Some((Ok::<_, Infallible>(Event::default().data(counts)), listener))
    });
    ([(header::CACHE_CONTROL, "no-store")], Sse::new(counts)).into_response()
}

/// Waits for other counts than the last ones; `None` when the stream ends.
async fn next(listener: &mut Listener) -> Option<String> {
    while listener.looks < LOOKS {
        if listener.looks > 0 {
            tokio::select! {
                () = listener.reception.closing.cancelled() => return None,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
        listener.looks += 1;
        match look(listener).await {
            Ok(counts) if counts != listener.last => {
                listener.last.clone_from(&counts);
                return Some(counts);
            }
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "the counts could not be read");
                return None;
            }
        }
    }
    None
}

async fn look(listener: &Listener) -> Result<String, store::Error> {
    let (desk, owner) = (&listener.reception.desk, &listener.signed.organisation.id);
    let now = desk.clock.now();
    let mut tx = desk.db.read().await?;
    let waiting =
        queue::count(&mut tx, owner, &listener.signed.reach, desk.policy.redirect_rule(), now).await?;
    let looked_at = claim::list(&mut tx, owner, now).await?.len();
    let referrals = referral::standing(&mut tx, owner).await?;
    let mine = referrals.iter().filter(|one| one.waits_for(&listener.signed.moderator)).count();
    let alarms = alarm::count_open(&mut tx, owner, &listener.signed.reach).await?;
    drop(tx);
    let mut counts = BTreeMap::from([("all".to_owned(), 0), ("looked_at".to_owned(), 0)]);
    for need in queue::Need::ALL {
        counts.insert(need.as_str().to_owned(), 0);
    }
    for one in waiting {
        for key in ["all".to_owned(), one.need.as_str().to_owned(), format!("@{}", one.account)] {
            *counts.entry(key).or_default() += one.count;
        }
    }
    counts.insert("alarms".to_owned(), alarms);
    counts.insert("looked_at".to_owned(), i64::try_from(looked_at).unwrap_or(i64::MAX));
    counts.insert("mine".to_owned(), i64::try_from(mine).unwrap_or(i64::MAX));
    Ok(serde_json::json!(counts).to_string())
}
