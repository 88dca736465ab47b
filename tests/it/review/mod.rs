//! The moderators' desk.

mod alarms;
mod answering;
mod browser;
mod chromium;
mod counts;
mod deciding;
mod desk;
mod hostile;
mod look;
mod pages;
mod sign_in;
mod words;
