//! Sessions on our own table: idle and absolute limits by our clock, the token hashed at rest.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tower_sessions::SessionStore;
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

use super::secret;
use super::signed::{SIGNATURE, Signature};
use crate::model::{Clock, Stamp};
use crate::store::{Db, session};

/// Without a request for so long, a session is over.
pub(super) const IDLE: Duration = Duration::from_hours(1);
/// However busy, it is over after so long.
const ABSOLUTE: Duration = Duration::from_hours(12);

/// The store behind tower-sessions. Its own idea of expiry is not used: it asks the machine's clock.
#[derive(Clone, Debug)]
pub(super) struct Sessions {
    pub(super) db: Db,
    pub(super) clock: Arc<dyn Clock>,
}

impl Sessions {
    fn expires_at(record: &Record, now: Stamp) -> Stamp {
        let signature = record.data.get(SIGNATURE).cloned().map(serde_json::from_value::<Signature>);
        let idle = now.later(IDLE);
        match signature {
            Some(Ok(signature)) => idle.min(signature.began.later(ABSOLUTE)),
            _ => idle,
        }
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let now = self.clock.now();
        let data = encode(record)?;
        let mut tx = self.db.write().await.map_err(backend)?;
        while !session::insert(&mut tx, &hash(&record.id), &data, Self::expires_at(record, now), now)
            .await
            .map_err(backend)?
        {
            record.id = Id::default();
        }
        tx.commit().await.map_err(backend)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let data = encode(record)?;
        let mut tx = self.db.write().await.map_err(backend)?;
        // One that was ended meanwhile, in another window, must not come back to life.
        let stands =
            session::update(&mut tx, &hash(&record.id), &data, Self::expires_at(record, self.clock.now()))
                .await
                .map_err(backend)?;
        if !stands {
            tracing::info!("a session was over before it could be saved");
        }
        tx.commit().await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let mut tx = self.db.read().await.map_err(backend)?;
        let Some(data) = session::get(&mut tx, &hash(id), self.clock.now()).await.map_err(backend)? else {
            return Ok(None);
        };
        let data = serde_json::from_slice(&data)
            .map_err(|_| Error::Decode("a session cannot be read".to_owned()))?;
        Ok(Some(Record { id: *id, data, expiry_date: OffsetDateTime::UNIX_EPOCH }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.db.write().await.map_err(backend)?;
        session::delete(&mut tx, &hash(id)).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}

fn hash(id: &Id) -> String {
    secret::digest(id.to_string().as_bytes())
}

fn encode(record: &Record) -> Result<Vec<u8>> {
    serde_json::to_vec(&record.data).map_err(|_| Error::Encode("a session cannot be written".to_owned()))
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
fn backend(error: crate::store::Error) -> Error {
    Error::Backend(error.to_string())
}
