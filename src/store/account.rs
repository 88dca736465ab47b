//! Our pages and profiles: how far they are read, whether they may act, and who works on them now.

use super::{Error, Tx};
use crate::model::{AccountName, Mode, OrganisationId, Stamp};

/// What is known of one account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Our name for it.
    pub account: AccountName,
    /// Its network.
    pub network: String,
    /// When it was first connected: nothing automatic ever happens to what is older.
    pub connected_at: Stamp,
    /// Whether it may act.
    pub mode: Mode,
    /// How far its stream is read.
    pub watermark: Stamp,
    /// Failures in a row.
    pub failures: i64,
    /// Left alone until then.
    pub retry_at: Stamp,
    /// The last failure, in our words.
    pub trouble: Option<String>,
    /// The last time that a pull went through.
    pub pulled_at: Option<Stamp>,
    /// Private or direct items dropped unread, ever.
    pub private_dropped: i64,
    /// Items that could not be understood, ever.
    pub unreadable: i64,
    /// When the stream was last read as far back as the pull horizon.
    pub wide_at: Option<Stamp>,
    /// Since when our access is over: the network says that the token is dead, or a person removed it.
    /// A network's terms count from there.
    pub dead_since: Option<Stamp>,
}

impl Account {
    /// Whether a whole pull went through at this moment or later.
    #[must_use]
    pub fn is_read_until(&self, edge: Stamp) -> bool {
        self.pulled_at.is_some_and(|at| at >= edge)
    }
}

type Row = (
    String,
    String,
    i64,
    bool,
    i64,
    i64,
    i64,
    Option<String>,
    Option<i64>,
    i64,
    i64,
    Option<i64>,
    Option<i64>,
);

fn account(row: Row) -> Account {
    Account {
        account: AccountName::from_text(row.0),
        network: row.1,
        connected_at: Stamp::from_ms(row.2),
        mode: if row.3 { Mode::Acting } else { Mode::Observing },
        watermark: Stamp::from_ms(row.4),
        failures: row.5,
        retry_at: Stamp::from_ms(row.6),
        trouble: row.7,
        pulled_at: row.8.map(Stamp::from_ms),
        private_dropped: row.9,
        unreadable: row.10,
        wide_at: row.11.map(Stamp::from_ms),
        dead_since: row.12.map(Stamp::from_ms),
    }
}

/// Makes the account known; it observes until somebody switches acting on. `true` when it is new.
///
/// # Errors
/// As the database.
pub async fn ensure(
    tx: &mut Tx,
    organisation: &OrganisationId,
    name: &AccountName,
    network: &str,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "INSERT INTO account (organisation, account, network, connected_at, is_acting, watermark, fence,
            lease_until, failures, retry_at, private_dropped, unreadable)
         VALUES ($1, $2, $3, $4, $5, 0, 0, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING")
        .bind(organisation.as_str()).bind(name.as_str()).bind(network).bind(now.ms()).bind(false)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The accounts of an organisation, by name.
///
/// # Errors
/// As the database.
pub async fn list(tx: &mut Tx, organisation: &OrganisationId) -> Result<Vec<Account>, Error> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(
        "SELECT account, network, connected_at, is_acting, watermark, failures, retry_at, trouble, pulled_at,
            private_dropped, unreadable, wide_at, dead_since
         FROM account WHERE organisation = $1 ORDER BY account")
        .bind(organisation.as_str()).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(account).collect())
}

/// One account.
///
/// # Errors
/// As the database.
pub async fn get(
    tx: &mut Tx,
    organisation: &OrganisationId,
    name: &AccountName,
) -> Result<Option<Account>, Error> {
    Ok(list(tx, organisation).await?.into_iter().find(|known| &known.account == name))
}

