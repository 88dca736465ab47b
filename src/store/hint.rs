//! A webhook's word that something happened, so that we look sooner. It is never the thing itself:
//! losing every one of them loses nothing.

use std::sync::OnceLock;

use super::{Db, Error, Tx};
use crate::model::{AccountName, OrganisationId, Stamp};

/// One hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// A keyed hash of the event: a second delivery has the same.
    pub id: String,
    /// The account that it is about.
    pub account: AccountName,
    /// The post under which it happened, where it looks like one of ours, until the hint is taken.
    pub post: Option<String>,
    /// What happened, in the hook's words.
    pub kind: String,
    /// When it was stored. Never earlier than that of a hint that was stored before it.
    pub heard_at: Stamp,
}

/// What the hints that nobody took speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Our posts, each once.
    pub posts: Vec<String>,
    /// Of these, those of which more was said than that a comment was added: it may be about an old one.
    pub edited: Vec<String>,
    /// How many hints.
    pub hints: i64,
    /// When the last of them was stored: up to here they may be taken.
    pub up_to: Stamp,
}

/// Rows one statement inserts: halved until they fit, so that few texts are prepared.
const MOST_ROWS: usize = 64;

/// Stores hints; one that is there already stays as it is. Returns how many are new.
///
/// The conflict names no columns: a user that may only INSERT is refused a statement that does.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, organisation: &OrganisationId, hints: &[Hint]) -> Result<u64, Error> {
    let (mut new, mut rest) = (0, hints);
    while !rest.is_empty() {
        let mut size = MOST_ROWS;
        while size > rest.len() {
            size /= 2;
        }
        let (some, after) = rest.split_at(size);
        new += insert_some(tx, organisation, some).await?;
        rest = after;
    }
    Ok(new)
}

async fn insert_some(tx: &mut Tx, organisation: &OrganisationId, hints: &[Hint]) -> Result<u64, Error> {
    let text = statement(hints.len());
    Ok(on!(tx, conn => {
        let mut query = sqlx::query(text).bind(organisation.as_str());
        for hint in hints {
            query = query.bind(hint.id.as_str()).bind(hint.account.as_str()).bind(hint.post.as_deref())
                .bind(hint.kind.as_str()).bind(hint.heard_at.ms());
        }
        query.execute(conn).await.map(|done| done.rows_affected())
    })?)
}

/// The text for so many rows, at least one and at most [`MOST_ROWS`].
fn statement(rows: usize) -> &'static str {
    static TEXTS: [OnceLock<String>; MOST_ROWS] = [const { OnceLock::new() }; MOST_ROWS];
    TEXTS.get(rows - 1).expect("between one and the most rows are asked for").get_or_init(|| {
        let row = |at: usize| {
            let first = at * 5 + 2;
            format!("($1, ${first}, ${}, ${}, ${}, ${})", first + 1, first + 2, first + 3, first + 4)
        };
        let values: Vec<String> = (0..rows).map(row).collect();
        format!(
            "INSERT INTO hint (organisation, id, account, post, kind, heard_at)
             VALUES {} ON CONFLICT DO NOTHING",
            values.join(", ")
        )
    })
}

/// What the hints of an account that nobody took speak of; `None` when there are none. However many
/// they are, it is no more than our posts are.
///
/// # Errors
/// As the database.
pub async fn open(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
) -> Result<Option<Open>, Error> {
    let rows: Vec<(Option<String>, i64, i64, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT post, COUNT(*), MAX(heard_at), COUNT(CASE WHEN kind <> 'comment.added' THEN 1 END) FROM hint
         WHERE organisation = $1 AND account = $2 AND taken_at IS NULL GROUP BY post")
        .bind(organisation.as_str()).bind(account.as_str()).fetch_all(conn).await)?;
    let Some(up_to) = rows.iter().map(|row| row.2).max() else { return Ok(None) };
    let hints = rows.iter().map(|row| row.1).sum();
    let (mut posts, mut edited) = (Vec::new(), Vec::new());
    for (post, _, _, others) in rows {
        edited.extend(post.clone().filter(|_| others > 0));
        posts.extend(post);
    }
    posts.sort();
    edited.sort();
    Ok(Some(Open { posts, edited, hints, up_to: Stamp::from_ms(up_to) }))
}

