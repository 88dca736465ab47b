//! Secrets, from a file that only the service can read or from a service credential. The words of a
//! secret never reach an error.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use zeroize::Zeroizing;

use super::Error;

/// Where secrets are looked for.
pub(super) struct Places {
    /// Relative paths start here.
    pub(super) base: PathBuf,
    /// `$CREDENTIALS_DIRECTORY`, where the service manager gives one.
    pub(super) credentials: Option<PathBuf>,
}

impl Places {
    /// Beside the configuration file, or in the current folder without one.
    pub(super) fn of(file: Option<&Path>, environment: &[(String, String)]) -> Result<Self, Error> {
        let folder = file.and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
        let base = std::path::absolute(folder.unwrap_or(Path::new("."))).map_err(|error| {
            Error::Wrong(vec![format!("the current folder is not known: {}", error.kind())])
        })?;
        let credentials = environment.iter().find(|(name, _)| name == "CREDENTIALS_DIRECTORY");
        Ok(Self { base, credentials: credentials.map(|(_, folder)| PathBuf::from(folder)) })
    }

    /// A path of the configuration.
    pub(super) fn path(&self, written: &str) -> PathBuf {
        self.base.join(written)
    }

    /// A path in the credentials directory.
    pub(super) fn credential(&self, name: &str) -> Result<PathBuf, String> {
        if name.is_empty() || name.contains('/') || name.starts_with('.') {
            return Err("a credential's name is a plain file name".to_owned());
        }
        let folder = self.credentials.as_ref().ok_or("no credentials directory was given to the service")?;
        Ok(folder.join(name))
    }

    /// `file:PATH` or `credential:NAME`.
    pub(super) fn reference(&self, written: &str) -> Result<PathBuf, String> {
        match written.split_once(':') {
            Some(("file", path)) if !path.is_empty() => Ok(self.path(path)),
            Some(("credential", name)) => self.credential(name),
            _ => Err("is neither file:PATH nor credential:NAME".to_owned()),
        }
    }
}

/// Reads one secret; the white space around it is no part of it.
pub(super) fn read(path: &Path) -> Result<SecretString, String> {
    let shown = path.display();
    let failed = |error: std::io::Error| format!("the secret file {shown} cannot be read: {}", error.kind());
    let about = std::fs::metadata(path).map_err(failed)?;
    if !about.is_file() {
        return Err(format!("the secret file {shown} is no file"));
    }
    let mode = about.permissions().mode();
    // Group read stays allowed: a service manager's credential shows its access list there.
    if mode & 0o027 != 0 {
        return Err(format!(
            "the secret file {shown} is open to others (mode {:o}); use chmod 600",
            mode & 0o777
        ));
    }
    let text = std::fs::read_to_string(path).map(Zeroizing::new).map_err(failed)?;
    match text.trim() {
        "" => Err(format!("the secret file {shown} is empty")),
        secret if secret.chars().any(char::is_control) => {
            Err(format!("the secret file {shown} holds more than one line"))
        }
        secret => Ok(SecretString::from(secret)),
    }
}
