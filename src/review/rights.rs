//! Who may do what: one function, and what it does not name is refused. Every address of the desk
//! declares its [`Action`] where it is listed (`routes.rs`); none can be added without one.

use crate::model::Role;

/// What somebody wants to do at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Finish coming in, and go: the second step, the notice, language, theme, sign-out.
    Enter,
    /// One's own things: password, sessions, shortcuts, help.
    Own,
    /// Read what citizens wrote, and what was decided on it. Never without a reason of the job.
    ReadInquiries,
    /// Decide on an inquiry, take a decision back, answer.
    Decide,
    /// See which alarms stand.
    ReadAlarms,
    /// Say that one has an alarm.
    TakeAlarm,
    /// Close a notification with its reference.
    CloseNotification,
    /// Stop everything automatic.
    Stop,
    /// Start it again.
    Start,
    /// Hold decisions under one rule against each other, which shows citizens' words and no colleague's name.
    JudgeSample,
    /// Counts without anybody's words: statistics, reconciliation, retention.
    ReadFigures,
    /// Who did what.
    ReadTrail,
    /// How the machine does, and how it is set.
    ReadOperation,
    /// Who has access.
    ReadAccess,
    /// Say who keeps it and who loses it.
    ReviewAccess,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Enter,
        Self::Own,
        Self::ReadInquiries,
        Self::Decide,
        Self::ReadAlarms,
        Self::TakeAlarm,
        Self::CloseNotification,
        Self::Stop,
        Self::Start,
        Self::JudgeSample,
        Self::ReadFigures,
        Self::ReadTrail,
        Self::ReadOperation,
        Self::ReadAccess,
        Self::ReviewAccess,
    ];

    /// Needs a second step that is minutes old, not hours: what is done here outlasts the session.
    #[must_use]
    pub fn is_grave(self) -> bool {
        self == Self::ReviewAccess
    }
}

/// Whether somebody with these roles may do it.
#[must_use]
pub fn may(roles: &[Role], action: Action) -> bool {
    // Not a right over anybody: whoever is signed in may finish that, and mind their own things.
    matches!(action, Action::Enter | Action::Own) || roles.iter().any(|role| allows(*role, action))
}

fn allows(role: Role, action: Action) -> bool {
    use Action::{
        CloseNotification, Decide, JudgeSample, ReadAccess, ReadAlarms, ReadFigures, ReadInquiries,
        ReadOperation, ReadTrail, ReviewAccess, Start, Stop, TakeAlarm,
    };
    match role {
        Role::Reader => matches!(action, ReadInquiries | ReadAlarms | ReadFigures | ReadOperation),
        Role::Moderator => matches!(
            action,
            ReadInquiries | Decide | ReadAlarms | TakeAlarm | Stop | Start | ReadFigures | ReadOperation
        ),
        Role::TeamLead => matches!(
            action,
            ReadInquiries
                | Decide
                | ReadAlarms
                | TakeAlarm
                | CloseNotification
                | Stop
                | Start
                | JudgeSample
                | ReadFigures
                | ReadTrail
                | ReadOperation
                | ReadAccess
                | ReviewAccess
        ),
        Role::Dpo => matches!(
            action,
            ReadInquiries
                | ReadAlarms
                | CloseNotification
                | Stop
                | ReadFigures
                | ReadTrail
                | ReadOperation
                | ReadAccess
        ),
        Role::Legal => matches!(
            action,
            ReadInquiries | ReadAlarms | CloseNotification | ReadFigures | ReadTrail | ReadOperation
        ),
        Role::SecurityLead => matches!(
            action,
            ReadAlarms | Stop | Start | ReadFigures | ReadTrail | ReadOperation | ReadAccess | ReviewAccess
        ),
        Role::ItAdministrator => {
            matches!(action, ReadAlarms | Stop | Start | ReadFigures | ReadOperation | ReadAccess)
        }
    }
}