/// Whether an account has a hint that nobody took.
///
/// # Errors
/// As the database.
pub async fn is_any_open(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
) -> Result<bool, Error> {
    let row: Option<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT id FROM hint WHERE organisation = $1 AND account = $2 AND taken_at IS NULL LIMIT 1")
        .bind(organisation.as_str()).bind(account.as_str()).fetch_optional(conn).await)?;
    Ok(row.is_some())
}

/// Takes the hints of an account that were stored no later than `up_to`. Returns how many. Which post they
/// spoke of is forgotten: the hook cannot ask whether it is ours, and a citizen's leads to a person.
///
/// # Errors
/// As the database.
pub async fn take(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    up_to: Stamp,
    now: Stamp,
) -> Result<u64, Error> {
    Ok(on!(tx, conn => sqlx::query(
        "UPDATE hint SET taken_at = $1, post = NULL
         WHERE organisation = $2 AND account = $3 AND taken_at IS NULL AND heard_at <= $4")
        .bind(now.ms()).bind(organisation.as_str()).bind(account.as_str()).bind(up_to.ms())
        .execute(conn).await.map(|done| done.rows_affected()))?)
}

/// Drops the hints stored before `before`, taken or not; returns how many.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, before: Stamp) -> Result<u64, Error> {
    Ok(on!(tx, conn => sqlx::query("DELETE FROM hint WHERE organisation = $1 AND heard_at < $2")
        .bind(organisation.as_str()).bind(before.ms())
        .execute(conn).await.map(|done| done.rows_affected()))?)
}

/// Whether a hint is there, taken or not.
///
/// # Errors
/// As the database.
pub async fn has(tx: &mut Tx, organisation: &OrganisationId, id: &str) -> Result<bool, Error> {
    let row: Option<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT id FROM hint WHERE organisation = $1 AND id = $2")
        .bind(organisation.as_str()).bind(id).fetch_optional(conn).await)?;
    Ok(row.is_some())
}

/// The posts that hints speak of, taken or not.
///
/// # Errors
/// As the database.
pub async fn posts(tx: &mut Tx, organisation: &OrganisationId) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT post FROM hint WHERE organisation = $1 AND post IS NOT NULL ORDER BY post")
        .bind(organisation.as_str()).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(post,)| post).collect())
}

/// How many hints there are, taken or not.
///
/// # Errors
/// As the database.
pub async fn count(tx: &mut Tx, organisation: &OrganisationId) -> Result<i64, Error> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(
        "SELECT COUNT(*) FROM hint WHERE organisation = $1")
        .bind(organisation.as_str()).fetch_one(conn).await)?;
    Ok(count)
}

/// Inserts nothing, as a hint would be inserted.
///
/// # Errors
/// [`Error::Refused`] when there is no such table, or the database's user may not insert.
pub async fn try_insert(db: &Db) -> Result<(), Error> {
    let mut tx = db.write().await?;
    on!(&mut tx, conn => sqlx::query(
        "INSERT INTO hint (organisation, id, account, post, kind, heard_at)
         SELECT '', '', '', NULL, '', 0 WHERE 1 = 0 ON CONFLICT DO NOTHING")
        .execute(conn).await.map(|_| ()))?;
    tx.commit().await
}

/// Whether the database's user can read hints, which the hook has no need of.
///
/// # Errors
/// As the database.
pub async fn can_read(db: &Db) -> Result<bool, Error> {
    let mut tx = db.write().await?;
    let read = on!(&mut tx, conn => sqlx::query("SELECT id FROM hint WHERE 1 = 0")
        .execute(conn).await.map(|_| ()));
    match read.map_err(Error::from) {
        Ok(()) => Ok(true),
        Err(Error::Refused(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

/// What an administrator of `PostgreSQL` runs in the main database to make the hook's user, who may
/// insert hints and nothing else. `None` unless the name is made of a-z, 0-9 and _.
#[must_use]
pub fn grants(user: &str) -> Option<String> {
    let is_name = user.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && user.len() < 64
        && user.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    is_name.then(|| {
        format!(
            "CREATE ROLE {user} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT;\n\
             GRANT USAGE ON SCHEMA public TO {user};\n\
             GRANT INSERT ON TABLE hint TO {user};\n\
             -- Before PostgreSQL 15 everybody may make tables in the schema, unless you take it away:\n\
             -- REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n"
        )
    })
}
