//! The hook as a router: one path a network, and a word for the monitor. `app` builds it from the
//! configuration.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc};
use tokio_util::sync::CancellationToken;

use super::counts::Counts;
use super::hear::Ear;
use super::pages::Pages;
use super::receive::{receive, shake_hands};
use super::server::{self, Door};
use super::wire::Delivery;
use super::writer::{Call, Writer};
use super::{Keys, Network, Settings};
use crate::model::{Clock, OrganisationId};
use crate::store::Db;
use crate::store::hint::Hint;

/// So many of the largest bodies may be in memory at once.
const BODIES: usize = 16;
/// How often the counts are written to the log, if they moved.
const LOGGED: Duration = Duration::from_mins(1);

/// The hook.
pub struct Hook {
    rooms: Vec<Arc<Room>>,
    shared: Arc<Shared>,
    door: Door,
}

/// One network's end of it.
pub(super) struct Room {
    pub(super) network: Network,
    pub(super) keys: Keys,
    pub(super) shared: Arc<Shared>,
}

/// What all calls share.
pub(super) struct Shared {
    pub(super) pages: Pages,
    pub(super) most_bytes: usize,
    pub(super) deadline: Duration,
    pub(super) oldest: Duration,
    pub(super) counts: Arc<Counts>,
    pub(super) memory: Arc<Semaphore>,
    pub(super) queue: mpsc::Sender<Call>,
    pub(super) clock: Arc<dyn Clock>,
    is_well: Arc<AtomicBool>,
}

impl Room {
    /// What a verified body says; `None` when it is no webhook.
    pub(super) fn hear(&self, body: &[u8]) -> Option<Vec<(OrganisationId, Hint)>> {
        let shared = &self.shared;
        let delivery: Delivery<'_> = serde_json::from_slice(body).ok()?;
        let ear = Ear {
            network: self.network,
            keys: &self.keys,
            pages: &shared.pages,
            oldest: shared.oldest,
            counts: &shared.counts,
        };
        Some(ear.hear(&delivery, shared.clock.now()))
    }
}

impl Hook {
    /// A hook that does not listen yet, and the writer without which no call is answered.
    #[must_use]
    pub fn new(settings: Settings, db: Db, clock: Arc<dyn Clock>) -> (Self, Writer) {
        let (queue, calls) = mpsc::channel(settings.queue);
        let counts = Arc::<Counts>::default();
        let is_well = Arc::new(AtomicBool::new(true));
        let writer = Writer {
            db,
            clock: Arc::clone(&clock),
            calls,
            counts: Arc::clone(&counts),
            is_well: Arc::clone(&is_well),
        };
        let shared = Arc::new(Shared {
            pages: Pages::new(settings.pages),
            most_bytes: settings.most_bytes,
            deadline: settings.deadline,
            oldest: settings.oldest,
            counts,
            memory: Arc::new(Semaphore::new(settings.most_bytes.saturating_mul(BODIES))),
            queue,
            clock,
            is_well,
        });
        let rooms = settings.channels.iter().map(|channel| {
            let (network, keys) = (channel.network, Keys::new(channel));
            Arc::new(Room { network, keys, shared: Arc::clone(&shared) })
        });
        let door = Door { at_once: settings.at_once, deadline: settings.deadline };
        (Self { rooms: rooms.collect(), shared, door }, writer)
    }

    /// What came so far.
    #[must_use]
    pub fn counts(&self) -> Arc<Counts> {
        Arc::clone(&self.shared.counts)
    }

    /// The hints that this body would leave, had the network signed it and called.
    #[must_use]
    pub fn hear(&self, network: Network, body: &[u8]) -> Vec<(OrganisationId, Hint)> {
        let room = self.rooms.iter().find(|room| room.network == network);
        room.and_then(|room| room.hear(body)).unwrap_or_default()
    }

    /// The paths. Whatever else is asked for is not there.
    pub fn router(&self) -> Router {
        let health = get(health).with_state(Arc::clone(&self.shared));
        self.rooms.iter().fold(Router::new().route("/health", health), |router, room| {
            let methods = get(shake_hands).post(receive).with_state(Arc::clone(room));
            router.route(room.network.path(), methods)
        })
    }

    /// Listens until told to stop; calls under way are finished, and stored.
    pub async fn serve(self, writer: Writer, listener: TcpListener, stop: CancellationToken) {
        let (router, counts, door) = (self.router(), self.counts(), self.door);
        // The writer ends when the last that could bring it anything is gone: the router.
        drop(self);
        let served = server::listen(listener, router, door, Arc::clone(&counts), stop);
        let both = async { tokio::join!(served, writer.run()) };
        tokio::select! {
            _ = both => {}
            () = log(&counts) => {}
        }
        counts.log();
    }
}

async fn log(counts: &Counts) {
    let mut before = (0, 0);
    loop {
        tokio::time::sleep(LOGGED).await;
        let now = (counts.calls.get(), counts.slow.get());
        if now != before {
            counts.log();
            before = now;
        }
    }
}

/// `GET /health`: whether the last hints were stored, and the counts. A proxy passes only the
/// networks' paths on.
async fn health(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    let is_well = shared.is_well.load(Ordering::Relaxed);
    let status = if is_well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(serde_json::json!({"is_well": is_well, "counts": *shared.counts})))
}
