//! One draft against every rule.

use super::book::{Lint, NAME, Need, PERSONAL, REPEATS, Rule};
use super::pattern::Pattern;
use super::refusal::{Draft, Purpose, Refusal};
use super::tokens::{self, Token};
use crate::model::{Confidence, Finding, Place};

/// A word of the citizen's that is as long says what the matter is; shorter ones are everybody's.
const TELLING: usize = 6;
/// What a quotation begins and ends with.
const QUOTES: [(char, char); 5] = [('»', '«'), ('«', '»'), ('“', '”'), ('”', '”'), ('"', '"')];
/// The shortest part of a name that is looked for.
const NAME_LETTERS: usize = 3;
/// What a detector calls a fact about whoever writes; in a reply that is the municipality: "we cannot see".
const OWN_FACT: &str = "fact.own";

/// Everything that speaks against a draft, what blocks first.
pub(super) fn all(lint: &Lint, draft: &Draft<'_>, findings: &[Finding]) -> Vec<Refusal> {
    let tokens = tokens::read(draft.words);
    let ours = ours(draft);
    let look = Look { lint, draft, tokens: &tokens, ours: &ours };
    let mut refusals = look.personal(findings);
    refusals.extend(look.rules());
    refusals.extend(look.needs());
    refusals.extend(look.name());
    refusals.extend(look.repeated());
    refusals.extend(look.quoted());
    refusals.sort_by_key(|refusal| !refusal.blocks);
    // One sentence a group is enough for a person to mend it, and the first place.
    let mut seen = Vec::new();
    refusals.retain(|refusal| {
        let is_new = !seen.contains(&refusal.group);
        seen.push(refusal.group.clone());
        is_new
    });
    refusals
}

struct Look<'a> {
    lint: &'a Lint,
    draft: &'a Draft<'a>,
    tokens: &'a [Token],
    /// Byte ranges of our own names.
    ours: &'a [(usize, usize)],
}

impl Look<'_> {
    fn refusal(&self, group: &str, rule: &str, at: Option<(usize, usize)>) -> Option<Refusal> {
        let said = self.lint.groups.get(group)?;
        Some(Refusal {
            group: group.to_owned(),
            rule: rule.to_owned(),
            blocks: said.always || self.draft.purpose != Purpose::Answer,
            why: [said.why_da.clone(), said.why_en.clone()],
            mend: [said.mend_da.clone(), said.mend_en.clone()],
            at,
        })
    }

    fn personal(&self, findings: &[Finding]) -> Vec<Refusal> {
        let sure = |found: &&Finding| {
            found.place == Place::Text && found.confidence >= Confidence::Medium && found.rule != OWN_FACT
        };
        let each = findings.iter().filter(sure).filter_map(|found| {
            self.refusal(
                PERSONAL,
                &found.rule,
                Some(bytes(self.draft.words, found.span.start, found.span.end)),
            )
        });
        each.collect()
    }

    fn rules(&self) -> Vec<Refusal> {
        let applies = |rule: &&Rule| !rule.templates_only || self.draft.purpose != Purpose::Answer;
        let each = self.lint.rules.iter().filter(applies).filter_map(|rule| {
            let may_be_ours = matches!(rule.group.as_str(), NAME | REPEATS);
            let found = matches(rule, self.tokens).into_iter().map(|range| place(self.tokens, range));
            let first = found.filter(|at| !may_be_ours || !self.is_ours(*at)).min()?;
            self.refusal(&rule.group, &rule.id, Some(first))
        });
        each.collect()
    }

    fn needs(&self) -> Vec<Refusal> {
        let missing = |need: &&Need| {
            let is_asked =
                need.when.is_empty() || need.when.iter().any(|when| !when.find(self.tokens).is_empty());
            is_asked && !is_said(need, self.tokens)
        };
        self.lint
            .needs
            .iter()
            .filter(missing)
            .filter_map(|need| self.refusal(&need.group, &need.group, None))
            .collect()
    }

    /// The citizen's own name or handle.
    fn name(&self) -> Option<Refusal> {
        let parts: Vec<String> = [self.draft.to.name, self.draft.to.handle]
            .into_iter()
            .flatten()
            .flat_map(|name| name.split(|sign: char| !sign.is_alphanumeric()))
            .filter(|part| part.chars().count() >= NAME_LETTERS)
            .map(str::to_lowercase)
            .collect();
        let is_part = |piece: &str| {
            let bare = piece.strip_suffix('s').unwrap_or(piece);
            parts.iter().any(|part| part == piece || part == bare)
        };
        let is_named = |token: &&Token| {
            token.word.split(|sign: char| !sign.is_alphanumeric()).any(is_part)
                && !self.is_ours(token.at)
                && !self.is_plain(token)
                && (token.is_name || !self.lint.words_too.has(std::slice::from_ref(token), 0))
        };
        let named = self.tokens.iter().find(is_named)?;
        self.refusal(NAME, "name.citizen", Some(named.at))
    }

    /// A telling word that the citizen wrote, or a form of it.
    fn repeated(&self) -> Option<Refusal> {
        let theirs = tokens::read(self.draft.to.words?);
        let is_theirs = |token: &&Token| {
            let stem = stem(&token.word);
            stem.is_some_and(|stem| theirs.iter().any(|their| self::stem(&their.word) == Some(stem)))
                && !self.is_plain(token)
                && !self.is_ours(token.at)
        };
        let repeated = self.tokens.iter().find(is_theirs)?;
        self.refusal(REPEATS, "repeats.citizen", Some(repeated.at))
    }

    /// More than one word in quotation marks: somebody else's words, in what says nothing of the matter.
    fn quoted(&self) -> Option<Refusal> {
        let words = self.draft.words;
        let at = QUOTES.iter().find_map(|(opens, closes)| {
            let start = words.find(*opens)?;
            let inside = words.get(start + opens.len_utf8()..)?;
            let length = inside.find(*closes)?;
            let is_said = inside.get(..length)?.split_whitespace().count() > 1;
            is_said.then_some((start, start + opens.len_utf8() + length + closes.len_utf8()))
        });
        self.refusal(REPEATS, "repeats.quoted", Some(at?)).filter(|_| self.draft.purpose != Purpose::Answer)
    }

    fn is_plain(&self, token: &Token) -> bool {
        self.lint.ours.contains(&token.word) || self.lint.plain.has(std::slice::from_ref(token), 0)
    }

    fn is_ours(&self, (start, end): (usize, usize)) -> bool {
        self.ours.iter().any(|ours| ours.0 < end && start < ours.1)
    }
}

