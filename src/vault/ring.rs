//! The key folder: outside both databases and their backups. The master key opens it, a month key
//! wraps each month's data keys, and dies when its month is empty.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::hmac;
use zeroize::Zeroizing;

use super::{Error, mac, seal};
use crate::model::Month;

const CHECK: &str = "check";
const MASTER: &str = "master.key";

/// Where the master key is: in the folder itself, or in a file of its own (a service credential).
#[derive(Clone, Debug)]
pub enum Master {
    /// `master.key` in the key folder. Good for one machine; the folder is then the secret.
    InFolder,
    /// A file elsewhere, for example below `$CREDENTIALS_DIRECTORY`.
    File(PathBuf),
}

/// An open key folder.
pub struct KeyRing {
    folder: PathBuf,
    master: seal::Key,
    installation: String,
    months: Mutex<BTreeMap<Month, Arc<seal::Key>>>,
    /// Tombstones and edit markers.
    pub(super) tombstone: hmac::Key,
    /// Blind index.
    pub(super) index: hmac::Key,
    /// Audit chain.
    pub(super) audit: hmac::Key,
    /// Secrets of our accounts. Not a month key: that one dies when its month's inquiries are gone,
    /// and a token lives on for years.
    pub(super) credential: seal::Key,
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("KeyRing").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl KeyRing {
    /// Makes a new key folder for `installation`. Only an explicit command does this: a service
    /// that made keys silently would bury the loss of the old ones.
    ///
    /// # Errors
    /// [`Error::Exists`] or [`Error::File`].
    pub fn create(folder: &Path, master: &Master, installation: &str) -> Result<Self, Error> {
        if folder.join(CHECK).exists() {
            return Err(Error::Exists(folder.to_owned()));
        }
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder.join("months"))
            .map_err(|cause| file(folder, &cause))?;
        let path = master_path(folder, master);
        if !path.exists() {
            let key = Zeroizing::new(mac::hex(seal::fresh()?.as_ref()));
            write_new(&path, key.as_bytes())?;
        }
        let key = read_master(&path, master)?;
        write_new(&folder.join(CHECK), &seal::close(&key, CHECK, installation.as_bytes())?)?;
        Self::open(folder, master)
    }

    /// Opens a key folder.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::WrongMaster`], [`Error::Open`], [`Error::NotAKey`] or
    /// [`Error::File`].
    pub fn open(folder: &Path, master: &Master) -> Result<Self, Error> {
        let check = folder.join(CHECK);
        let path = master_path(folder, master);
        if !check.exists() || !path.exists() {
            return Err(Error::Missing(if check.exists() { path } else { folder.to_owned() }));
        }
        let key = read_master(&path, master)?;
        let sealed = fs::read(&check).map_err(|cause| file(&check, &cause))?;
        let installation =
            seal::open(&key, CHECK, &sealed).map_err(|_| Error::WrongMaster(folder.to_owned()))?;
        let installation =
            String::from_utf8(installation.to_vec()).map_err(|_| Error::WrongMaster(folder.to_owned()))?;
        Ok(Self {
            folder: folder.to_owned(),
            tombstone: mac::derive(&key, "tombstone/1"),
            index: mac::derive(&key, "index/1"),
            audit: mac::derive(&key, "audit/1"),
            credential: mac::derive_bytes(&key, "credential/1"),
            months: Mutex::default(),
            installation,
            master: key,
        })
    }

