//! Our account as a side of the town.

use super::errors;
use super::home::Home;
use crate::demo::entry::{Gone, Kind};
use crate::demo::fault::Refusal;
use crate::demo::happening::Call;
use crate::demo::throttling::iso;
use crate::demo::tongue::{Customs, Desk, Made, OUR_NAME, Tongue};
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::writing::Writing;
use crate::demo::{Access, Network};
use crate::model::Stamp;
use crate::platform::Secrets;

/// Its line in the list of sides.
pub(in crate::demo) const SIDE: Made =
    Made { network: Network::Mastodon, make: |seed| Box::new(Home::new(OUR_NAME, "lilleby", seed)) };

impl Tongue for Home {
    fn page(&self) -> String {
        self.id.clone()
    }

    fn secrets(&self) -> Secrets {
        Secrets::token(self.token.as_str().into())
    }

    fn customs(&self) -> Customs {
        Customs {
            visits: false,
            mentions: true,
            quotes: Some(Kind::Mention),
            writers_set_the_time: true,
            nameless: false,
            private: true,
        }
    }

    fn write(&mut self, world: &mut World, writing: &Writing<'_>) -> usize {
        self.add(world, writing)
    }

    fn end(&mut self, world: &mut World, at: usize, gone: Gone) {
        world.end(at, gone);
    }

    fn like(&mut self, _world: &World, at: usize, author: &str, now: Stamp) {
        self.notices.add("favourite", at, author, now);
    }

    fn call(&self, world: &World, ask: &Ask) -> (Call, Option<String>) {
        Self::purpose(world, ask)
    }

    fn answer(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Told {
        self.respond(desk, ask)
    }

    /// A token that a fault declares dead lives on: only a person could make another.
    fn refuse(&mut self, refusal: Refusal, now: Stamp) -> Told {
        errors::refusal(refusal, now, self.calls.most())
    }

    fn spend(&mut self, _call: Call, ask: &Ask, now: Stamp) -> Result<(), Told> {
        let window = if ask.bearer.is_some() { &mut self.calls } else { &mut self.strangers };
        let most = window.most();
        window.spend(now).map_err(|used_up| errors::throttled(used_up.reset, most))
    }

    fn sign(&self, told: Told, ask: &Ask) -> Told {
        let window = if ask.bearer.is_some() { &self.calls } else { &self.strangers };
        told.unless_said("x-ratelimit-limit", &window.most())
            .unless_said("x-ratelimit-remaining", &window.left())
            .unless_said("x-ratelimit-reset", &iso(window.reset()))
    }

    fn set_quota(&mut self, most: u32) {
        self.calls.set_most(most);
    }

    fn expire_token(&mut self) {
        self.expire();
    }

    fn set_access(&mut self, access: Access) {
        self.access = access;
    }
}
