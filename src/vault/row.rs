//! Sealing and opening a row, and knowing a comment again without keeping it.

use std::collections::HashMap;
use std::time::Duration;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::{Error, KeyRing, Ledger, mac, seal};
use crate::model::{AccountName, Incoming, InquiryId, Kept, Month, OrganisationId, RemoteId, Stamp, Text};
use crate::store::{self, Db, Tx};

/// How long a month that has passed keeps its key for writers that have not noticed.
const GRACE: Duration = Duration::from_hours(48);

/// Key folder, keys database and deletion ledger together.
#[derive(Debug)]
pub struct Vault {
    /// The second database.
    pub keys: Db,
    /// The deletion ledger.
    pub ledger: Ledger,
    /// The key folder.
    pub ring: KeyRing,
}

/// A key made for a row that is about to be written: first the key is stored, then the row.
pub struct NewRow {
    /// What goes into the keys database.
    pub key: store::keys::Key,
    plain: seal::Key,
}

impl std::fmt::Debug for NewRow {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "NewRow({})", self.key.inquiry)
    }
}

/// An opened row, with what is needed to compare it with the network.
pub struct Opened {
    /// All we hold on the citizen.
    pub kept: Kept,
    plain: seal::Key,
}

impl Opened {
    /// True when these words are the ones that were taken in. Compared by keyed hash: the unmasked
    /// words are not kept.
    #[must_use]
    pub fn is_same(&self, words: &Text) -> bool {
        fingerprint(&self.plain, words) == self.kept.fingerprint
    }
}

impl Vault {
    /// Opens folder, keys database and ledger, which must belong together.
    ///
    /// # Errors
    /// [`Error::Foreign`] when the keys database is another installation's.
    pub async fn new(keys: Db, ring: KeyRing, ledger: Ledger, now: Stamp) -> Result<Self, Error> {
        let vault = Self { keys, ledger, ring };
        let mut tx = vault.keys.write().await?;
        vault.belongs(&mut tx, now).await?;
        tx.commit().await?;
        Ok(vault)
    }

    /// Checks that a database carries the key folder's installation id; a new one is given it.
    ///
    /// # Errors
    /// [`Error::Foreign`].
    pub async fn belongs(&self, tx: &mut Tx, now: Stamp) -> Result<(), Error> {
        match store::installation::id(tx).await? {
            Some(id) if id == self.ring.installation() => Ok(()),
            Some(_) => Err(Error::Foreign(self.ring.folder().to_owned())),
            None => Ok(store::installation::set(tx, self.ring.installation(), now).await?),
        }
    }

    /// Makes a key for a row. `name` and `handle` are as received: only their keyed hash is stored.
    ///
    /// # Errors
    /// [`Error::Library`] or [`Error::File`].
    #[expect(clippy::too_many_arguments, reason = "each is a column of the key's row")]
    pub fn new_row(
        &self,
        organisation: &OrganisationId,
        inquiry: InquiryId,
        key_version: i64,
        account: &AccountName,
        fence: i64,
        incoming: &Incoming,
        now: Stamp,
    ) -> Result<NewRow, Error> {
        let month = now.month();
        let plain = seal::fresh()?;
        let wrapped = self.wrap(organisation, &inquiry, key_version, &month, &plain)?;
        let blind = |text: Option<&Text>| {
            text.filter(|text| !text.is_empty()).map(|text| self.blind(account, text.expose()))
        };
        let key = store::keys::Key {
            inquiry,
            key_version,
            account: account.clone(),
            fence,
            month,
            wrapped,
            blind_name: blind(incoming.author_name.as_ref()),
            blind_handle: blind(incoming.handle.as_ref()),
        };
        Ok(NewRow { key, plain })
    }

