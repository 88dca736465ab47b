//! Measures detectors and policy on labelled files: every figure with its 95 % interval, and what the
//! machine would hide that must stand. It prints counts; a row's text only into a file of misses, and
//! only when asked.

mod corpus;
mod flags;
mod hatecheck;
mod hides;
pub mod lint;
mod misses;
mod offensive;
pub mod replies;
mod report;
mod requests;
mod rows;
mod seen;
mod sheet;
mod spam;
mod spans;

use std::io::Write;
use std::path::PathBuf;

pub use self::misses::Misses;
use self::report::Report;
pub(in crate::cli) use self::rows::name;
use self::seen::Seen;
use crate::decide::Policy;
use crate::detect::Detectors;
use crate::model::Stamp;

/// Reads labelled files of any kind, told apart by their fields, and prints what the detectors come to.
/// `cpr_today` is the moment against which birth dates are plausible.
///
/// # Errors
/// A file that cannot be read or written, or a line that is no labelled row, named by its number.
pub fn measure(
    files: &[PathBuf],
    (detectors, policy): (&Detectors, &Policy),
    cpr_today: Stamp,
    json: bool,
    misses: &mut Misses,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let mut report = Report::new();
    for path in files {
        let file =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into());
        rows::each(path, |row| {
            let seen = Seen::new(&file, &row, detectors, policy, cpr_today);
            if let Some(truth) = row.truth() {
                report.take(&seen, &truth, misses)?;
            }
            Ok(())
        })?;
    }
    misses.finish()?;
    report.print(json, out)
}
