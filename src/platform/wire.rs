//! Reading answers with tolerance: what cannot be understood is counted or left out, and the rest is
//! used. Which fields are read at all stands with each network.

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::Value;

/// One element of a list; `None` where its shape could not be understood, so that one odd comment
/// does not cost us the page.
pub(super) struct Item<T>(pub(super) Option<T>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Item<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        lenient(source).map(Self)
    }
}

/// For a field that we can do without: anything but the expected shape is `None`.
pub(super) fn lenient<'de, D, T>(source: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    Ok(T::deserialize(Value::deserialize(source)?).ok())
}
