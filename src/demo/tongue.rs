//! One network's own way to speak: what the server, the writers and the faults need of each, and the
//! list of those that the town has.

use serde_json::Value;
use url::Url;

use super::entry::{Gone, Kind};
use super::fault::Refusal;
use super::happening::{Call, Effect};
use super::hooks::What;
use super::wire::{Ask, Told};
use super::world::World;
use super::writing::Writing;
use super::{Access, Network, bluesky, facebook, instagram, mastodon, youtube};
use crate::model::{Deed, Stamp};
use crate::platform::Secrets;

/// Every side there is: a new one is a folder, its `mod` line and a line here.
pub(super) const SIDES: &[Made] =
    &[facebook::SIDE, instagram::SIDE, mastodon::SIDE, bluesky::SIDE, youtube::SIDE];

/// What we are called everywhere.
pub(super) const OUR_NAME: &str = "Lilleby Kommune";

/// How one network's side is made.
pub(super) struct Made {
    pub(super) network: Network,
    /// For this seed.
    pub(super) make: fn(u64) -> Box<dyn Tongue>,
}

/// What people can do on a network besides commenting on our posts.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a custom of its own, and networks mix them")]
pub(super) struct Customs {
    /// They post on our page.
    pub(super) visits: bool,
    /// They name us in posts of their own.
    pub(super) mentions: bool,
    /// What a post is that shares ours with words of its own; `None` where nobody tells us of it.
    pub(super) quotes: Option<Kind>,
    /// The writer's app or server sets the time.
    pub(super) writers_set_the_time: bool,
    /// The author is left out where the profile is private.
    pub(super) nameless: bool,
    /// Private messages stand among the others.
    pub(super) private: bool,
}

/// What a request may look at and change.
pub(super) struct Desk<'a> {
    pub(super) network: Network,
    pub(super) world: &'a mut World,
    pub(super) effects: &'a mut Vec<Effect>,
    pub(super) now: Stamp,
}

impl Desk<'_> {
    /// Notes what was done to an entry.
    pub(super) fn note(&mut self, deed: Deed, at: usize) {
        let entry = self.world.get(at);
        let (id, version) = (entry.id.clone(), entry.version);
        self.effects.push(Effect { at: self.now, network: self.network, deed, id, version });
    }
}

/// One network's own way to speak.
pub(super) trait Tongue: Send {
    /// What an adapter is told about us: the page's number, the account's id or handle.
    fn page(&self) -> String;

    /// What an adapter signs in with.
    fn secrets(&self) -> Secrets;

    /// What an adapter must be told besides, of a network that answers at this address.
    fn options(&self, _at: &Url) -> toml::Table {
        toml::Table::new()
    }

    /// What people can do there.
    fn customs(&self) -> Customs;

    /// Adds what somebody wrote.
    fn write(&mut self, world: &mut World, writing: &Writing<'_>) -> usize;

    /// Its author changes the words.
    fn rewrite(&mut self, world: &mut World, at: usize, words: &str, now: Stamp) {
        world.rewrite(at, words, now);
    }

    /// It is deleted.
    fn end(&mut self, world: &mut World, at: usize, gone: Gone);

    /// Somebody likes it: of no interest where a like shows nowhere in what we read.
    fn like(&mut self, _world: &World, _at: usize, _author: &str, _now: Stamp) {}

    /// What the request is for, and about which id, before anything is done.
    fn call(&self, world: &World, ask: &Ask) -> (Call, Option<String>);

    /// Does it and answers.
    fn answer(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Told;

    /// A refusal in the network's own words and shape.
    fn refuse(&mut self, refusal: Refusal, now: Stamp) -> Told;

    /// Counts the call against the network's own limit; refused when that is reached.
    fn spend(&mut self, call: Call, ask: &Ask, now: Stamp) -> Result<(), Told>;

    /// Adds what every answer says of the limit.
    fn sign(&self, told: Told, _ask: &Ask) -> Told {
        told
    }

    /// Another limit from now on, in the network's own unit.
    fn set_quota(&mut self, most: u32);

    /// What the network's webhooks are about; `None` where it sends none.
    fn hook_object(&self) -> Option<&'static str> {
        None
    }

    /// What a webhook says of something that happened; `None` where it says nothing.
    fn change(&self, _world: &World, _at: usize, _what: What) -> Option<Value> {
        None
    }

    /// The token dies, and there is a new one.
    fn expire_token(&mut self);

    /// What our token may do from now on.
    fn set_access(&mut self, access: Access);

    /// Whether sign-ins are counted, where the network has sign-ins.
    fn limit_sign_ins(&mut self, _is_limited: bool) {}
}
