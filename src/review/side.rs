//! The queues and channels beside the list, and the moderator's own shift.

use super::frame;
use super::sign_in::QUEUE;
use super::signed::Signed;
use super::view::View;
use super::when;
use crate::store::account::Account;
use crate::store::queue::{Need, Waiting};

/// So many hard ones in a shift, and a break is suggested. Public guidance asks for breaks at least every
/// two hours; nobody counts for anybody else.
const BREAK_AFTER: usize = 8;

/// What stands beside the list.
pub(super) struct Side {
    pub(super) needs: Vec<Tab>,
    pub(super) accounts: Vec<Tab>,
    pub(super) shift: Shift,
}

/// One queue or channel.
pub(super) struct Tab {
    pub(super) name: String,
    pub(super) icon: &'static str,
    pub(super) address: String,
    /// What the live counts call it.
    pub(super) key: String,
    pub(super) count: i64,
    pub(super) is_current: bool,
    pub(super) is_hot: bool,
}

/// The moderator's own shift, for nobody else's eyes: it stands in the session and dies with it.
pub(super) struct Shift {
    pub(super) sentence: String,
    pub(super) advice: Option<String>,
    pub(super) hard: usize,
    pub(super) most: usize,
}

/// What stands beside the list.
pub(super) fn of(signed: &Signed, view: &View, waiting: &[Waiting], mine: i64, accounts: &[Account]) -> Side {
    let words = signed.words;
    let sum =
        |fits: &dyn Fn(&Waiting) -> bool| waiting.iter().filter(|one| fits(one)).map(|one| one.count).sum();
    let at = |view: View| format!("{QUEUE}{}", view.query());
    let mut needs = vec![Tab {
        name: words.say("queue-all"),
        icon: "inbox",
        address: at(view.with_need(None)),
        key: "all".to_owned(),
        count: sum(&|_| true),
        is_current: view.need().is_none() && !view.is_mine(),
        is_hot: false,
    }];
    needs.extend(Need::ALL.map(|need| {
        let count = sum(&|one| one.need == need);
        Tab {
            name: words.say(name(need)),
            icon: match need {
                Need::Urgent => "alert",
                Need::Hidden => "hidden",
                Need::Case => "mail",
                Need::Review => "look",
            },
            address: at(view.with_need(Some(need))),
            key: need.as_str().to_owned(),
            count,
            is_current: view.need() == Some(need),
            is_hot: need == Need::Urgent && count > 0,
        }
    }));
    needs.push(Tab {
        name: words.say("queue-mine"),
        icon: "hand",
        address: at(View::mine()),
        key: "mine".to_owned(),
        count: mine,
        is_current: view.is_mine(),
        is_hot: false,
    });
    let mut channels = vec![Tab {
        name: words.say("channels-all"),
        icon: "",
        address: at(view.with_account(None)),
        key: "all".to_owned(),
        count: sum(&|_| true),
        is_current: view.account().is_none(),
        is_hot: false,
    }];
    channels.extend(accounts.iter().map(|account| {
        let network = frame::network(words, &account.network);
        let has_twin = accounts.iter().filter(|other| other.network == account.network).count() > 1;
        Tab {
            name: if has_twin { format!("{network} ({})", account.account) } else { network },
            icon: "",
            address: at(view.with_account(Some(&account.account))),
            key: format!("@{}", account.account),
            count: sum(&|one| one.account == account.account),
            is_current: view.account() == Some(&account.account),
            is_hot: false,
        }
    }));
    Side { needs, accounts: channels, shift: shift(signed) }
}

fn shift(signed: &Signed) -> Shift {
    let (words, hard) = (signed.words, signed.hard);
    let since = when::time_of_day(signed.began);
    Shift {
        sentence: words.about_both(
            "shift-since",
            words.count("shift-hard", i64::try_from(hard).unwrap_or(i64::MAX)),
            since,
        ),
        advice: (hard >= BREAK_AFTER).then(|| words.say("shift-break")),
        hard: hard.min(BREAK_AFTER),
        most: BREAK_AFTER,
    }
}

/// The word for a queue.
pub(super) fn name(need: Need) -> &'static str {
    match need {
        Need::Urgent => "queue-urgent",
        Need::Hidden => "queue-hidden",
        Need::Case => "queue-case",
        Need::Review => "queue-review",
    }
}
