//! Whether an address of ours answers: for the links of the mailbox directory. It sends no token and
//! follows no redirect, because what it leads to is a sign-in.

use std::sync::Arc;

use reqwest::Method;
use url::Url;

use super::http::{Body, Call, Http};
use super::{ConnectError, Connection, Error, Secrets};
use crate::model::AccountName;

/// The longest that an address is waited for.
const DEADLINE: std::time::Duration = std::time::Duration::from_secs(15);
/// The largest page that is read: more says no more.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Asks an address once. `Ok` when something answers there, a redirect to a sign-in too.
///
/// # Errors
/// Why nobody would get through, in our words: the address is not allowed, nobody answers, nothing is there.
pub async fn answers(link: &Url) -> Result<(), String> {
    let connection = Connection {
        account: AccountName::from_text("mailboxes"),
        base_url: link.clone(),
        page: String::new(),
        secrets: Secrets::default(),
        budget: Arc::default(),
        deadline: DEADLINE,
        most_bytes: MOST_BYTES,
        options: toml::Table::new(),
    };
    let http = Http::new(&connection).map_err(|error: ConnectError| error.to_string())?;
    // The client takes the last slash away and puts what follows behind it.
    let path: &[&str] = if link.path().ends_with('/') { &[""] } else { &[] };
    let call = Call { method: Method::GET, path, query: &[], body: Body::Empty, bearer: None };
    match http.send_once(call).await {
        Ok(answer) if answer.is_absent() => Err("nothing is there (404)".to_owned()),
        Ok(answer) if answer.speaks_by_status() => Err("it is out of order (5xx or 429)".to_owned()),
        // Whoever answers 401 or 403 wants a sign-in first.
        Ok(_) => Ok(()),
        // A redirect, or a page that is too long for us: somebody answered.
        Err(fault) if matches!(fault.error, Error::Broken(_)) => Ok(()),
        Err(fault) => Err(fault.error.to_string()),
    }
}
