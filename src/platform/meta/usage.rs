//! How much of what Meta allows us is used up, as its headers tell, and how we slow down before it is
//! all gone.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::header::HeaderMap;
use serde::Deserialize;

use crate::platform::contract::Wait;
use crate::platform::wait;

/// From here on we read lists slowly (in per cent).
const SLOW: f64 = 75.0;
/// From here on we stop reading lists, and leave what is left to what must be hidden.
const STOP: f64 = 95.0;
/// Read slowly, so many lists are begun between two waits. A list that is begun is read to its end,
/// else a long one would never come to it.
const LISTS: u32 = 10;
/// And a wait is so long.
const BREATH: Duration = Duration::from_mins(1);

/// How fast lists may be read.
#[derive(Default)]
pub(super) struct Pace(Mutex<State>);

#[derive(Default)]
struct State {
    /// The next list is not read.
    stop: Option<Wait>,
    is_slow: bool,
    /// Lists that may still be begun before the next wait.
    left: u32,
}

impl Pace {
    /// Notes what an answer says. Answers that say nothing change nothing.
    pub(super) fn hear(&self, headers: &HeaderMap) {
        let Some(most) = read(headers).iter().map(Used::percent).reduce(f64::max) else { return };
        let mut state = self.state();
        state.is_slow = most >= SLOW;
        if most >= STOP {
            state.stop = Some(wait(headers));
        }
    }

    /// How long the next page of a list must wait, if it must. Asked again it may go: whoever was told to
    /// wait is trusted to have done so.
    pub(super) fn hold(&self, is_first_page: bool) -> Option<Wait> {
        let mut state = self.state();
        if let Some(wait) = state.stop.take() {
            state.left = LISTS;
            return Some(wait);
        }
        if !state.is_slow || !is_first_page {
            return None;
        }
        if state.left == 0 {
            state.left = LISTS;
            return Some(Wait::For(BREATH));
        }
        state.left -= 1;
        None
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Percentages; minutes.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Used {
    call_count: f64,
    total_cputime: f64,
    total_time: f64,
    estimated_time_to_regain_access: u64,
}

impl Used {
    fn percent(&self) -> f64 {
        self.call_count.max(self.total_cputime).max(self.total_time)
    }
}

/// How long: the longest time that the usage headers name, else what the ordinary headers say.
pub(super) fn wait(headers: &HeaderMap) -> Wait {
    let minutes = read(headers).iter().map(|used| used.estimated_time_to_regain_access).max().unwrap_or(0);
    match wait::lasting(Duration::from_secs(minutes.saturating_mul(60))) {
        Wait::Unsaid => wait::asked(headers),
        known => known,
    }
}

/// `X-App-Usage` is about the app, `X-Business-Use-Case-Usage` about each page or account.
fn read(headers: &HeaderMap) -> Vec<Used> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let app = text("x-app-usage").and_then(|json| serde_json::from_str::<Used>(json).ok());
    let business = text("x-business-use-case-usage")
        .and_then(|json| serde_json::from_str::<HashMap<String, Vec<Used>>>(json).ok());
    app.into_iter().chain(business.into_iter().flat_map(HashMap::into_values).flatten()).collect()
}
