//! Points a case request to a mailbox without a person, where the organisation has turned that on and
//! nothing else about the comment wants somebody's eyes. What is not sure is left to a person, in silence.

use std::collections::BTreeMap;

use anyhow::Context;

use super::round::Round;
use crate::decide::lint::{Citizen, Draft};
use crate::decide::{Asked, Case, Form, Mailboxes, Replies};
use crate::model::{
    Kept, KeptText, Language, OrganisationId, Outcome, Screened, Source, Stamp, State, Verdict,
};
use crate::screen::Outgoing;
use crate::{settle, store};

/// The words of a redirect, and the last look at them.
#[derive(Debug)]
pub struct Redirector {
    /// Where it may point.
    pub mailboxes: Mailboxes,
    /// In which words.
    pub replies: Replies,
    /// The lint with the detectors.
    pub outgoing: Outgoing,
    /// Who signs.
    pub units: BTreeMap<OrganisationId, Unit>,
}

/// Who signs a reply.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The unit.
    pub unit: String,
    /// The organisation's name.
    pub name: String,
}

impl Round<'_> {
    /// Makes redirects of what the machine may answer alone.
    pub(super) async fn redirect(
        self,
        screened: &mut [Screened],
        source: Source,
        now: Stamp,
    ) -> anyhow::Result<()> {
        let policy = self.worker.screen.policy();
        let Some(redirector) = self.worker.redirector.as_ref().filter(|_| policy.redirect_alone().is_some())
        else {
            return Ok(());
        };
        for one in screened.iter_mut().filter(|one| self.might(one)) {
            let kept = one.kept();
            let Some(verdict) = self.alone(redirector, one, &kept, source, now).await? else { continue };
            one.verdict = verdict;
        }
        Ok(())
    }

    /// The table says redirect, and nothing lifted it, changed it or stands beside the words.
    fn might(self, one: &Screened) -> bool {
        let incoming = &one.fresh.incoming;
        let proposed = self.worker.screen.policy().propose(&one.reading);
        self.platform.can().reply
            && !incoming.is_ours
            // Text rules cannot see a photographed letter.
            && incoming.images == 0
            && one.fresh.before.is_none()
            && !one.is_lifted
            && one.verdict.outcome == Outcome::Review
            && proposed.outcome == Outcome::Redirect
            && !proposed.is_urgent
    }

    async fn alone(
        self,
        redirector: &Redirector,
        one: &Screened,
        kept: &Kept,
        source: Source,
        now: Stamp,
    ) -> anyhow::Result<Option<Verdict>> {
        let (policy, account) = (self.worker.screen.policy(), self.name());
        // Who has no name could have been answered before.
        let Some(mark) = settle::author_in_thread(&self.worker.vault, account, kept) else { return Ok(None) };
        let mut tx = self.worker.db.read().await.context("looking who was answered")?;
        let since = now.earlier(policy.again_after());
        let last = store::pointed::last(&mut tx, self.organisation, account, &mark, since).await?;
        let halted = store::organisation::halted(&mut tx, self.organisation).await?;
        drop(tx);
        let asked = Asked {
            organisation: self.organisation,
            account,
            areas: &kept.areas,
            area: kept.area,
            words: kept.text.as_ref().map_or("", KeptText::expose),
            language: kept.language,
        };
        let ranking = redirector.mailboxes.rank(&asked, now);
        let case = Case {
            account,
            may_act: self.circumstances(&one.fresh, source).may_act && halted.is_none(),
            source,
            written_at: one.fresh.incoming.written_at,
            reading: &one.reading,
            ranking: &ranking,
            was_answered: last.is_some(),
        };
        if policy.may_redirect(&case, now).is_err() {
            return Ok(None);
        }
        let unit = redirector.units.get(self.organisation);
        let (Some(first), Some(unit)) = (ranking.proposal(), unit) else { return Ok(None) };
        let is_english = kept.language == Language::English;
        let language = if is_english { Language::English } else { Language::Danish };
        let limit = self.platform.can().reply_limit;
        let Ok(words) = redirector.replies.redirect(language, first.mailbox, &unit.unit, limit) else {
            return Ok(None);
        };
        let names = first.mailbox.names();
        let ours: Vec<&str> = names.into_iter().chain([unit.unit.as_str(), unit.name.as_str()]).collect();
        let to = Citizen {
            name: kept.author_name.as_ref().map(KeptText::expose),
            handle: kept.handle.as_ref().map(KeptText::expose),
            words: kept.text.as_ref().map(KeptText::expose),
        };
        let purpose = Form::to(first.mailbox).purpose();
        let draft = Draft { words: &words, language, purpose, to, ours: &ours };
        let Ok((reply, _)) = redirector.outgoing.pass(&draft, now) else { return Ok(None) };
        Ok(Some(Verdict {
            outcome: Outcome::Redirect,
            is_automatic: true,
            rule: policy.redirect_rule().to_owned(),
            ground: None,
            mailbox: Some(first.mailbox.id.clone()),
            reply: Some(reply),
            delete_after: policy.delete_after(State::Redirected, None, now),
            ..one.verdict.clone()
        }))
    }
}
