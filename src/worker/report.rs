//! What a turn came to.

/// What a turn came to; counts only.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Items that the networks delivered, ours among them.
    pub served: u64,
    /// New inquiries.
    pub taken_in: u64,
    /// Items seen before.
    pub duplicates: u64,
    /// Inquiries whose words changed.
    pub edited: u64,
    /// Inquiries that vanished on the network.
    pub gone: u64,
    /// Inquiries that a colleague answered in the network's own app.
    pub answered: u64,
    /// Comments hidden.
    pub hidden: u64,
    /// Comments shown again.
    pub shown: u64,
    /// Comments deleted on the network.
    pub deleted_on_platform: u64,
    /// Redirect replies confirmed.
    pub redirected: u64,
    /// Tasks that wait for a person now.
    pub parked: u64,
    /// Leaks in our own words.
    pub warnings: u64,
    /// Things that are missing and worry us, new in this turn.
    pub alarms: u64,
    /// Comments that the outside model should have scored and did not.
    pub unscored: u64,
    /// Inquiries destroyed.
    pub forgotten: i64,
    /// Accounts that failed, each with its cause.
    pub troubles: Vec<String>,
}

impl Report {
    /// Adds another's counts.
    pub fn add(&mut self, other: Self) {
        self.served += other.served;
        self.taken_in += other.taken_in;
        self.duplicates += other.duplicates;
        self.edited += other.edited;
        self.gone += other.gone;
        self.answered += other.answered;
        self.hidden += other.hidden;
        self.shown += other.shown;
        self.deleted_on_platform += other.deleted_on_platform;
        self.redirected += other.redirected;
        self.parked += other.parked;
        self.warnings += other.warnings;
        self.alarms += other.alarms;
        self.unscored += other.unscored;
        self.forgotten += other.forgotten;
        self.troubles.extend(other.troubles);
    }
}
