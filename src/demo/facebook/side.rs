//! Our page as a side of the town.

use serde_json::Value;

use super::event;
use super::page::{KIND, Page};
use crate::demo::entry::{Gone, Kind};
use crate::demo::fault::Refusal;
use crate::demo::happening::Call;
use crate::demo::hooks::What;
use crate::demo::meta::errors;
use crate::demo::tongue::{Customs, Desk, Made, OUR_NAME, Tongue};
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::writing::Writing;
use crate::demo::{Access, Network};
use crate::model::Stamp;
use crate::platform::Secrets;

/// Its line in the list of sides.
pub(in crate::demo) const SIDE: Made =
    Made { network: Network::Facebook, make: |seed| Box::new(Page::new(OUR_NAME, seed)) };

impl Tongue for Page {
    fn page(&self) -> String {
        self.id.clone()
    }

    fn secrets(&self) -> Secrets {
        Secrets::token(self.tokens.now().into())
    }

    fn customs(&self) -> Customs {
        Customs {
            visits: true,
            mentions: true,
            quotes: Some(Kind::Mention),
            writers_set_the_time: false,
            nameless: true,
            private: false,
        }
    }

    fn write(&mut self, world: &mut World, writing: &Writing<'_>) -> usize {
        let entry = self.entry(world, writing);
        world.add(entry)
    }

    /// A comment takes its replies with it.
    fn end(&mut self, world: &mut World, at: usize, gone: Gone) {
        Self::end_with_replies(world, at, gone);
    }

    fn call(&self, world: &World, ask: &Ask) -> (Call, Option<String>) {
        self.purpose(world, ask)
    }

    fn answer(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Told {
        self.respond(desk, ask)
    }

    fn refuse(&mut self, refusal: Refusal, _now: Stamp) -> Told {
        errors::refusal(refusal, &self.id, KIND)
    }

    fn spend(&mut self, _call: Call, _ask: &Ask, now: Stamp) -> Result<(), Told> {
        self.usage.spend(now).map_err(|over| errors::used_up(over, &self.id, KIND))
    }

    fn sign(&self, told: Told, _ask: &Ask) -> Told {
        self.usage.sign(told, &self.id, KIND.name)
    }

    fn set_quota(&mut self, most: u32) {
        self.usage.set_most(most);
    }

    fn hook_object(&self) -> Option<&'static str> {
        Some("page")
    }

    fn change(&self, world: &World, at: usize, what: What) -> Option<Value> {
        event::change(self, world, at, what)
    }

    fn expire_token(&mut self) {
        self.tokens.expire();
    }

    fn set_access(&mut self, access: Access) {
        self.tokens.access = access;
    }
}
