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
mod own_choice;
mod pages;
mod referring;
mod reports;
mod sign_in;
mod thread;
mod together;
mod watching;
mod words;
