//! The redirect as it would go out: the three likeliest mailboxes with their reasons, the exact words, and
//! what the lint says of them, seen before they are sent. The same words are composed again when the button
//! is pressed; none come from the form.

use super::desk::Desk;
use super::history::named;
use super::signed::Signed;
use super::words::Words;
use crate::decide::lint::{Citizen, Draft, Purpose, Refusal};
use crate::decide::{Asked, Form, Mailbox, Ranked, Ranking, Reason, Standing, measure};
use crate::model::{Kept, KeptText, Language, Passed, Stamp};
use crate::store::inquiry::Row;

/// What is offered.
pub(super) struct Offer {
    /// The likeliest, the proposal first.
    pub(super) first: Vec<Fitting>,
    pub(super) mailboxes: Vec<Choosable>,
    /// The chosen mailbox.
    pub(super) chosen: String,
    /// The words; `None` when no form fits the network, or the network takes no reply.
    pub(super) words: Option<String>,
    /// Their language.
    pub(super) language: &'static str,
    pub(super) length: usize,
    pub(super) most: usize,
    /// What is to be known of the chosen mailbox before it is used.
    pub(super) warning: Option<String>,
    /// Why the words cannot be sent as they are.
    pub(super) refusals: Vec<Objection>,
}

/// One of the likeliest mailboxes.
pub(super) struct Fitting {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) reasons: String,
    pub(super) is_chosen: bool,
}

/// A mailbox in the list.
pub(super) struct Choosable {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) is_chosen: bool,
}

/// What the lint says against words.
pub(super) struct Objection {
    pub(super) why: String,
    pub(super) mend: String,
    pub(super) blocks: bool,
}

/// The offer for the mailbox asked for, or for the likeliest.
pub(super) fn of(desk: &Desk, signed: &Signed, row: &Row, kept: &Kept, mailbox: Option<&str>) -> Offer {
    let (words, now) = (signed.words, desk.clock.now());
    let ranking = rank(desk, signed, row, kept, now);
    let proposal = ranking.proposal().map(|first| first.mailbox);
    let chosen = mailbox.and_then(|id| desk.mailboxes.get(id)).or(proposal);
    let chosen = chosen.unwrap_or_else(|| desk.mailboxes.fallback(&signed.organisation.id));
    let limit = desk.settings.can.get(&row.account).map(|can| can.reply_limit);
    let said = compose(desk, signed, row, kept, &chosen.id);
    let refusals = said.as_deref().map(|said| {
        let ours = ours(chosen, signed);
        desk.outgoing.look(&draft(said, kept, Form::to(chosen).purpose(), &ours), now)
    });
    Offer {
        first: ranking.first.iter().map(|one| fitting(words, desk, one, &chosen.id)).collect(),
        mailboxes: desk
            .mailboxes
            .all()
            .iter()
            .filter(|one| one.serves(&signed.organisation.id))
            .map(|one| Choosable {
                id: one.id.clone(),
                name: named(words, &one.da, &one.en),
                is_chosen: one.id == chosen.id,
            })
            .collect(),
        chosen: chosen.id.clone(),
        length: said.as_deref().zip(limit).map_or(0, |(said, limit)| measure(said, limit.unit)),
        most: limit.map_or(0, |limit| limit.most),
        words: said,
        language: if language(kept) == Language::English { "en" } else { "da" },
        warning: warning(words, desk.mailboxes.standing(chosen, now)),
        refusals: refusals.unwrap_or_default().into_iter().map(|refusal| objection(words, refusal)).collect(),
    }
}

/// The likeliest mailboxes for what was written.
pub(super) fn rank<'a>(desk: &'a Desk, signed: &Signed, row: &Row, kept: &Kept, now: Stamp) -> Ranking<'a> {
    let asked = Asked {
        organisation: &signed.organisation.id,
        account: &row.account,
        areas: &kept.areas,
        area: kept.area,
        words: kept.text.as_ref().map_or("", KeptText::expose),
        language: kept.language,
    };
    desk.mailboxes.rank(&asked, now)
}

