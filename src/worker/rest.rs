//! How long an account rests after a failure: as the network asks, or longer each time, with jitter
//! so that many accounts do not come back at once.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};

use super::connected::Unconnected;
use crate::act;
use crate::model::Stamp;
use crate::platform::Error;

/// A dead token needs a person: it is tried again only so often.
const TOKEN: Duration = Duration::from_mins(15);
/// What is wrong with one thread or comment must not keep leaks under the others waiting.
const ONE: Duration = Duration::from_mins(2);

/// Until when an account rests after its `failures`-th failure in a row.
#[must_use]
pub(super) fn until(error: &anyhow::Error, failures: i64, longest: Duration, now: Stamp) -> Stamp {
    if error.downcast_ref::<Unconnected>().is_some() {
        // Whoever stores a token ends the rest.
        return now.later(TOKEN);
    }
    match error.downcast_ref::<Error>() {
        Some(Error::Throttled(wait) | Error::Held(wait)) => act::until(*wait, now),
        Some(Error::TokenDead(_)) => now.later(TOKEN),
        error => {
            let longest = if error.is_some_and(Error::is_about_one) { longest.min(ONE) } else { longest };
            let delays = ExponentialBuilder::default()
                .with_min_delay(Duration::from_secs(1))
                .with_max_delay(longest)
                .without_max_times()
                .with_jitter()
                .build();
            let nth = usize::try_from(failures.clamp(0, 30)).unwrap_or(30);
            now.later(delays.into_iter().nth(nth).unwrap_or(longest).min(longest))
        }
    }
}
