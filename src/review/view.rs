//! Which part of the queue somebody works in. It travels in the address, so that the pane beside the
//! list, the next inquiry and the way back are all links.

use url::form_urlencoded::Serializer;

use crate::decide::Policy;
use crate::model::{AccountName, ModeratorId};
use crate::store::queue::{Need, Part};

/// What the address says; a word that is none of ours says nothing.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub(super) struct View {
    koe: Option<String>,
    konto: Option<AccountName>,
    side: Option<i64>,
    /// Anything: also what is left to colleagues.
    alle: Option<String>,
}

/// What was given to whoever reads, in the address.
const MINE: &str = "dig";

impl View {
    /// Only what waits for whoever reads: by name, or because a colleague wants another pair of eyes.
    pub(super) fn is_mine(&self) -> bool {
        self.koe.as_deref() == Some(MINE)
    }

    pub(super) fn need(&self) -> Option<Need> {
        Need::ALL.into_iter().find(|need| self.koe.as_deref() == Some(word(*need)))
    }

    pub(super) fn account(&self) -> Option<&AccountName> {
        self.konto.as_ref()
    }

    /// The page of the list, from 1 to `last`.
    pub(super) fn page(&self, last: i64) -> i64 {
        self.side.unwrap_or(1).clamp(1, last)
    }

    /// As the store knows it, for a reader with the guidelines that they leave to colleagues. What was given to
    /// them by name is not left.
    pub(super) fn part<'a>(
        &'a self,
        policy: &'a Policy,
        reader: &'a ModeratorId,
        spared: &'a str,
    ) -> Part<'a> {
        Part {
            need: self.need(),
            account: self.account(),
            case_rule: policy.redirect_rule(),
            waits_for: self.is_mine().then_some(reader),
            spared: if self.is_mine() || self.alle.is_some() { "" } else { spared },
        }
    }

    /// What was given to whoever reads, at every account.
    pub(super) fn mine() -> Self {
        Self { koe: Some(MINE.to_owned()), konto: None, side: None, alle: None }
    }

    /// The same with what is left to colleagues.
    pub(super) fn with_all(&self) -> Self {
        Self { side: None, alle: Some("1".to_owned()), ..self.clone() }
    }

    /// Another queue at the same account.
    pub(super) fn with_need(&self, need: Option<Need>) -> Self {
        Self { koe: need.map(|need| word(need).to_owned()), side: None, ..self.clone() }
    }

    /// The same queue at another account.
    pub(super) fn with_account(&self, account: Option<&AccountName>) -> Self {
        let koe = self.koe.clone().filter(|_| !self.is_mine());
        Self { koe, konto: account.cloned(), side: None, alle: self.alle.clone() }
    }

    /// Another page of the same list.
    pub(super) fn with_page(&self, page: i64) -> Self {
        Self { side: Some(page), ..self.clone() }
    }

    /// What comes after a path: nothing, or a question mark and what differs from the whole queue.
    pub(super) fn query(&self) -> String {
        let mut pairs = Serializer::new(String::new());
        if let Some(need) = self.need() {
            pairs.append_pair("koe", word(need));
        }
        if self.is_mine() {
            pairs.append_pair("koe", MINE);
        }
        if let Some(account) = &self.konto {
            pairs.append_pair("konto", account.as_str());
        }
        if self.alle.is_some() {
            pairs.append_pair("alle", "1");
        }
        if let Some(page) = self.side.filter(|page| *page > 1) {
            pairs.append_pair("side", &page.to_string());
        }
        let pairs = pairs.finish();
        if pairs.is_empty() { pairs } else { format!("?{pairs}") }
    }
}

/// The word in the address.
pub(super) fn word(need: Need) -> &'static str {
    match need {
        Need::Urgent => "haster",
        Need::Hidden => "skjult",
        Need::Case => "henvis",
        Need::Review => "vurder",
    }
}
