//! The folder of specifications and recordings.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// A folder below `ORDSTYRER_SPECS`; says that the test is skipped where that is not set. Set to
/// something that is not there, it fails: a test that quietly looks at nothing proves nothing.
#[expect(clippy::disallowed_methods, reason = "the specifications lie outside the project")]
pub(crate) fn specs(folder: &str) -> Option<PathBuf> {
    let folder = std::env::var("ORDSTYRER_SPECS").ok().map(|specs| PathBuf::from(specs).join(folder));
    match &folder {
        None => println!("skipped: ORDSTYRER_SPECS is not set"),
        Some(folder) => assert!(folder.is_dir(), "ORDSTYRER_SPECS: there is no folder {}", folder.display()),
    }
    folder
}

/// A file that must be JSON.
pub(super) fn read(file: &Path) -> Value {
    let text = std::fs::read_to_string(file);
    let text = text.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
