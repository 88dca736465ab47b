//! The outside model: off while it has no address, and refused without a processor in the policy.

use std::time::Duration;

use url::Url;

use super::shape;
use crate::decide::Policy;
use crate::platform::Advice;

/// The outside model.
#[derive(Clone, Debug)]
pub struct Model {
    /// Where it answers.
    pub advice: Advice,
    /// From which score on it lifts a comment in the queue, in 0..=1.
    pub lift_from: f32,
}

/// `None` while it is off.
pub(super) fn read(written: &shape::Model, policy: Option<&Policy>) -> Result<Option<Model>, String> {
    if written.url.is_empty() {
        return Ok(None);
    }
    let url = Url::parse(&written.url).map_err(|_| "model.url is not an address")?;
    for (key, value, least, most) in
        [("deadline_ms", written.deadline_ms, 50, 5000), ("lift_percent", written.lift_percent, 1, 100)]
    {
        if !(least..=most).contains(&value) {
            return Err(format!("model.{key} is {value}, which is not between {least} and {most}"));
        }
    }
    let deadline = Duration::from_millis(u64::from(written.deadline_ms));
    let advice = Advice { url, deadline, allow_public: written.allow_public };
    advice.check().map_err(|error| error.to_string().replace("base_url", "model.url"))?;
    // Policy 001 §5: a system that helps administer the profiles is named, with what it does.
    if policy.is_some_and(|policy| policy.processor(&written.processor).is_none()) {
        return Err(format!(
            "model.url is set and the policy names no processor `{}`: write it under [[processors]] with \
             name, address, service, region and the date of the agreement, or leave model.url empty",
            written.processor
        ));
    }
    let percent = u16::try_from(written.lift_percent).unwrap_or(100);
    Ok(Some(Model { advice, lift_from: f32::from(percent) / 100.0 }))
}
