//! What can be wrong with keys, told apart by what the operator does about it.

use std::path::PathBuf;

/// Never quotes a key or a sealed value.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no key folder.
    #[error(
        "there is no key folder at {0}: make one with `ordstyrer keys create`, or bring back the folder that belongs to this installation"
    )]
    Missing(PathBuf),
    /// There is one already.
    #[error("there is a key folder at {0} already: nothing was changed")]
    Exists(PathBuf),
    /// The master key does not open the folder.
    #[error("the master key does not open the key folder at {0}: it is another installation's, or damaged")]
    WrongMaster(PathBuf),
    /// The folder belongs to another database.
    #[error("the key folder at {0} belongs to another installation than the database: check both paths")]
    Foreign(PathBuf),
    /// Others on the machine can read it.
    #[error("{0} can be read by others on this machine: set its mode to 0600")]
    Open(PathBuf),
    /// A master key is 64 hexadecimal digits.
    #[error("{0} is not a master key: 64 hexadecimal digits are expected")]
    NotAKey(PathBuf),
    /// The month's key was destroyed: what it wrapped is gone for good.
    #[error("the key of month {0} is gone")]
    MonthGone(String),
    /// A month's key is not in the folder though it wraps something.
    #[error(
        "the key of month {0}, under which inquiries are sealed, is not in the key folder {1} or does not open: bring back the folder that belongs to this installation"
    )]
    MonthLost(String, PathBuf),
    /// The row's key is gone.
    #[error("the key of this inquiry is gone")]
    KeyGone,
    /// A sealed value was changed, moved or cut, or the key is another's.
    #[error("a sealed value did not open: it was changed, or its key is another's")]
    NotOpened,
    /// The machine's random numbers or the cipher failed.
    #[error("the cryptographic library failed")]
    Library,
    /// The file system.
    #[error("{path}: {kind}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        kind: std::io::ErrorKind,
    },
    /// The deletion ledger has a line that cannot be read.
    #[error("line {line} of the deletion ledger {path} cannot be read: restore it from its copy")]
    Ledger {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
    },
    /// The keys database.
    #[error("the keys database: {0}")]
    Store(#[from] crate::store::Error),
}
