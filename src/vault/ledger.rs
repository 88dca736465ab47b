//! The deletion ledger: an append-only file outside both databases, free of personal data. Intent
//! is on the disk before a key goes, done after; a restore replays it before anything starts.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::Error;
use crate::model::{InquiryId, OrganisationId, Stamp};

/// How far a deletion has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Phase {
    Intent,
    Done,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// When, in milliseconds.
    pub at: Stamp,
    /// The run.
    pub run: String,
    /// Whose row.
    pub organisation: OrganisationId,
    /// Which row: a random id.
    pub inquiry: InquiryId,
    /// How far.
    pub phase: Phase,
}

/// The open ledger.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    file: Mutex<File>,
}

impl Ledger {
    /// Opens the ledger, or begins one.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn open(path: &Path) -> Result<Self, Error> {
        let open = || {
            let mut file = OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
            // A crash can leave half a line: what follows begins on a line of its own.
            if fs::read(path)?.last().is_some_and(|last| *last != b'\n') {
                file.write_all(b"\n")?;
            }
            Ok::<_, std::io::Error>(file)
        };
        let file = open().map_err(|cause| Error::File { path: path.to_owned(), kind: cause.kind() })?;
        Ok(Self { path: path.to_owned(), file: Mutex::new(file) })
    }

    /// Appends lines and waits until they are on the disk.
    ///
    /// # Errors
    /// [`Error::File`]; then the deletion must not go on.
    pub fn write(&self, entries: &[Entry]) -> Result<(), Error> {
        let mut lines = Vec::new();
        for entry in entries {
            serde_json::to_writer(&mut lines, entry).map_err(|_| Error::Library)?;
            lines.push(b'\n');
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&lines)
            .and_then(|()| file.sync_data())
            .map_err(|cause| Error::File { path: self.path.clone(), kind: cause.kind() })
    }

    /// Every row that was ever meant to go: none of them may stand anywhere.
    ///
    /// # Errors
    /// [`Error::File`], or [`Error::Ledger`] for a damaged line that a crash does not explain.
    pub fn meant_to_go(&self) -> Result<BTreeSet<(OrganisationId, InquiryId)>, Error> {
        let text = fs::read_to_string(&self.path)
            .map_err(|cause| Error::File { path: self.path.clone(), kind: cause.kind() })?;
        let mut gone = BTreeSet::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            match serde_json::from_str::<Entry>(line) {
                Ok(entry) => {
                    gone.insert((entry.organisation, entry.inquiry));
                }
                // Cut off by a crash before it was on the disk: the keys had not gone yet.
                Err(error) if error.is_eof() => {}
                Err(_) => return Err(Error::Ledger { path: self.path.clone(), line: number + 1 }),
            }
        }
        Ok(gone)
    }
}
