//! How much of what Meta allows us is used up, as its headers tell.

use std::collections::HashMap;
use std::time::Duration;

use reqwest::header::HeaderMap;
use serde::Deserialize;

use crate::platform::contract::Wait;
use crate::platform::wait;

/// From here on we stop reading lists, and leave what is left to what must be hidden.
const STOP: f64 = 95.0;

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
    fn is_up(&self) -> bool {
        [self.call_count, self.total_cputime, self.total_time].iter().any(|percent| *percent >= STOP)
    }
}

/// The pause that an answer's headers call for, if they do.
pub(super) fn pause(headers: &HeaderMap) -> Option<Wait> {
    read(headers).iter().any(Used::is_up).then(|| wait(headers))
}

/// How long: the longest time that they name, else what the ordinary headers say.
pub(super) fn wait(headers: &HeaderMap) -> Wait {
    let minutes = read(headers).iter().map(|used| used.estimated_time_to_regain_access).max().unwrap_or(0);
    match wait::lasting(Duration::from_secs(minutes.saturating_mul(60))) {
        Wait::Unsaid => wait::asked(headers),
        known => known,
    }
}

fn read(headers: &HeaderMap) -> Vec<Used> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let app = text("x-app-usage").and_then(|json| serde_json::from_str::<Used>(json).ok());
    let business = text("x-business-use-case-usage")
        .and_then(|json| serde_json::from_str::<HashMap<String, Vec<Used>>>(json).ok());
    app.into_iter().chain(business.into_iter().flat_map(HashMap::into_values).flatten()).collect()
}