    /// Seals what is kept of a comment under its row's key. `kept.fingerprint` is set here, from
    /// the words as received.
    ///
    /// # Errors
    /// [`Error::Library`].
    pub fn close(
        &self,
        organisation: &OrganisationId,
        row: &NewRow,
        kept: &mut Kept,
        received: &Text,
    ) -> Result<Vec<u8>, Error> {
        kept.fingerprint = fingerprint(&row.plain, received);
        let plain = Zeroizing::new(serde_json::to_vec(kept).map_err(|_| Error::Library)?);
        seal::close(
            &row.plain,
            &bound("inquiry", organisation, &row.key.inquiry, row.key.key_version),
            &plain,
        )
    }

    /// Opens a row.
    ///
    /// # Errors
    /// [`Error::KeyGone`], [`Error::MonthGone`] or [`Error::NotOpened`].
    pub async fn open(
        &self,
        keys: &mut Tx,
        organisation: &OrganisationId,
        row: &store::inquiry::Row,
    ) -> Result<Opened, Error> {
        let (month, wrapped) =
            store::keys::get(keys, organisation, &row.id, row.key_version).await?.ok_or(Error::KeyGone)?;
        self.unseal(organisation, row, &month, &wrapped)
    }

    /// Opens rows, each with its own result, in their order. Their keys are read by the fifty: a statement a
    /// row is most of what a page of the queue would cost.
    ///
    /// # Errors
    /// [`Error::Store`] when the keys database cannot be read at all.
    pub async fn open_all(
        &self,
        keys: &mut Tx,
        organisation: &OrganisationId,
        rows: &[store::inquiry::Row],
    ) -> Result<Vec<Result<Opened, Error>>, Error> {
        let mut opened = Vec::with_capacity(rows.len());
        for rows in rows.chunks(store::keys::AT_ONCE) {
            let ids: Vec<_> = rows.iter().map(|row| &row.id).collect();
            let found = store::keys::some(keys, organisation, &ids).await?;
            let found: HashMap<_, _> = found
                .into_iter()
                .map(|(id, version, month, wrapped)| ((id, version), (month, wrapped)))
                .collect();
            opened.extend(rows.iter().map(|row| {
                let key = found.get(&(row.id.clone(), row.key_version)).ok_or(Error::KeyGone)?;
                self.unseal(organisation, row, &key.0, &key.1)
            }));
        }
        Ok(opened)
    }

    fn unseal(
        &self,
        organisation: &OrganisationId,
        row: &store::inquiry::Row,
        month: &Month,
        wrapped: &[u8],
    ) -> Result<Opened, Error> {
        let plain = self.unwrap(organisation, &row.id, row.key_version, month, wrapped)?;
        let opened =
            seal::open(&plain, &bound("inquiry", organisation, &row.id, row.key_version), &row.sealed)?;
        // serde's own error would quote what it read.
        let kept = serde_json::from_slice(&opened).map_err(|_| Error::NotOpened)?;
        Ok(Opened { kept, plain })
    }

    pub(super) fn wrap(
        &self,
        organisation: &OrganisationId,
        inquiry: &InquiryId,
        key_version: i64,
        month: &Month,
        plain: &seal::Key,
    ) -> Result<Vec<u8>, Error> {
        let bound = bound("data_key", organisation, inquiry, key_version);
        seal::close(&*self.ring.month(month)?, &bound, plain.as_ref())
    }

    pub(super) fn unwrap(
        &self,
        organisation: &OrganisationId,
        inquiry: &InquiryId,
        key_version: i64,
        month: &Month,
        wrapped: &[u8],
    ) -> Result<seal::Key, Error> {
        let month = self.ring.known_month(month)?;
        let plain = seal::open(&month, &bound("data_key", organisation, inquiry, key_version), wrapped)?;
        Ok(Zeroizing::new(plain.as_slice().try_into().map_err(|_| Error::NotOpened)?))
    }

    /// How a comment is known again: HMAC of (account, remote id).
    #[must_use]
    pub fn tombstone(&self, account: &AccountName, remote: &RemoteId) -> String {
        mac::tag(&self.ring.tombstone, &[b"id", account.as_str().as_bytes(), remote.expose().as_bytes()])
    }

