//! A database of either engine: `SQLite` embedded, or `PostgreSQL` when several machines share the work.

use std::borrow::Cow;
use std::os::unix::fs::OpenOptionsExt;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Postgres, Sqlite, Transaction};

use super::Error;

/// How long a statement waits for another writer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Before it, a WAL reset could corrupt a database with two connections.
const SQLITE_LEAST: [u32; 3] = [3, 51, 3];

/// Which of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// Inquiries, tasks, audit.
    Main,
    /// Wrapped data keys; never part of the ordinary backup.
    Keys,
}

/// Which engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// An open database.
#[derive(Clone, Debug)]
pub enum Db {
    /// One connection that writes, several that can only read.
    Sqlite {
        /// `BEGIN IMMEDIATE` on one connection: writers wait here instead of failing there.
        write: SqlitePool,
        /// `query_only` connections.
        read: SqlitePool,
    },
    /// One pool.
    Postgres(PgPool),
}

/// A transaction on either engine. Every query takes one, so every write can stand beside its
/// audit line.
#[derive(Debug)]
pub enum Tx {
    /// On `SQLite`.
    Sqlite(Transaction<'static, Sqlite>),
    /// On `PostgreSQL`.
    Postgres(Transaction<'static, Postgres>),
}

/// Writes a query once; the body is type-checked for each driver.
macro_rules! on {
    ($tx:expr, $conn:ident => $body:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::store::Tx::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}

impl Db {
    /// Opens `sqlite:PATH` (made if it is not there) or `postgres://…` and brings its schema up to
    /// date, one transaction a migration.
    ///
    /// # Errors
    /// [`Error::Address`], [`Error::Unavailable`], [`Error::Newer`] or [`Error::Migration`].
    pub async fn open(address: &str, schema: Schema) -> Result<Self, Error> {
        let db = Self::connect(address).await?;
        db.migrate(schema).await?;
        Ok(db)
    }

    /// Opens a main database that is there already, only to insert hints: it makes and migrates
    /// nothing, so a user that may do nothing else will do.
    ///
    /// # Errors
    /// [`Error::Address`], [`Error::Unavailable`], or [`Error::Refused`] when the user may not insert
    /// or the schema is older than hints.
    pub async fn open_to_hint(address: &str) -> Result<Self, Error> {
        if let Some(path) = address.strip_prefix("sqlite:")
            && !std::path::Path::new(path).exists()
        {
            return Err(Error::Unavailable(format!("{path}: start the worker or the desk first")));
        }
        let db = Self::connect(address).await?;
        super::hint::try_insert(&db).await?;
        Ok(db)
    }

    async fn connect(address: &str) -> Result<Self, Error> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(address).map_err(|_| {
                Error::Address("the address of the PostgreSQL database is not valid".to_owned())
            })?;
            // What is answered "heard" or noted as an intent must stand after a power cut, whatever the server's
            // own default is.
            let options = options.options([("synchronous_commit", "on")]);
            let pool =
                PgPoolOptions::new().max_connections(8).acquire_timeout(PATIENCE).connect_with(options);
            Ok(Self::Postgres(pool.await.map_err(|error| match error {
                // The pool tries again until its patience is over, and then says only that.
                sqlx::Error::PoolTimedOut => Error::Unavailable("no connection".to_owned()),
                other => Error::from(other),
            })?))
        } else if let Some(path) = address.strip_prefix("sqlite:") {
            Self::open_sqlite(path).await
        } else {
            Err(Error::Address("a database address starts with sqlite: or postgres://".to_owned()))
        }
    }

    async fn open_sqlite(path: &str) -> Result<Self, Error> {
        // Nobody else on the machine reads it; its log and index files take the same mode.
        let made =
            std::fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
        made.map_err(|cause| Error::Unavailable(format!("{path}: {}", cause.kind())))?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .pragma("secure_delete", "ON")
            // No statement text or row of ours is ever spilt to a file outside the database.
            .pragma("temp_store", "MEMORY");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE * 2)
            .connect_with(options.clone())
            .await?;
        let (version,): (String,) = sqlx::query_as("SELECT sqlite_version()").fetch_one(&write).await?;
        let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
        if parts.as_slice() < SQLITE_LEAST.as_slice() {
            return Err(Error::Unavailable(format!("SQLite {version} can corrupt a database")));
        }
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(PATIENCE)
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Self::Sqlite { write, read })
    }

    async fn migrate(&self, schema: Schema) -> Result<(), Error> {
        let migrator = Migrator::with_migrations(migrations(schema));
        let result = match self {
            Self::Sqlite { write, .. } => migrator.run(write).await,
            Self::Postgres(pool) => migrator.run(pool).await,
        };
        result.map_err(|error| match error {
            sqlx::migrate::MigrateError::VersionMissing(version) => Error::Newer(version),
            sqlx::migrate::MigrateError::VersionMismatch(version) => {
                Error::Migration(format!("migration {version} is not the one that was applied"))
            }
            sqlx::migrate::MigrateError::Execute(cause) => Error::from(cause),
            sqlx::migrate::MigrateError::ExecuteMigration(_, version) => {
                Error::Migration(format!("in migration {version}"))
            }
            _ => Error::Migration("unknown cause".to_owned()),
        })
    }

    /// Which engine it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Begins a transaction that writes.
    ///
    /// # Errors
    /// [`Error::Busy`] when another writer holds the database too long.
    pub async fn write(&self) -> Result<Tx, Error> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin_with("BEGIN").await?),
        })
    }

    /// Begins a transaction that can only read. Close it within five seconds: an open reader keeps
    /// deleted words in the write-ahead log.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn read(&self) -> Result<Tx, Error> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(read.begin_with("BEGIN DEFERRED").await?),
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// Writes the log back and empties it. `true` when nothing deleted is left in the files of this
    /// database; always `false` on `PostgreSQL`, which keeps deleted bytes in its log and dead pages.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn checkpoint(&self) -> Result<bool, Error> {
        match self {
            Self::Sqlite { write, .. } => {
                let (busy, _, _): (i64, i64, i64) =
                    sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(write).await?;
                Ok(busy == 0)
            }
            Self::Postgres(_) => Ok(false),
        }
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes it last.
    ///
    /// # Errors
    /// [`Error::Busy`] or [`Error::Unavailable`]; then nothing of it was done.
    pub async fn commit(self) -> Result<(), Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

