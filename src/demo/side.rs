//! One network as a server: it hears a request, lets a fault strike before or after, writes the
//! history and answers.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Response;
use tokio_util::sync::CancellationToken;

use super::conduct::Conduct;
use super::entry::{By, Gone, Kind};
use super::fault::{Faults, Refusal};
use super::happening::{Log, Request as Asked};
use super::hooks::{Hooks, What};
use super::late::Late;
use super::listener::{Cut, Loopback};
use super::tongue::{Desk, Tongue};
use super::wire::{self, Ask, Told};
use super::world::World;
use super::writing::Writing;
use super::{Call, Fault, Network, Truth, throttling};
use crate::model::{Clock, Deed, Stamp};

/// One network, shared by its server and the town.
pub(super) struct Side {
    pub(super) network: Network,
    pub(super) clock: Arc<dyn Clock>,
    inner: Mutex<Inner>,
}

/// Everything that one network knows.
pub(super) struct Inner {
    pub(super) world: World,
    pub(super) tongue: Box<dyn Tongue>,
    pub(super) faults: Faults,
    pub(super) late: Late,
    pub(super) conduct: Conduct,
    pub(super) hooks: Hooks,
    pub(super) log: Log,
    /// Nobody answers.
    pub(super) is_down: bool,
    /// When a token dies, as it was set.
    pub(super) token_ends: Vec<Stamp>,
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
    pub(super) fn new(network: Network, clock: Arc<dyn Clock>, tongue: Box<dyn Tongue>, seed: u64) -> Self {
        let inner = Inner {
            world: World::default(),
            tongue,
            faults: Faults::new(seed),
            late: Late::new(seed),
            conduct: Conduct::default(),
            hooks: Hooks::new(seed),
            log: Log::default(),
            is_down: false,
            token_ends: Vec::new(),
        };
        Self { network, clock, inner: Mutex::new(inner) }
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
        let Inner { world, tongue, conduct, .. } = &mut *inner;
        world.turn_to(now);
        let (call, about) = tongue.call(world, ask);
        let entry = about.as_deref().and_then(|id| world.find(id)).map(|at| world.get(at));
        conduct.called(call, entry, now);
        let heard = if inner.is_down { Heard::Cut } else { inner.treat(self.network, call, ask, now) };
        let status = if let Heard::Answer(told) = &heard { Some(told.status) } else { None };
        inner.log.request(Asked { at: now, network: self.network, call, about, status });
        heard
    }
}

impl Inner {
    /// The limit first, then what a fault does before or after, then what is asked.
    fn treat(&mut self, network: Network, call: Call, ask: &Ask, now: Stamp) -> Heard {
        self.end_token(now);
        if let Err(refused) = self.tongue.spend(call, ask, now) {
            self.conduct.refused(now);
            return Heard::Answer(self.seal(refused, ask, now));
        }
        let fault = self.faults.draw(call);
        self.conduct.told(call, fault, now);
        let told = match fault {
            Some(Fault::BadGateway | Fault::Dropped) => Told::bad_gateway(),
            Some(Fault::ThrottledAs(how, wait)) => how.told(now, wait),
            Some(fault) if let Some(refusal) = fault.refusal() => self.tongue.refuse(refusal, now),
            _ => {
                let before = self.log.effects.len();
                let Self { world, tongue, log, .. } = self;
                let told = tongue.answer(&mut Desk { network, world, effects: &mut log.effects, now }, ask);
                self.tell_of_ours(before, now);
                told
            }
        };
        let told = self.seal(told, ask, now);
        match fault {
            Some(Fault::Dropped | Fault::AnswerLost) => Heard::Cut,
            Some(Fault::Slow) => Heard::Silence,
            Some(Fault::Truncated) => Heard::Answer(told.truncated()),
            Some(Fault::RefusedAfterSuccess) if told.status < 300 => {
                let refused = self.tongue.refuse(Refusal::AfterSuccess, now);
                Heard::Answer(self.seal(refused, ask, now))
            }
            Some(Fault::Doubled) => Heard::Answer(self.serve(told.disturbed(wire::doubled))),
            Some(Fault::Reordered) => Heard::Answer(self.serve(told.disturbed(|list| wire::reordered(list)))),
            Some(Fault::Shifted) => {
                let told = self.serve(told);
                self.shift(&told.shows, now);
                Heard::Answer(told)
            }
            _ => Heard::Answer(self.serve(told)),
        }
    }

    /// The token dies at its time.
    pub(super) fn end_token(&mut self, now: Stamp) {
        let planned = self.token_ends.len();
        self.token_ends.retain(|ends| *ends > now);
        if self.token_ends.len() < planned {
            self.tongue.expire_token();
        }
    }

    /// What stands on every answer of this network.
    fn seal(&self, told: Told, ask: &Ask, now: Stamp) -> Told {
        self.tongue.sign(told, ask).unless_said("date", &throttling::http_date(now))
    }

    /// Webhooks tell of what we do too.
    fn tell_of_ours(&mut self, since: usize, now: Stamp) {
        let done: Vec<_> =
            self.log.effects.iter().skip(since).map(|one| (one.deed, one.id.clone())).collect();
        for (deed, id) in done {
            let Some(at) = self.world.find(&id) else { continue };
            match deed {
                Deed::Hide => self.tell(at, What::Hidden, now),
                Deed::Unhide => self.tell(at, What::Shown, now),
                Deed::Delete => self.tell(at, What::Removed, now),
                Deed::Reply => {
                    let newest = self.world.answers(at).iter().copied().max();
                    if let Some(reply) = newest {
                        self.tell(reply, What::Added, now);
                    }
                }
            }
        }
    }

    /// Something happened: a webhook tells of it, where somebody wants them.
    pub(super) fn tell(&mut self, at: usize, what: What, now: Stamp) {
        if self.hooks.is_wanted()
            && let Some(change) = self.tongue.change(&self.world, at, what)
        {
            self.hooks.note(now, change);
        }
    }

    /// Notes what a list shows.
    fn serve(&mut self, told: Told) -> Told {
        for at in &told.shows {
            self.world.get_mut(*at).is_served = true;
        }
        told
    }

    /// The first thing on the list goes, and another comes under the same root.
    fn shift(&mut self, shown: &[usize], now: Stamp) {
        let Self { world, tongue, .. } = self;
        let of_citizens = |at: &usize| world.get(*at).by == By::Citizen && world.get(*at).gone.is_none();
        let Some(first) = shown.iter().copied().find(of_citizens) else { return };
        let (root, name) = (world.get(first).root, world.get(first).name.clone());
        tongue.end(world, first, Gone::ByAuthor);
        if let Some(root) = root.filter(|root| world.get(*root).gone.is_none()) {
            let mut writing = Writing::of_citizen(Kind::Comment, &name, "Nu skriver jeg noget andet", now);
            (writing.root, writing.parent) = (Some(root), Some(root));
            let at = tongue.write(world, &writing);
            world.get_mut(at).truth = Some(Truth::Question);
            self.tell(at, What::Added, now);
        }
        self.tell(first, What::Removed, now);
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
