//! The redirect that a moderator finds ready: mailbox and words, before anything is sent.

use super::{Error, Mailboxes, Policy, Replies};
use crate::model::{Outcome, Reading, ReplyLimit, Verdict};

/// Puts mailbox and reply on a verdict whose comment asks for case handling; leaves every other
/// verdict as it is. `unit` is the name of the unit that answers.
///
/// # Errors
/// [`Error::TooLong`] when no form fits the network; the verdict then has no reply, and a person
/// still sees the comment.
pub fn offer(
    verdict: &mut Verdict,
    reading: &Reading,
    policy: &Policy,
    mailboxes: &Mailboxes,
    replies: &Replies,
    unit: &str,
    limit: ReplyLimit,
) -> Result<(), Error> {
    let asks = reading.area.is_some() || policy.propose(reading).outcome == Outcome::Redirect;
    if verdict.outcome == Outcome::Leave || !asks {
        return Ok(());
    }
    let mailbox = mailboxes.for_area(reading.area);
    verdict.mailbox = Some(mailbox.id.clone());
    verdict.reply = Some(replies.redirect(reading.language, mailbox, unit, limit)?);
    Ok(())
}
