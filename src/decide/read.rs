//! Reads one of our own files strictly: a key that we do not know is a mistake, never ignored.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Error, Fault};

/// Takes a file's text; `from` is its name in an error.
///
/// # Errors
/// [`Error::Unusable`] with the first key that is unknown, missing or of another kind.
pub fn strictly<T: DeserializeOwned>(text: &str, from: &str) -> Result<T, Error> {
    let fault = |key: String, what: &str| Error::Unusable {
        from: from.to_owned(),
        faults: vec![Fault::new(key, what.trim_end().replace('\n', ", "))],
    };
    let file = toml::Deserializer::parse(text)
        .map_err(|error| fault(format!("line {}", line(text, error.span())), error.message()))?;
    serde_path_to_error::deserialize(file).map_err(|error| {
        let path = error.path().to_string();
        let key = if path == "." { String::new() } else { path };
        fault(key, error.inner().message())
    })
}

/// A kind, label or area as our files write it.
pub(super) fn word<T: Serialize>(name: &T) -> String {
    serde_json::to_string(name).map(|quoted| quoted.trim_matches('"').to_owned()).unwrap_or_default()
}

fn line(text: &str, span: Option<std::ops::Range<usize>>) -> usize {
    let before = span.and_then(|span| text.get(..span.start)).unwrap_or("");
    before.matches('\n').count() + 1
}
