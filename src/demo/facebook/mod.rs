//! Facebook's Graph API as a Page token sees it.

mod acts;
mod edges;
mod event;
mod page;
mod side;
mod view;

pub(super) use side::SIDE;
