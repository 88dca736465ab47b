//! The moderators' desk.

mod alarms;
mod answering;
mod books;
mod browser;
mod chromium;
mod counts;
mod deciding;
mod desk;
mod hostile;
mod look;
mod own_sessions;
mod pages;
mod rights;
mod sign_in;
mod together;
mod watching;
mod words;
