//! What can go wrong in a database, told apart by what somebody does about it.

/// A driver's own text can quote a value, so it is never carried: only its code.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another writer holds it: try again soon.
    #[error("the database is busy")]
    Busy,
    /// No connection, or no room left on the disk.
    #[error("the database cannot be reached or written ({0})")]
    Unavailable(String),
    /// The schema is newer than this binary.
    #[error(
        "the database was written by a newer version of ordstyrer (schema {0}): start that version, or restore the backup from before the upgrade"
    )]
    Newer(i64),
    /// A migration did not go through; the database is as it was before it.
    #[error("a migration of the database failed ({0}); nothing was changed")]
    Migration(String),
    /// A row says something that this version cannot understand.
    #[error("a row in {table} has an unknown {column}")]
    Unreadable {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// The address of the database is not one we know.
    #[error("{0}")]
    Address(String),
    /// Anything else: a mistake of ours.
    #[error("the database refused a statement (code {0})")]
    Refused(String),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(inner) => {
                let code = inner.code().map(std::borrow::Cow::into_owned).unwrap_or_default();
                match code.as_str() {
                    // SQLITE_BUSY and its extended codes; PostgreSQL serialisation and lock failures.
                    "5" | "261" | "517" | "6" | "262" | "40001" | "40P01" | "55P03" => Self::Busy,
                    // SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN; PostgreSQL disk full, shutting down.
                    "13" | "10" | "14" | "53100" | "57P01" | "57P02" | "57P03" => {
                        Self::Unavailable(format!("code {code}"))
                    }
                    _ => Self::Refused(code),
                }
            }
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::PoolClosed => Self::Unavailable("closed".to_owned()),
            sqlx::Error::Io(cause) => Self::Unavailable(cause.kind().to_string()),
            sqlx::Error::Tls(_) => Self::Unavailable("tls".to_owned()),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Refused("decode".to_owned()),
            _ => Self::Refused("driver".to_owned()),
        }
    }
}
