//! Why a configuration cannot be used. Each variant is for a person to correct; none quotes a secret.

use std::path::PathBuf;

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The file is not there or may not be read.
    #[error("the configuration file {} cannot be read: {why}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// The system's word for it.
        why: String,
    },
    /// One layer holds what it may not hold: an unknown key, a wrong type, broken TOML.
    #[error("{from}: {what}")]
    Layer {
        /// The file, or the environment variable.
        from: String,
        /// The key, and what is wrong with it.
        what: String,
    },
    /// The settings were read and contradict themselves or the machine.
    #[error("{}", .0.join("\n"))]
    Wrong(Vec<String>),
}

impl Error {
    /// One sentence for each thing that is wrong.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        match self {
            Self::Wrong(sentences) => sentences.clone(),
            Self::File { .. } | Self::Layer { .. } => vec![self.to_string()],
        }
    }
}
