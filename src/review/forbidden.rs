//! The page of somebody who may not do what they asked for: what it was, who may, and what to do.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::desk::Reception;
use super::failure::{self, Failure};
use super::frame::{self, Frame};
use super::rights::{self, Action};
use super::signed::Signed;
use super::words::Words;
use crate::model::Role;

#[derive(Template)]
#[template(path = "forbidden.html")]
struct Page {
    frame: Frame,
    wanted: String,
    own: String,
    others: String,
    /// Where they begin, if they may do anything at all.
    home: Option<&'static str>,
}

/// Says it.
pub(super) async fn page(
    reception: &Reception,
    signed: &Signed,
    action: Action,
) -> Result<Response, Failure> {
    let words = signed.words;
    let others: Vec<_> = Role::ALL.into_iter().filter(|role| rights::may(&[*role], action)).collect();
    let page = Page {
        frame: frame::around(reception, signed, frame::home(&signed.roles), reception.desk.clock.now())
            .await?,
        wanted: words.say(word(action)),
        own: named(words, &signed.roles),
        others: named(words, &others),
        home: signed.may(Action::ReadOperation).then(|| frame::home(&signed.roles)),
    };
    failure::page(StatusCode::FORBIDDEN, &page)
}

/// The names of roles, as a list in a sentence.
pub(super) fn named(words: Words, roles: &[Role]) -> String {
    if roles.is_empty() {
        return words.say("role-none");
    }
    let names = roles.iter().map(|role| words.say(&format!("role-{}", role.as_str().replace('_', "-"))));
    names.collect::<Vec<_>>().join(", ")
}

fn word(action: Action) -> &'static str {
    match action {
        Action::Enter | Action::Own => "may-own",
        Action::ReadInquiries => "may-read-inquiries",
        Action::Decide => "may-decide",
        Action::ReadAlarms => "may-read-alarms",
        Action::TakeAlarm => "may-take-alarm",
        Action::CloseNotification => "may-close-notification",
        Action::Stop => "may-stop",
        Action::Start => "may-start",
        Action::JudgeSample => "may-judge-sample",
        Action::ReadFigures => "may-read-figures",
        Action::ReadTrail => "may-read-trail",
        Action::ReadOperation => "may-read-operation",
        Action::ReadAccess => "may-read-access",
        Action::ReviewAccess => "may-review-access",
    }
}