fn migrations(schema: Schema) -> Vec<Migration> {
    let list: &[(i64, &str, &'static str)] = match schema {
        Schema::Main => &[
            (1, "start", include_str!("../../migrations/0001_start.sql")),
            (2, "nothing missed", include_str!("../../migrations/0002_nothing_missed.sql")),
            (3, "rules on trial", include_str!("../../migrations/0003_rules_on_trial.sql")),
            (4, "mailboxes", include_str!("../../migrations/0004_mailboxes.sql")),
            (5, "acting", include_str!("../../migrations/0005_acting.sql")),
            (6, "desk", include_str!("../../migrations/0006_desk.sql")),
            (7, "reach", include_str!("../../migrations/0007_reach.sql")),
            (8, "afterwards", include_str!("../../migrations/0008_afterwards.sql")),
            (9, "gate", include_str!("../../migrations/0009_gate.sql")),
            (10, "login", include_str!("../../migrations/0010_login.sql")),
            (11, "pages", include_str!("../../migrations/0011_pages.sql")),
            (12, "api", include_str!("../../migrations/0012_api.sql")),
            (13, "open", include_str!("../../migrations/0013_open.sql")),
        ],
        Schema::Keys => &[(1, "start", include_str!("../../migrations/keys/0001_start.sql"))],
    };
    list.iter()
        .map(|(version, name, sql)| {
            Migration::new(
                *version,
                Cow::Borrowed(*name),
                MigrationType::Simple,
                sqlx::SqlSafeStr::into_sql_str(*sql),
                false,
            )
        })
        .collect()
}