/// The first letters of a word that is long enough to tell something.
fn stem(word: &str) -> Option<&str> {
    let end = word.char_indices().nth(TELLING - 1).map(|(at, sign)| at + sign.len_utf8())?;
    word.get(..end).filter(|stem| stem.chars().all(char::is_alphabetic))
}

/// Where a rule finds something that none of its exceptions touches.
pub(super) fn matches(rule: &Rule, tokens: &[Token]) -> Vec<(usize, usize)> {
    let found = every(&rule.found, tokens);
    if found.is_empty() {
        return found;
    }
    let reaches = |unless: &Pattern| {
        let ranges = unless.find(tokens).into_iter();
        ranges.filter(|range| unless.is_whole() || is_one_breath(tokens, *range)).collect::<Vec<_>>()
    };
    let unless: Vec<_> = rule.unless.iter().flat_map(reaches).collect();
    let stands = |found: &(usize, usize)| !unless.iter().any(|not| not.0 < found.1 && found.0 < not.1);
    found.into_iter().filter(stands).collect()
}

pub(super) fn is_said(need: &Need, tokens: &[Token]) -> bool {
    !every(&need.found, tokens).is_empty()
}

fn every(patterns: &[Pattern], tokens: &[Token]) -> Vec<(usize, usize)> {
    patterns.iter().flat_map(|pattern| pattern.find(tokens)).collect()
}

/// An exception does not reach across a comma or a "but": "not here, but send it". One that begins with its
/// sentence does: "if you have applied, you will hear from us".
fn is_one_breath(tokens: &[Token], (start, end): (usize, usize)) -> bool {
    !tokens.get(start + 1..end).unwrap_or_default().iter().any(|token| token.breaks)
}

fn place(tokens: &[Token], (start, end): (usize, usize)) -> (usize, usize) {
    let first = tokens.get(start).map_or(0, |token| token.at.0);
    let last = end.checked_sub(1).and_then(|last| tokens.get(last));
    (first, last.map_or(first, |token| token.at.1))
}

/// Where our own names stand in the draft.
fn ours(draft: &Draft<'_>) -> Vec<(usize, usize)> {
    let names = draft.ours.iter().filter(|name| !name.trim().is_empty());
    names
        .flat_map(|name| draft.words.match_indices(*name).map(|(at, found)| (at, at + found.len())))
        .collect()
}

/// A range of scalar values as one of bytes.
fn bytes(words: &str, start: usize, end: usize) -> (usize, usize) {
    let at = |nth: usize| words.char_indices().nth(nth).map_or(words.len(), |(at, _)| at);
    (at(start), at(end))
}
