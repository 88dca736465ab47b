//! Makes settings of what was written, or a sentence for everything that is wrong with it.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::account::{self, is_loopback};
use super::secret::{self, Places};
use super::{Config, Detect, Error, Log, Review, Store, Vault, Worker, shape};
use crate::decide::{Mailboxes, Policy, Replies};
use crate::model::{Days, Stamp};
use crate::vault::Master;

/// Checks everything; nothing is opened or made.
pub(super) fn whole(written: shape::Shape, places: &Places) -> Result<Config, Error> {
    let mut wrong = Vec::new();
    let organisations = account::read(written.organisations, places, &mut wrong);
    let worker = worker(&written.worker, &mut wrong);
    let store = keep(store(&written.store, places, &mut wrong), &mut wrong);
    let vault = keep(vault(&written.vault, places), &mut wrong);
    let review = keep(review(&written.review), &mut wrong);
    let log = keep(log(&written.log), &mut wrong);
    let policy = keep(file(&written.policy, places, Policy::shipped, Policy::parse), &mut wrong);
    let mailboxes = keep(file(&written.mailboxes, places, Mailboxes::shipped, Mailboxes::parse), &mut wrong);
    let replies = keep(replies(&written.replies_da, &written.replies_en, places), &mut wrong);
    let detect = keep(detect(written.detect, mailboxes.as_ref()), &mut wrong);
    match (store, vault, review, log, policy, mailboxes, replies, detect) {
        (
            Some(store),
            Some(vault),
            Some(review),
            Some(log),
            Some(policy),
            Some(mailboxes),
            Some(replies),
            Some(detect),
        ) if wrong.is_empty() => Ok(Config {
            store,
            vault,
            worker,
            review,
            log,
            detect,
            policy,
            mailboxes,
            replies,
            organisations,
        }),
        _ => Err(Error::Wrong(wrong)),
    }
}

fn keep<T>(checked: Result<T, String>, wrong: &mut Vec<String>) -> Option<T> {
    checked.map_err(|sentence| wrong.push(sentence)).ok()
}
