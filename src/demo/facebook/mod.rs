//! Facebook's Graph API as a Page token sees it.

mod acts;
mod edges;
mod errors;
mod fields;
mod page;
mod view;

pub(super) use page::Page;