/// The words of a redirect; `None` for a mailbox or a network that cannot have one.
pub(super) fn compose(desk: &Desk, signed: &Signed, row: &Row, kept: &Kept, mailbox: &str) -> Option<String> {
    let mailbox = desk.mailboxes.get(mailbox).filter(|one| one.serves(&signed.organisation.id))?;
    let limit = desk.settings.can.get(&row.account)?.reply_limit;
    desk.replies.redirect(language(kept), mailbox, &signed.organisation.unit, limit).ok()
}

/// The words of a redirect as they may be sent, or what speaks against them; `None` as for [`compose`].
pub(super) fn pass(
    desk: &Desk,
    signed: &Signed,
    row: &Row,
    kept: &Kept,
    mailbox: &str,
) -> Option<Result<Passed, Vec<Refusal>>> {
    let words = compose(desk, signed, row, kept, mailbox)?;
    let mailbox = desk.mailboxes.get(mailbox)?;
    let ours = ours(mailbox, signed);
    let draft = draft(&words, kept, Form::to(mailbox).purpose(), &ours);
    Some(desk.outgoing.pass(&draft, desk.clock.now()).map(|(passed, _)| passed))
}

/// Words of ours to this citizen.
pub(super) fn draft<'a>(words: &'a str, kept: &'a Kept, purpose: Purpose, ours: &'a [&'a str]) -> Draft<'a> {
    let to = Citizen {
        name: kept.author_name.as_ref().map(KeptText::expose),
        handle: kept.handle.as_ref().map(KeptText::expose),
        words: kept.text.as_ref().map(KeptText::expose),
    };
    Draft { words, language: language(kept), purpose, to, ours }
}

/// What the lint says, in the desk's language.
pub(super) fn objection(words: Words, refusal: Refusal) -> Objection {
    let Refusal { why: [why_da, why_en], mend: [mend_da, mend_en], blocks, .. } = refusal;
    let (why, mend) = if words.is_danish() { (why_da, mend_da) } else { (why_en, mend_en) };
    Objection { why, mend, blocks }
}

/// We answer in Danish unless the comment is in English.
pub(super) fn language(kept: &Kept) -> Language {
    if kept.language == Language::English { Language::English } else { Language::Danish }
}

fn ours<'a>(mailbox: &'a Mailbox, signed: &'a Signed) -> Vec<&'a str> {
    let unit = [signed.organisation.unit.as_str(), signed.organisation.name.as_str()];
    mailbox.names().into_iter().chain(unit).collect()
}

fn fitting(words: Words, desk: &Desk, one: &Ranked<'_>, chosen: &str) -> Fitting {
    let reasons = one.reasons.iter().map(|reason| sentence(words, desk, reason));
    let doubts = warning(words, one.standing);
    Fitting {
        id: one.mailbox.id.clone(),
        name: named(words, &one.mailbox.da, &one.mailbox.en),
        reasons: reasons.chain(doubts).collect::<Vec<_>>().join(" "),
        is_chosen: one.mailbox.id == chosen,
    }
}

fn sentence(words: Words, desk: &Desk, reason: &Reason) -> String {
    match reason {
        Reason::Area(area, score) => {
            let area = words.say(&format!("area-{}", area.name().replace('_', "-")));
            words.about_both("fits-area", area, format!("{:.0}", score * 100.0))
        }
        Reason::Word(word) => words.about("fits-word", word),
        Reason::Page => words.say("fits-page"),
        Reason::Language(_) => words.say("fits-language"),
        Reason::Common => words.say("fits-common"),
        Reason::InPlaceOf(id, standing) => {
            let better =
                desk.mailboxes.get(id).map_or_else(|| id.clone(), |one| named(words, &one.da, &one.en));
            words.about_both("fits-in-place", better, warning(words, *standing).unwrap_or_default())
        }
    }
}

fn warning(words: Words, standing: Standing) -> Option<String> {
    match standing {
        Standing::Verified => None,
        Standing::Stale => Some(words.say("stale-link")),
        Standing::Unverified => Some(words.say("unverified-link")),
        Standing::Expired => Some(words.say("expired-link")),
    }
}
