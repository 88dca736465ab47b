//! Our account as a side of the town.

use super::errors;
use super::repo::Repo;
use crate::demo::entry::{Gone, Kind};
use crate::demo::fault::Refusal;
use crate::demo::happening::Call;
use crate::demo::tongue::{Customs, Desk, Made, OUR_NAME, Tongue};
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::writing::Writing;
use crate::demo::{Access, Network, throttling};
use crate::model::Stamp;
use crate::platform::Secrets;

const HANDLE: &str = "lilleby.test";

/// Its line in the list of sides.
pub(in crate::demo) const SIDE: Made =
    Made { network: Network::Bluesky, make: |seed| Box::new(Repo::new(OUR_NAME, HANDLE, seed)) };

impl Tongue for Repo {
    fn page(&self) -> String {
        self.handle.clone()
    }

    fn secrets(&self) -> Secrets {
        Secrets::token(self.sessions.password.as_str().into())
    }

    fn customs(&self) -> Customs {
        Customs {
            visits: false,
            mentions: true,
            quotes: Some(Kind::Quote),
            writers_set_the_time: true,
            nameless: false,
            private: false,
        }
    }

    fn write(&mut self, world: &mut World, writing: &Writing<'_>) -> usize {
        self.post(world, writing)
    }

    /// Another record at the same place.
    fn rewrite(&mut self, world: &mut World, at: usize, words: &str, now: Stamp) {
        world.rewrite(at, words, now);
        self.rewritten(world, at);
    }

    fn end(&mut self, world: &mut World, at: usize, gone: Gone) {
        self.take_back(world, at, gone);
    }

    fn like(&mut self, world: &World, at: usize, author: &str, now: Stamp) {
        self.notices.like(world, at, author, now);
    }

    fn call(&self, _world: &World, ask: &Ask) -> (Call, Option<String>) {
        self.purpose(ask)
    }

    fn answer(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Told {
        self.respond(desk, ask)
    }

    /// An access token that a fault declares dead is dead.
    fn refuse(&mut self, refusal: Refusal, now: Stamp) -> Told {
        if refusal == Refusal::TokenExpired {
            self.sessions.expire();
        }
        errors::refusal(refusal, now)
    }

    fn spend(&mut self, _call: Call, _ask: &Ask, now: Stamp) -> Result<(), Told> {
        let (most, length) = (self.calls.most(), self.calls.length());
        let spent = self.calls.spend(now);
        spent.map_err(|used_up| errors::throttled(now, used_up.reset.since(now), most, length))
    }

    fn sign(&self, told: Told, _ask: &Ask) -> Told {
        let (most, length) = (self.calls.most(), self.calls.length());
        told.unless_said("ratelimit-limit", &most)
            .unless_said("ratelimit-remaining", &self.calls.left())
            .unless_said("ratelimit-reset", &throttling::epoch(self.calls.reset()))
            .unless_said("ratelimit-policy", &format!("{most};w={}", length.as_secs()))
    }

    fn set_quota(&mut self, most: u32) {
        self.calls.set_most(most);
    }

    fn expire_token(&mut self) {
        self.sessions.change_password();
    }

    fn set_access(&mut self, access: Access) {
        self.access = access;
        if access == Access::Revoked {
            self.sessions.revoke();
        }
    }

    fn limit_sign_ins(&mut self, is_limited: bool) {
        self.sessions.is_limited = is_limited;
    }
}
