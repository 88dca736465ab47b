//! The words of the house: plain types that every floor above may use, and nothing that acts.

mod account;
mod alarm;
mod block;
mod capabilities;
mod finding;
mod id;
mod incoming;
mod inquiry;
mod reading;
mod referral;
mod reply;
mod role;
mod sample;
mod screened;
mod staffed;
mod task;
mod text;
mod time;
mod verdict;

pub use account::{Mode, Post, Purpose, Source};
pub use alarm::AlarmKind;
pub use block::{Blocked, Hearing};
pub use capabilities::{Capabilities, Counts, LengthUnit, ReplyLimit};
pub use finding::{Confidence, Finding, Kind, Place, Span};
pub use id::{
    AccountName, InquiryId, Link, ModeratorId, OrganisationId, RemoteId, Target, TaskId, VerdictId,
};
pub use incoming::Incoming;
pub use inquiry::{Kept, State};
pub use reading::{Area, Label, Language, Likely, Reading, Scores};
pub use referral::{Ending, Reason, Recipient, Referral};
pub use reply::Passed;
pub use role::Role;
pub use sample::Unlike;
pub use screened::{Fresh, Screened, Tombstone};
pub use staffed::Staffed;
pub use task::{Deed, HIDDEN_FOR_AUTHOR, SHOWN_FOR_AUTHOR, TaskState};
pub use text::{KeptText, MOST_READ, Text};
pub use time::{Clock, Days, ManualClock, Month, Stamp, SystemClock};
pub use verdict::{By, Ground, Outcome, Verdict};