    /// Which installation the folder belongs to.
    #[must_use]
    pub fn installation(&self) -> &str {
        &self.installation
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The key of a month, made when the month is new.
    pub(super) fn month(&self, month: &Month) -> Result<Arc<seal::Key>, Error> {
        match self.known_month(month) {
            Err(Error::MonthGone(_)) => {
                let sealed = seal::close(&self.master, month.as_str(), seal::fresh()?.as_ref())?;
                match write_new(&self.month_path(month), &sealed) {
                    // Another process of this installation was first: its key is as good.
                    Ok(()) | Err(Error::File { kind: std::io::ErrorKind::AlreadyExists, .. }) => {}
                    Err(error) => return Err(error),
                }
                self.known_month(month)
            }
            known => known,
        }
    }

    /// The key of a month that has one.
    pub(super) fn known_month(&self, month: &Month) -> Result<Arc<seal::Key>, Error> {
        let mut months = self.months.lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.month_path(month);
        if !path.exists() {
            // Another process of this installation destroyed it: it must not live on in our memory.
            months.remove(month);
        }
        if let Some(key) = months.get(month) {
            return Ok(Arc::clone(key));
        }
        let sealed = match fs::read(&path) {
            Ok(sealed) => sealed,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::MonthGone(month.as_str().to_owned()));
            }
            Err(cause) => return Err(file(&path, &cause)),
        };
        let opened = seal::open(&self.master, month.as_str(), &sealed)?;
        let key: [u8; 32] = opened.as_slice().try_into().map_err(|_| Error::NotOpened)?;
        let key = Arc::new(Zeroizing::new(key));
        months.insert(month.clone(), Arc::clone(&key));
        Ok(key)
    }

    /// The months that have a key, oldest first.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn months(&self) -> Result<Vec<Month>, Error> {
        let folder = self.folder.join("months");
        let mut months = Vec::new();
        for entry in fs::read_dir(&folder).map_err(|cause| file(&folder, &cause))? {
            let entry = entry.map_err(|cause| file(&folder, &cause))?;
            months.extend(entry.file_name().to_str().and_then(Month::parse));
        }
        months.sort();
        Ok(months)
    }

    /// Destroys a month's key: overwritten, unlinked, the folder synced. What a disk keeps behind
    /// the file system's back is outside the program and declared, not claimed.
    pub(super) fn destroy_month(&self, month: &Month) -> Result<(), Error> {
        let path = self.month_path(month);
        self.months.lock().unwrap_or_else(PoisonError::into_inner).remove(month);
        let done = (|| {
            let length = usize::try_from(fs::metadata(&path)?.len()).unwrap_or(0);
            let mut open = fs::OpenOptions::new().write(true).open(&path)?;
            open.write_all(&vec![0; length])?;
            open.sync_all()?;
            fs::remove_file(&path)?;
            fs::File::open(self.folder.join("months"))?.sync_all()
        })();
        done.map_err(|cause| file(&path, &cause))
    }

    fn month_path(&self, month: &Month) -> PathBuf {
        self.folder.join("months").join(month.as_str())
    }
}

fn master_path(folder: &Path, master: &Master) -> PathBuf {
    match master {
        Master::InFolder => folder.join(MASTER),
        Master::File(path) => path.clone(),
    }
}

fn read_master(path: &Path, master: &Master) -> Result<seal::Key, Error> {
    let mode = fs::metadata(path).map_err(|cause| file(path, &cause))?.permissions().mode();
    // A service manager may show a credential to its service through the group (0440).
    let foreign = if matches!(master, Master::InFolder) { 0o077 } else { 0o037 };
    if mode & foreign != 0 {
        return Err(Error::Open(path.to_owned()));
    }
    let text = Zeroizing::new(fs::read_to_string(path).map_err(|cause| file(path, &cause))?);
    mac::unhex(text.trim()).map(Zeroizing::new).ok_or_else(|| Error::NotAKey(path.to_owned()))
}

/// Writes a file that nobody else can read and that was not there, whole or not at all.
fn write_new(path: &Path, content: &[u8]) -> Result<(), Error> {
    let written = (|| {
        let part = path.with_extension("part");
        let mut open =
            fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
        open.write_all(content)?;
        open.sync_all()?;
        let linked = fs::hard_link(&part, path);
        fs::remove_file(&part)?;
        linked?;
        path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
    })();
    written.map_err(|cause| file(path, &cause))
}

fn file(path: &Path, cause: &std::io::Error) -> Error {
    Error::File { path: path.to_owned(), kind: cause.kind() }
}
