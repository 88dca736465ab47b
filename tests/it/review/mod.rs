//! The moderators' desk.

mod afterwards;
mod alarms;
mod answering;
mod blocking;
mod books;
mod browser;
mod chromium;
mod counts;
mod deciding;
mod desk;
mod hostile;
mod look;
mod pages;
mod sign_in;
mod together;
mod watching;
mod words;
