//! Finds private addresses. Never surer than medium, except where the address is of somebody who is
//! said to be protected: then it must not stand in public a minute longer.

use super::home::{Around, Link};
use super::shape::place;
use super::words::Words;
use crate::detect::contract::{Detector, Found, Look, Sighting};
use crate::detect::lists::{Error, Lists};
use crate::detect::normalise::Normalised;
use crate::detect::reason::Reason;
use crate::detect::terms::Terms;
use crate::detect::unicode::is_letter;
use crate::model::{Confidence, Kind, Place};

/// Finds addresses where somebody lives.
pub(in crate::detect) struct Addresses {
    words: Words,
    homes: Terms,
    /// The municipality's own, letters and digits only.
    own: Vec<Vec<u8>>,
}

impl Addresses {
    /// Takes the lists of streets and homes, and the municipality's own addresses.
    ///
    /// # Errors
    /// Names the list and the line that cannot be used.
    pub(in crate::detect) fn new(lists: &Lists) -> Result<Self, Error> {
        let own = lists.own_addresses.iter().map(|own| bare(Normalised::new(own).low())).collect();
        Ok(Self { words: Words::new(lists)?, homes: Terms::of(&[("addresses.txt", &lists.addresses)])?, own })
    }
}

impl Detector for Addresses {
    fn look(&self, look: &Look<'_>, found: &mut Found) {
        // A handle has no words around a number.
        if look.place == Place::Handle {
            return;
        }
        let mut homes = None;
        let mut after = 0;
        for run in look.numbers.runs() {
            let Some(place) = place(look, &self.words, run) else { continue };
            if place.at.start < after || found.is_claimed(&place.at) || self.is_own(look, &place.door) {
                continue;
            }
            // The words of a home are looked for once, and only where something looks like an address.
            let homes = homes.get_or_insert_with(|| self.homes.search(look.text));
            let around = Around { look, words: &self.words, homes, names_person: found.holds(Kind::Cpr) };
            let Some(link) = around.link(&place) else { continue };
            after = place.at.end;
            found.add(sighting(place.at, link));
        }
    }
}

impl Addresses {
    fn is_own(&self, look: &Look<'_>, door: &std::ops::Range<usize>) -> bool {
        !self.own.is_empty() && self.own.contains(&bare(look.text.slice(door.clone())))
    }
}

fn sighting(at: std::ops::Range<usize>, link: Link) -> Sighting {
    let (kind, confidence) = if link == Link::Hidden {
        (Kind::ProtectedAddress, Confidence::High)
    } else {
        (Kind::Address, Confidence::Medium)
    };
    let (rule, reason) = match link {
        Link::Lives => ("address.lives", Reason::AddressLives),
        Link::Person => ("address.person", Reason::AddressPerson),
        Link::Dwelling => ("address.dwelling", Reason::AddressDwelling),
        Link::Hidden => ("address.protected", Reason::AddressProtected),
    };
    Sighting { at, kind, confidence, rule, reason }
}

/// Letters and digits only: `Rådhuspladsen 1`, `rådhuspladsen, 1.`.
fn bare(text: &[u8]) -> Vec<u8> {
    text.iter().copied().filter(|byte| is_letter(*byte) || byte.is_ascii_digit()).collect()
}
