//! How moments and people are shown.

use crate::model::Stamp;

/// Meta's own time format: an offset without a colon, whole seconds.
pub(in crate::demo) fn time(stamp: Stamp) -> String {
    let full = stamp.rfc3339();
    format!("{}+0000", full.get(..19).unwrap_or(&full))
}

/// A citizen's number there: the same for the same name.
pub(in crate::demo) fn number(name: &str) -> String {
    let mixed = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{}", 100_000_000_000_000 + mixed % 1_000_000_000_000)
}
