//! The words of a text as rules see them: where each stands, in which sentence, and what marks it.

use super::super::normalise::Normalised;
use super::super::unicode::{SYMBOL, is_letter};

/// One word or number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) sentence: usize,
    pub(super) marks: Marks,
    pub(super) is_quoted: bool,
}

/// What a word shows beside its letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(u8);

const NAME: u8 = 1;
const MENTION: u8 = 2;
const NUMBER: u8 = 4;
const LINK: u8 = 8;
const ODD_LINK: u8 = 16;

/// Endings that make a word a domain. The first few are those of ordinary sites.
const LINK_ENDINGS: [&[u8]; 46] = [
    b"dk", b"com", b"org", b"eu", b"net", b"gov", b"edu", b"se", b"no", b"de", b"uk", b"example", b"info",
    b"shop", b"top", b"xyz", b"site", b"online", b"store", b"club", b"click", b"link", b"help", b"support",
    b"biz", b"live", b"fun", b"me", b"io", b"ru", b"cn", b"app", b"win", b"icu", b"vip", b"cc", b"tk", b"ly",
    b"gl", b"co", b"nu", b"today", b"pro", b"website", b"finance", b"bet",
];
/// So many of [`LINK_ENDINGS`] are ordinary.
const ORDINARY: usize = 11;

impl Marks {
    /// Adds a mark by its name in a pattern.
    pub(super) fn add(&mut self, name: &str) -> Result<(), String> {
        self.0 |= match name {
            "name" => NAME,
            "mention" => MENTION,
            "number" => NUMBER,
            "link" => LINK,
            "odd-link" => ODD_LINK,
            _ => return Err(format!("`#{name}` is none of #name, #mention, #number, #link and #odd-link")),
        };
        Ok(())
    }

    /// Whether a word has any of these marks.
    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Links and mentions are rare enough to start a rule from; names and numbers are not.
    pub(super) fn are_rare(self) -> bool {
        self.0 & (NAME | NUMBER) == 0
    }
}

/// The tokens of a text.
pub(super) fn tokens(text: &Normalised) -> Vec<Token> {
    let low = text.low();
    let mut tokens: Vec<Token> = Vec::with_capacity(low.len() / 5 + 1);
    let (mut sentence, mut at, mut is_quoted) = (0, 0, false);
    while at < low.len() {
        if !is_word(text.at(at)) {
            is_quoted ^= matches!(text.at(at), b'"' | 0xab | 0xbb);
            at += 1;
            continue;
        }
        let start = at;
        while at < low.len() && is_word(text.at(at)) {
            at += 1;
        }
        if let Some(last) = tokens.last() {
            sentence += usize::from(parts(text, last, start));
        }
        let is_first = tokens.last().is_none_or(|last| last.sentence != sentence);
        let marks = Marks(mark(text, start, at, is_first));
        tokens.push(Token { start, end: at, sentence, marks, is_quoted });
    }
    link(text, &mut tokens);
    tokens
}

fn is_word(byte: u8) -> bool {
    is_letter(byte) || byte.is_ascii_digit()
}

/// Whether a sentence ends between a token and the next.
fn parts(text: &Normalised, last: &Token, next: usize) -> bool {
    let between = text.slice(last.end..next);
    if between.iter().any(|byte| matches!(byte, b'!' | b'?' | b'\n')) {
        return true;
    }
    // "i nr. 14", "kl. 9", "bl.a.": a dot in an abbreviation ends nothing.
    let word = text.slice(last.start..last.end);
    let is_short = word.iter().all(u8::is_ascii_digit)
        || matches!(
            word,
            b"nr" | b"d" | b"kl" | b"ca" | b"st" | b"tv" | b"th" | b"mf" | b"bl" | b"fx" | b"f" | b"eks"
        )
        || matches!(
            word,
            b"gl" | b"dr" | b"mr" | b"mrs" | b"ms" | b"hr" | b"fr" | b"frk" | b"a" | b"sal" | b"pga"
        )
        || matches!(word, b"m" | b"mdr" | b"vedr" | b"evt" | b"ifm");
    let dotted = between.contains(&b'.') && between.iter().any(|byte| matches!(*byte, b' ' | SYMBOL));
    dotted && (!is_short || between.iter().filter(|byte| **byte == b'.').nth(1).is_some())
}

fn mark(text: &Normalised, start: usize, end: usize, is_first: bool) -> u8 {
    let cased = text.cased().get(start..end).unwrap_or_default();
    let mut mark = 0;
    if text.before(start) == b'@' {
        mark |= MENTION;
    }
    if cased.iter().all(u8::is_ascii_digit) {
        mark |= NUMBER;
    }
    // A capital within a sentence; a word in capitals throughout is shouted and no name.
    let low = text.slice(start..end);
    let opens = cased.first() != low.first();
    let shouts = cased.get(1..).is_some_and(|rest| low.get(1..) != Some(rest));
    if opens && !shouts && cased.len() > 1 && !is_first {
        mark |= NAME;
    }
    mark
}

/// Marks the words of web addresses; an e-mail address is none.
fn link(text: &Normalised, tokens: &mut [Token]) {
    let mut odd = false;
    let mut mailed = false;
    for nth in 0..tokens.len() {
        let (Some(token), next) = (tokens.get(nth).copied(), tokens.get(nth + 1).copied()) else { continue };
        let before = text.before(token.start);
        if before == b' ' || before == b'\n' {
            (odd, mailed) = (false, false);
        }
        mailed |= before == b'@';
        odd |= text.at(token.end) == b'-' && before != b'-' || (before == b'-' && text.at(token.end) == b'.');
        let Some(next) = next else { continue };
        let joins = text.at(token.end) == b'.' && next.start == token.end + 1;
        let word = text.slice(next.start..next.end);
        let ending = if joins { LINK_ENDINGS.iter().position(|ending| *ending == word) } else { None };
        let follows = text.at(next.end);
        // "www.", "https://", or a known ending that no letter follows.
        let is_scheme = text.slice(token.end..next.start) == b"://";
        let is_domain = ending.is_some() && !matches!(follows, b'@' | b'-');
        if (is_domain && !mailed) || is_scheme {
            let is_odd = ending.is_some_and(|nth| nth >= ORDINARY) || (odd && is_domain);
            if let Some(token) = tokens.get_mut(nth) {
                token.marks.0 |= LINK | if is_odd { ODD_LINK } else { 0 };
            }
        }
    }
}
