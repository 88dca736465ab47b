//! Reading answers with tolerance: what cannot be understood is counted or left out, and the rest is
//! used. Which fields are read at all stands with each network.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
use serde_json::Value;

use crate::model::Stamp;

/// One element of a list, or a field that we can do without; `None` where it is missing or its shape
/// could not be understood, so that one odd comment does not cost us the page.
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
    // As an option, because a derived struct takes a missing field of that kind for `None`.
    Ok(Option::<Value>::deserialize(source)?.and_then(|value| T::deserialize(value).ok()))
}

/// A moment as text (RFC 3339, or as Meta writes it), without which the thing that has it is not understood.
pub(super) fn moment<'de, D: Deserializer<'de>>(source: D) -> Result<Stamp, D::Error> {
    let text = String::deserialize(source)?;
    Stamp::parse(&text).ok_or_else(|| D::Error::custom("no moment"))
}
