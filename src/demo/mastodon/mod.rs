//! Mastodon's API as our own instance answers it, with what other servers sent to it: words in HTML,
//! times that other servers set, and private messages among the rest.

mod errors;
mod home;
mod html;
mod ids;
mod lists;
mod notices;
mod posting;
mod side;
mod view;

pub(super) use side::SIDE;
