//! The two databases, the key folder and the ledger: where they are, and that they lie apart.

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::secret::{self, Places};
use super::{Store, Vault, shape};
use crate::vault::Master;

/// The databases' addresses, with their passwords.
pub(super) fn store(written: &shape::Store, places: &Places, wrong: &mut Vec<String>) -> Option<Store> {
    let mut one = |key: &str, address: &str, password: &str| {
        database(address, password, places).map_err(|what| wrong.push(format!("store.{key}: {what}"))).ok()
    };
    let main = one("main", &written.main, &written.main_password);
    let keys = one("keys", &written.keys, &written.keys_password);
    let (main, keys) = (main?, keys?);
    if main.expose_secret() == keys.expose_secret() {
        wrong.push(
            "store.keys is the same database as store.main: a copy of it would hold rows and keys together"
                .to_owned(),
        );
    }
    Some(Store { main, keys })
}

fn database(address: &str, password: &str, places: &Places) -> Result<SecretString, String> {
    if let Some(path) = address.strip_prefix("sqlite:") {
        if !password.is_empty() {
            return Err("a SQLite file has no password".to_owned());
        }
        if path.is_empty() || path.starts_with(':') || path.starts_with("//") {
            return Err("a SQLite database is written sqlite:PATH".to_owned());
        }
        return Ok(SecretString::from(format!("sqlite:{}", places.path(path).display())));
    }
    let mut url = Url::parse(address)
        .ok()
        .filter(|url| matches!(url.scheme(), "postgres" | "postgresql"))
        .ok_or("is neither sqlite:PATH nor postgres://…")?;
    if url.password().is_some() || url.query_pairs().any(|(key, _)| key == "password") {
        return Err(
            "a password stands in the address; put it in a file and name that as the password".to_owned()
        );
    }
    if !password.is_empty() {
        let secret = secret::read(&places.reference(password)?)?;
        url.set_password(Some(secret.expose_secret()))
            .map_err(|()| "the address has no host to give the password to".to_owned())?;
    }
    Ok(SecretString::from(String::from(url)))
}

/// The main database as the hook opens it when it runs alone.
pub(super) fn hook(written: &shape::Store, places: &Places) -> Result<SecretString, String> {
    if written.hook.is_empty() {
        if !written.hook_password.is_empty() {
            return Err("store.hook_password stands without store.hook".to_owned());
        }
        return database(&written.main, &written.main_password, places)
            .map_err(|what| format!("store.main: {what}"));
    }
    database(&written.hook, &written.hook_password, places).map_err(|what| format!("store.hook: {what}"))
}

/// The key folder, the master key and the ledger.
pub(super) fn vault(written: &shape::Vault, places: &Places) -> Result<Vault, String> {
    if written.folder.is_empty() || written.ledger.is_empty() {
        return Err("vault.folder and vault.ledger are paths".to_owned());
    }
    let master = match written.master.as_str() {
        "folder" => Master::InFolder,
        other => Master::File(places.reference(other).map_err(|what| format!("vault.master: {what}"))?),
    };
    Ok(Vault { folder: places.path(&written.folder), master, ledger: places.path(&written.ledger) })
}