    /// How an edit is noticed: HMAC of the network's edit marker, or of the words where it has
    /// none. Even a marker is hashed: Bluesky's is a hash of the words, and ten digits can be tried.
    #[must_use]
    pub fn marker(
        &self,
        account: &AccountName,
        remote: &RemoteId,
        marker: Option<&str>,
        words: &Text,
    ) -> String {
        let (kind, value) = marker.map_or((b"words", words.expose()), |marker| (b"stamp", marker));
        let (account, remote) = (account.as_str().as_bytes(), remote.expose().as_bytes());
        mac::tag(&self.ring.tombstone, &[kind, account, remote, value.as_bytes()])
    }

    /// How a person is found on one account, and on no other: HMAC of (account, folded name).
    #[must_use]
    pub fn blind(&self, account: &AccountName, name: &str) -> String {
        let folded: String =
            name.trim().trim_start_matches('@').nfkc().flat_map(char::to_lowercase).collect();
        mac::tag(&self.ring.index, &[account.as_str().as_bytes(), folded.as_bytes()])
    }

    /// How an author in a thread is known again: HMAC of (account, thread, folded name), of which neither can
    /// be read.
    #[must_use]
    pub fn in_thread(&self, account: &AccountName, thread: Option<&RemoteId>, name: &str) -> String {
        let thread = thread.map_or("", RemoteId::expose);
        let folded: String =
            name.trim().trim_start_matches('@').nfkc().flat_map(char::to_lowercase).collect();
        let parts = [account.as_str().as_bytes(), thread.as_bytes(), folded.as_bytes()];
        mac::tag(&self.ring.tombstone, &[b"thread", parts[0], parts[1], parts[2]])
    }

    /// Checks that every month's key is there that wraps something: without it those words are lost,
    /// and nothing would say so.
    ///
    /// # Errors
    /// [`Error::MonthLost`] with the first that is not there or does not open, or [`Error::Store`].
    pub async fn has_months(&self, organisation: &OrganisationId) -> Result<(), Error> {
        let mut tx = self.keys.read().await?;
        for month in store::keys::months(&mut tx, organisation).await? {
            self.ring
                .known_month(&month)
                .map_err(|_| Error::MonthLost(month.as_str().to_owned(), self.ring.folder().to_owned()))?;
        }
        Ok(())
    }

    /// Destroys the keys of past months that wrap nothing any more, for no organisation that `main`
    /// ever knew: they share the folder, also with one that is not configured here. Returns which.
    ///
    /// # Errors
    /// [`Error::File`] or [`Error::Store`].
    pub async fn destroy_empty_months(&self, main: &Db, now: Stamp) -> Result<Vec<Month>, Error> {
        // A worker on the other side of midnight may still be writing under the month before.
        let mut used = std::collections::BTreeSet::from([now.month(), now.earlier(GRACE).month()]);
        let organisations = store::organisation::list(&mut main.read().await?).await?;
        let mut tx = self.keys.read().await?;
        for organisation in &organisations {
            used.append(&mut store::keys::months(&mut tx, organisation).await?);
        }
        drop(tx);
        let empty: Vec<_> = self.ring.months()?.into_iter().filter(|month| !used.contains(month)).collect();
        for month in &empty {
            self.ring.destroy_month(month)?;
        }
        Ok(empty)
    }
}

/// Under a key that dies with the row's data key.
fn fingerprint(key: &seal::Key, words: &Text) -> String {
    mac::tag(&mac::derive(key, "fingerprint/1"), &[words.expose().as_bytes()])
}

/// Associated data: table, organisation, id, version. A sealed value opens in its own place only.
fn bound(table: &str, organisation: &OrganisationId, id: &InquiryId, version: i64) -> String {
    format!("{table}|{organisation}|{id}|{version}")
}
