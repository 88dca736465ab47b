//! Why a file of ours cannot be used, or a reply cannot be made. It quotes our own files only:
//! nothing of a citizen comes near it.

use std::fmt;

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// One of our own files is wrong: a person must correct it.
    #[error("{from}: {}", sentences(.faults))]
    Unusable {
        /// The file.
        from: String,
        /// Everything that is wrong with it, in the order of the file.
        faults: Vec<Fault>,
    },
    /// A gap is filled in no form of the reply: the entry is to be completed.
    #[error("the mailbox `{mailbox}` has nothing for {{{gap}}}, which every form of the reply needs")]
    Unfilled {
        /// The mailbox's id.
        mailbox: String,
        /// The gap.
        gap: &'static str,
    },
    /// No form of the reply fits the network: a shorter name or a shorter form is needed.
    #[error("no form of the reply for the mailbox `{mailbox}` fits into {most} {unit}")]
    TooLong {
        /// The mailbox's id.
        mailbox: String,
        /// The network's limit.
        most: usize,
        /// What it counts.
        unit: &'static str,
    },
}

/// One mistake in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it stands, for example `when[3].rule` or `line 7`; empty for the file as a whole.
    pub key: String,
    /// What is wrong.
    pub what: String,
}

impl Fault {
    /// A mistake at `key`.
    pub fn new(key: impl Into<String>, what: impl Into<String>) -> Self {
        Self { key: key.into(), what: what.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() {
            out.write_str(&self.what)
        } else {
            write!(out, "{}: {}", self.key, self.what)
        }
    }
}

impl Error {
    /// `Ok` when there is no fault.
    ///
    /// # Errors
    /// [`Error::Unusable`] with all of them.
    pub fn unless_none(from: &str, faults: Vec<Fault>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self::Unusable { from: from.to_owned(), faults }) }
    }
}

fn sentences(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("; ")
}