/// Switches acting on or off. `false` when it was so already or the account is unknown.
///
/// # Errors
/// As the database.
pub async fn set_mode(
    tx: &mut Tx,
    organisation: &OrganisationId,
    name: &AccountName,
    mode: Mode,
) -> Result<bool, Error> {
    let acting = mode == Mode::Acting;
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE account SET is_acting = $1 WHERE organisation = $2 AND account = $3 AND is_acting <> $1")
        .bind(acting).bind(organisation.as_str()).bind(name.as_str())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Takes or renews the lease of an account. Returns its fence, which grows each time that the lease
/// is taken anew, and whether it was; `None` while somebody else holds it. One that ran out and that
/// nobody took is still its owner's: a page that took long must not end the walk.
///
/// # Errors
/// As the database.
pub async fn lease(
    tx: &mut Tx,
    organisation: &OrganisationId,
    name: &AccountName,
    owner: &str,
    now: Stamp,
    until: Stamp,
) -> Result<Option<(i64, bool)>, Error> {
    let renewed: Option<(i64,)> = on!(tx, conn => sqlx::query_as(
        "UPDATE account SET lease_until = $1
         WHERE organisation = $2 AND account = $3 AND lease_owner = $4 RETURNING fence")
        .bind(until.ms()).bind(organisation.as_str()).bind(name.as_str()).bind(owner)
        .fetch_optional(conn).await)?;
    if let Some((fence,)) = renewed {
        return Ok(Some((fence, false)));
    }
    let taken: Option<(i64,)> = on!(tx, conn => sqlx::query_as(
        "UPDATE account SET lease_owner = $1, lease_until = $2, fence = fence + 1
         WHERE organisation = $3 AND account = $4 AND (lease_owner IS NULL OR lease_until <= $5)
         RETURNING fence")
        .bind(owner).bind(until.ms()).bind(organisation.as_str()).bind(name.as_str()).bind(now.ms())
        .fetch_optional(conn).await)?;
    Ok(taken.map(|(fence,)| (fence, true)))
}

/// The fence of the lease that stands, or stood last; `None` for an account that is not known.
///
/// # Errors
/// As the database.
pub async fn fence(
    tx: &mut Tx,
    organisation: &OrganisationId,
    name: &AccountName,
) -> Result<Option<i64>, Error> {
    let row: Option<(i64,)> = on!(tx, conn => sqlx::query_as(
        "SELECT fence FROM account WHERE organisation = $1 AND account = $2")
        .bind(organisation.as_str()).bind(name.as_str()).fetch_optional(conn).await)?;
    Ok(row.map(|(fence,)| fence))
}

/// Checks inside a write transaction that the fence is still ours, and keeps it so until commit.
///
/// # Errors
/// As the database.
pub async fn hold(
    tx: &mut Tx,
    organisation: &OrganisationId,
    name: &AccountName,
    fence: i64,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE account SET fence = fence WHERE organisation = $1 AND account = $2 AND fence = $3")
        .bind(organisation.as_str()).bind(name.as_str()).bind(fence)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Gives back every lease of this owner, at a clean stop.
///
/// # Errors
/// As the database.
pub async fn release(tx: &mut Tx, organisation: &OrganisationId, owner: &str) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE account SET lease_owner = NULL, lease_until = 0 WHERE organisation = $1 AND lease_owner = $2")
        .bind(organisation.as_str()).bind(owner).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Notes that a whole pull went through.
///
/// # Errors
/// As the database.
pub async fn pulled(
    tx: &mut Tx,
    organisation: &OrganisationId,
    name: &AccountName,
    fence: i64,
    watermark: Stamp,
    is_wide: bool,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE account SET watermark = $1, failures = 0, retry_at = 0, trouble = NULL, dead_since = NULL, pulled_at = $2,
            wide_at = CASE WHEN $6 THEN $2 ELSE wide_at END
         WHERE organisation = $3 AND account = $4 AND fence = $5")
        .bind(watermark.ms()).bind(now.ms()).bind(organisation.as_str()).bind(name.as_str()).bind(fence).bind(is_wide)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Notes that the stream was read to its end and something else was not: the watermark is the
/// stream's, and the account does not count as pulled. Our access is not over: a list was given to us.
///
/// # Errors
/// As the database.
pub async fn streamed(
    tx: &mut Tx,
    organisation: &OrganisationId,
    name: &AccountName,
    fence: i64,
    is_wide: bool,
    now: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE account SET watermark = $1, dead_since = NULL, wide_at = CASE WHEN $2 THEN $1 ELSE wide_at END
         WHERE organisation = $3 AND account = $4 AND fence = $5")
        .bind(now.ms()).bind(is_wide).bind(organisation.as_str()).bind(name.as_str()).bind(fence)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Counts what a page held that was not taken in.
///
/// # Errors
/// As the database.
pub async fn count_dropped(
    tx: &mut Tx,
    organisation: &OrganisationId,
    name: &AccountName,
    private: u64,
    unreadable: u64,
) -> Result<(), Error> {
    let (private, unreadable) =
        (i64::try_from(private).unwrap_or(i64::MAX), i64::try_from(unreadable).unwrap_or(i64::MAX));
    on!(tx, conn => sqlx::query(
        "UPDATE account SET private_dropped = private_dropped + $1, unreadable = unreadable + $2
         WHERE organisation = $3 AND account = $4")
        .bind(private).bind(unreadable).bind(organisation.as_str()).bind(name.as_str())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Notes that a pull failed, and when to try again.
///
/// # Errors
/// As the database.
pub async fn failed(
    tx: &mut Tx,
    organisation: &OrganisationId,
    name: &AccountName,
    trouble: &str,
    retry_at: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE account SET failures = failures + 1, retry_at = $1, trouble = $2
         WHERE organisation = $3 AND account = $4")
        .bind(retry_at.ms()).bind(trouble).bind(organisation.as_str()).bind(name.as_str())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Notes since when our access is over; the first moment stands. `false` when it was over already.
/// `None`: it is not over after all.
///
/// # Errors
/// As the database.
pub async fn dead(
    tx: &mut Tx,
    organisation: &OrganisationId,
    name: &AccountName,
    since: Option<Stamp>,
) -> Result<bool, Error> {
    let since = since.map(Stamp::ms);
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE account SET dead_since = $1
         WHERE organisation = $2 AND account = $3 AND (dead_since IS NULL) <> ($4)")
        .bind(since).bind(organisation.as_str()).bind(name.as_str()).bind(since.is_none())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Forgets what failed: a new token stands, and the next turn tries it at once.
///
/// # Errors
/// As the database.
pub async fn wake(tx: &mut Tx, organisation: &OrganisationId, name: &AccountName) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE account SET failures = 0, retry_at = 0, trouble = NULL, dead_since = NULL
         WHERE organisation = $1 AND account = $2")
        .bind(organisation.as_str()).bind(name.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}
