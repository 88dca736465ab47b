//! Instagram over the Graph API as the token of its Page, or its own, sees it.

mod account;
mod acts;
mod event;
mod side;
mod view;

pub(super) use side::SIDE;
