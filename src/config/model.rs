//! The outside model: off while it has neither address nor file, and refused without a processor in the policy.

use std::time::Duration;

use url::Url;

use super::secret::Places;
use super::shape;
use crate::decide::Policy;
use crate::platform::{Advice, Door};

/// The outside model.
#[derive(Clone, Debug)]
pub struct Model {
    /// Where it answers.
    pub advice: Advice,
    /// From which score on it lifts a comment in the queue, in 0..=1.
    pub lift_from: f32,
}

/// `None` while it is off.
pub(super) fn read(
    written: &shape::Model,
    policy: Option<&Policy>,
    places: &Places,
) -> Result<Option<Model>, String> {
    let (key, door) = match (written.url.is_empty(), written.onnx.is_empty()) {
        (true, true) => return Ok(None),
        (false, false) => {
            return Err("model.url and model.onnx are both set: there is one outside model".to_owned());
        }
        (false, true) => {
            let url = Url::parse(&written.url).map_err(|_| "model.url is not an address")?;
            ("model.url", Door::Service { url, allow_public: written.allow_public })
        }
        (true, false) => ("model.onnx", file(&written.onnx, &written.onnx_runtime, places)?),
    };
    for (key, value, least, most) in
        [("deadline_ms", written.deadline_ms, 50, 5000), ("lift_percent", written.lift_percent, 1, 100)]
    {
        if !(least..=most).contains(&value) {
            return Err(format!("model.{key} is {value}, which is not between {least} and {most}"));
        }
    }
    let advice = Advice { door, deadline: Duration::from_millis(u64::from(written.deadline_ms)) };
    advice.check().map_err(|error| error.to_string().replace("base_url", "model.url"))?;
    // Policy 001 §5: a system that helps administer the profiles is named, with what it does.
    if policy.is_some_and(|policy| policy.processor(&written.processor).is_none()) {
        return Err(format!(
            "{key} is set and the policy names no processor `{}`: write it under [[processors]] with \
             name, address, service, region and the date of the agreement, or leave {key} empty",
            written.processor
        ));
    }
    let percent = u16::try_from(written.lift_percent).unwrap_or(100);
    Ok(Some(Model { advice, lift_from: f32::from(percent) / 100.0 }))
}

#[cfg(feature = "onnx")]
fn file(model: &str, library: &str, places: &Places) -> Result<Door, String> {
    if library.is_empty() {
        return Err("model.onnx needs model.onnx_runtime: where the shared library of ONNX Runtime stands, \
                    as /usr/lib/x86_64-linux-gnu/libonnxruntime.so"
            .to_owned());
    }
    Ok(Door::File { model: places.path(model), library: places.path(library) })
}

#[cfg(not(feature = "onnx"))]
fn file(_: &str, _: &str, _: &Places) -> Result<Door, String> {
    Err("model.onnx is set and this program runs no model file: build it with `cargo build --release \
         --features onnx`, or put the model behind model.url"
        .to_owned())
}
