//! The moderators' desk.

mod access;
mod alarms;
mod answering;
mod books;
mod browser;
mod chromium;
mod counts;
mod deciding;
mod desk;
mod hostile;
mod login;
mod look;
mod own_choice;
mod own_sessions;
mod pages;
mod referring;
mod reports;
mod rights;
mod second_step;
mod sign_in;
mod thread;
mod throttle;
mod together;
mod watching;
mod words;
