//! One network as a server: it hears a request, lets a fault strike before or after, writes the
//! history and answers.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Response;
use tokio_util::sync::CancellationToken;

use super::fault::Faults;
use super::happening::{Log, Request as Asked};
use super::listener::{Cut, Loopback};
use super::tongue::{Desk, Tongue};
use super::wire::{Ask, Told};
use super::world::World;
use super::{Fault, Network};
use crate::model::Clock;

/// One network, shared by its server and the town.
pub(super) struct Side {
    pub(super) network: Network,
    pub(super) clock: Arc<dyn Clock>,
    inner: Mutex<Inner>,
}

/// Everything that one network knows.
pub(super) struct Inner {
    pub(super) world: World,
    pub(super) tongue: Tongue,
    pub(super) faults: Faults,
    pub(super) log: Log,
}

/// How a request ends.
enum Heard {
    Answer(Told),
    /// The connection closes without a byte.
    Cut,
    /// No answer until the caller goes away.
    Silence,
}

impl Side {
    pub(super) fn new(network: Network, clock: Arc<dyn Clock>, tongue: Tongue, seed: u64) -> Self {
        let (world, faults, log) = (World::default(), Faults::new(seed), Log::default());
        Self { network, clock, inner: Mutex::new(Inner { world, tongue, faults, log }) }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Serves until `town` ends.
    pub(super) async fn serve(self: Arc<Self>, listener: Loopback, town: CancellationToken) {
        let router = Router::new().fallback(handle).with_state(self);
        let service = router.into_make_service_with_connect_info::<Cut>();
        let serving = axum::serve(listener, service).into_future();
        // axum accepts for ever: the only end is the town's.
        if let Some(Err(error)) = town.run_until_cancelled(serving).await {
            tracing::error!(%error, "the town's server ended");
        }
    }

    fn hear(&self, ask: &Ask) -> Heard {
        let now = self.clock.now();
        let mut inner = self.lock();
        let Inner { world, tongue, faults, log } = &mut *inner;
        let (call, about) = tongue.call(world, ask);
        let fault = faults.draw(call);
        let told = match fault {
            Some(fault) if !fault.is_applied() => tongue.fail(fault, now),
            _ => tongue.answer(&mut Desk { world, effects: &mut log.effects, now }, ask),
        };
        let heard = match fault {
            Some(Fault::Dropped | Fault::AnswerLost) => Heard::Cut,
            Some(Fault::Slow) => Heard::Silence,
            Some(Fault::Truncated) => Heard::Answer(told.truncated()),
            _ => {
                for at in &told.shows {
                    world.get_mut(*at).is_served = true;
                }
                Heard::Answer(told)
            }
        };
        let status = if let Heard::Answer(told) = &heard { Some(told.status) } else { None };
        log.request(Asked { at: now, network: self.network, call, about, status });
        heard
    }
}

async fn handle(
    State(side): State<Arc<Side>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
) -> Response<Body> {
    let Some(ask) = Ask::read(request).await else {
        return Told::json(400, &serde_json::json!({"error": "InvalidRequest"})).into_response();
    };
    match side.hear(&ask) {
        Heard::Answer(told) => told.into_response(),
        Heard::Cut => {
            cut.now();
            Response::new(Body::empty())
        }
        Heard::Silence => std::future::pending().await,
    }
}
