//! A draft in words: folded for comparison, with their place in what was written.

use unicode_normalization::UnicodeNormalization;

/// One word, number or address.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own to a word")]
pub(in crate::decide) struct Token {
    /// In lower case, composed (NFKC), a typographic apostrophe as a plain one.
    pub(in crate::decide) word: String,
    /// Where it stands, in bytes.
    pub(in crate::decide) at: (usize, usize),
    /// Its sentence.
    pub(in crate::decide) sentence: usize,
    /// It begins with a capital and does not begin its sentence.
    pub(in crate::decide) is_name: bool,
    /// It begins with a capital.
    pub(in crate::decide) is_capital: bool,
    /// A comma, colon or dash stands before it, or it says "but".
    pub(in crate::decide) breaks: bool,
    /// A question mark ends its sentence.
    pub(in crate::decide) is_asked: bool,
}

/// What begins a clause that belongs to the one before it.
const SUBORDINATE: [&str; 14] = [
    "når", "hvis", "at", "som", "der", "fordi", "så", "hvor", "when", "if", "that", "because", "so", "which",
];
/// What ends with a full stop that ends no sentence.
const SHORT: [&str; 19] = [
    "vedr", "ang", "nr", "kl", "tlf", "ca", "evt", "fx", "f.eks", "pr", "bl.a", "mr", "mrs", "dr", "skt",
    "no", "inkl", "kr", "mio",
];

/// The words of a text. A web address is one word; a full stop inside a number or an address ends no
/// sentence.
pub(in crate::decide) fn read(text: &str) -> Vec<Token> {
    let mut reader = Reader { tokens: Vec::new(), sentence: 0, is_first: true, breaks: false };
    let mut start = None;
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map_or(' ', |(_, next)| *next);
        let inside = start.is_some_and(|start| is_inside(text.get(start..at).unwrap_or(""), sign, next));
        // A mention is one word: it calls somebody.
        let is_mention = sign == '@' && start.is_none() && next.is_alphanumeric();
        if sign.is_alphanumeric() || is_mark(sign) || inside || is_mention {
            start = start.or(Some(at));
            continue;
        }
        if let Some(start) = start.take() {
            reader.word(text, start, at);
        }
        reader.sign(sign, next);
    }
    if let Some(start) = start {
        reader.word(text, start, text.len());
    }
    reader.tokens
}

/// What belongs to a word without being a letter: `cpr-nummer`, `don't`, `borger.dk`, `https://…`.
fn is_inside(before: &str, sign: char, next: char) -> bool {
    let goes_on = next.is_alphanumeric();
    match sign {
        '\'' | '’' | '-' | '\u{2011}' => goes_on,
        '.' | '@' | '_' | '/' => {
            goes_on && (!before.chars().all(char::is_alphabetic) || next.is_ascii_lowercase())
        }
        ':' => next == '/',
        '?' | '&' | '=' | '%' | '#' | '+' => before.starts_with("http") && goes_on,
        _ => false,
    }
}

/// An accent that stands as a sign of its own belongs to the letter before it.
fn is_mark(sign: char) -> bool {
    unicode_normalization::char::is_combining_mark(sign)
}

/// In lower case and composed, a typographic apostrophe as a plain one.
fn folded(written: &str) -> String {
    // Composing changes no letter of Danish or English, and costs more than all else here.
    if written.chars().all(|sign| sign.is_ascii() || matches!(sign, 'À'..='ÿ')) {
        return written.to_lowercase();
    }
    let composed = written.nfkc().flat_map(char::to_lowercase);
    composed.map(|sign| if sign == '’' { '\'' } else { sign }).collect()
}

struct Reader {
    tokens: Vec<Token>,
    sentence: usize,
    is_first: bool,
    breaks: bool,
}

impl Reader {
    fn word(&mut self, text: &str, start: usize, end: usize) {
        let written = text.get(start..end).unwrap_or("");
        let word = folded(written);
        let is_capital = written.chars().next().is_some_and(char::is_uppercase);
        // "Say it, when you book" is one breath; "not here, send it there" is two.
        let breaks =
            (self.breaks && !SUBORDINATE.contains(&word.as_str())) || matches!(word.as_str(), "men" | "but");
        self.tokens.push(Token {
            word,
            at: (start, end),
            sentence: self.sentence,
            is_name: is_capital && !self.is_first,
            is_capital,
            breaks,
            is_asked: false,
        });
        (self.is_first, self.breaks) = (false, false);
    }

    fn sign(&mut self, sign: char, next: char) {
        let is_stop = sign == '.' && !next.is_alphanumeric() && !self.is_abbreviated();
        if sign == '?' && !self.is_first {
            let asked = self.tokens.iter_mut().rev().take_while(|token| token.sentence == self.sentence);
            asked.for_each(|token| token.is_asked = true);
        }
        if is_stop || matches!(sign, '!' | '?' | '\n' | '…') {
            self.ends();
        }
        self.breaks |= matches!(sign, ',' | ';' | ':' | '–' | '—' | '-' | '(' | ')');
    }

    fn is_abbreviated(&self) -> bool {
        self.tokens.last().is_some_and(|last| SHORT.contains(&last.word.as_str()))
    }

    fn ends(&mut self) {
        if !self.is_first {
            self.sentence += 1;
        }
        (self.is_first, self.breaks) = (true, false);
    }
}
