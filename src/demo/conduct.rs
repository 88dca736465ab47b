//! How we behave towards a network: calls made though the limit was reached or before the time that
//! we were told to wait was over, and private messages that we touched. Every one is a broken promise.

use super::entry::Entry;
use super::{Call, Fault};
use crate::model::Stamp;

/// What is counted on one network.
#[derive(Default)]
pub(super) struct Conduct {
    exceeded: u64,
    touched: u64,
    /// When we may call again; signing in has a time of its own.
    closed: Stamp,
    sign_in_closed: Stamp,
}

impl Conduct {
    /// A call came in.
    pub(super) fn called(&mut self, call: Call, about: Option<&Entry>, now: Stamp) {
        let closed = if is_sign_in(call) { self.sign_in_closed } else { self.closed };
        self.exceeded += u64::from(now < closed);
        let reads_or_answers = matches!(call, Call::Read | Call::Thread | Call::Reply | Call::Delete);
        let is_touched = reads_or_answers && about.is_some_and(Entry::is_private);
        self.touched += u64::from(is_touched || call == Call::Private);
    }

    /// The network's own limit refused it.
    pub(super) fn refused(&mut self, now: Stamp) {
        // Not twice, where we were told to wait as well.
        self.exceeded += u64::from(now >= self.closed);
    }

    /// We were told to wait.
    pub(super) fn told(&mut self, call: Call, fault: Option<Fault>, now: Stamp) {
        let Some(wait) = fault.and_then(Fault::wait) else { return };
        let closed = if is_sign_in(call) { &mut self.sign_in_closed } else { &mut self.closed };
        *closed = (*closed).max(now.later(wait));
    }

    pub(super) fn exceeded(&self) -> u64 {
        self.exceeded
    }

    pub(super) fn touched(&self) -> u64 {
        self.touched
    }
}

fn is_sign_in(call: Call) -> bool {
    matches!(call, Call::SignIn | Call::Refresh)
}
