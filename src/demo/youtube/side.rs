//! Our channel as a side of the town.

use url::Url;

use super::channel::Channel;
use super::errors;
use crate::demo::entry::Gone;
use crate::demo::fault::Refusal;
use crate::demo::happening::Call;
use crate::demo::tongue::{Customs, Desk, Made, OUR_NAME, Tongue};
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::writing::Writing;
use crate::demo::{Access, Network};
use crate::model::Stamp;
use crate::platform::Secrets;

/// Its line in the list of sides.
pub(in crate::demo) const SIDE: Made =
    Made { network: Network::YouTube, make: |seed| Box::new(Channel::new(OUR_NAME, seed)) };

impl Tongue for Channel {
    fn page(&self) -> String {
        self.id.clone()
    }

    fn secrets(&self) -> Secrets {
        self.consent.secrets()
    }

    /// Tokens are exchanged here too, and nobody but us knows how many units there are.
    fn options(&self, at: &Url) -> toml::Table {
        let tokens = at.join("token").map_or_else(|_| at.to_string(), |tokens| tokens.to_string());
        toml::Table::from_iter([
            ("token_url".to_owned(), toml::Value::String(tokens)),
            ("units_a_day".to_owned(), toml::Value::Integer(self.units.a_day.into())),
        ])
    }

    fn customs(&self) -> Customs {
        Customs::default()
    }

    fn write(&mut self, world: &mut World, writing: &Writing<'_>) -> usize {
        let entry = self.entry(world, writing);
        world.add(entry)
    }

    fn end(&mut self, world: &mut World, at: usize, gone: Gone) {
        Self::end_with_replies(world, at, gone);
    }

    fn call(&self, world: &World, ask: &Ask) -> (Call, Option<String>) {
        Self::purpose(world, ask)
    }

    fn answer(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Told {
        self.respond(desk, ask)
    }

    /// An access token that a fault declares dead is dead.
    fn refuse(&mut self, refusal: Refusal, _now: Stamp) -> Told {
        if refusal == Refusal::TokenExpired {
            self.consent.expire();
        }
        errors::refusal(refusal)
    }

    fn spend(&mut self, _call: Call, ask: &Ask, now: Stamp) -> Result<(), Told> {
        self.units.spend(ask, now)
    }

    fn set_quota(&mut self, most: u32) {
        self.units.a_day = most;
    }

    fn expire_token(&mut self) {
        self.consent.give_anew();
    }

    fn set_access(&mut self, access: Access) {
        self.consent.access = access;
    }
}
