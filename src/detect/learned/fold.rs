//! A copy of a comment for the trained models only: words without the tricks that hide them. Digits
//! and signs that stand for letters, letters said three times, look-alikes of other scripts, accents
//! and letters spelled apart give the word that is meant. It has no way back to the text, so nothing
//! that points into the text may be read off it.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// One of these many or more single letters in a row are a word spelled apart.
const SPELLED: usize = 4;
/// Longer words are cut: hashing stays linear, and nobody writes them.
const LONGEST: usize = 48;

/// Words in ASCII (letters of other scripts keep seven bits each), one blank before the first and after
/// each.
#[derive(Default)]
pub(super) struct Folded {
    bytes: Vec<u8>,
    /// Where each word begins; it ends one byte before the next.
    starts: Vec<usize>,
    word: Vec<u8>,
    /// How many of the last words are single letters.
    singles: usize,
    pub(super) counts: Counts,
}

/// What is counted on the way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) characters: usize,
    pub(super) letters: usize,
    pub(super) capitals: usize,
    pub(super) calls: usize,
    pub(super) questions: usize,
    pub(super) lines: usize,
    pub(super) links: usize,
    pub(super) mentions: usize,
    pub(super) emoji: usize,
    pub(super) money: usize,
    pub(super) hash_tags: usize,
    pub(super) long_numbers: usize,
    pub(super) numbers: usize,
}

impl Folded {
    /// Folds what was received, in time linear in its length.
    pub(super) fn new(received: &str) -> Self {
        let mut folded = Self {
            bytes: Vec::with_capacity(received.len() + 8),
            starts: Vec::with_capacity(received.len() / 4 + 4),
            word: Vec::with_capacity(LONGEST),
            ..Self::default()
        };
        folded.bytes.push(b' ');
        folded.counts.lines = 1;
        let mut rest = received;
        while let Some((chunk, blank, more)) = blank(rest) {
            folded.chunk(chunk);
            folded.counts.lines += usize::from(blank == b'\n');
            rest = more;
        }
        folded.chunk(rest);
        folded.join_spelled();
        folded
    }

    /// The words in their order, each alone and with the blanks on either side of it.
    pub(super) fn words(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let ends = self.starts.iter().skip(1).copied().chain([self.bytes.len()]);
        self.starts.iter().zip(ends).filter_map(|(start, end)| {
            let edged = self.bytes.get(start.checked_sub(1)?..end)?;
            Some((edged.get(1..edged.len() - 1)?, edged))
        })
    }

    fn chunk(&mut self, chunk: &str) {
        if chunk.is_empty() {
            return;
        }
        let is_mention = chunk.starts_with('@') && chunk.len() > 2;
        if is_mention {
            self.counts.mentions += 1;
            self.counts.characters += chunk.len();
            return self.sign(b"@");
        }
        if is_link(chunk) {
            self.counts.links += 1;
            self.counts.characters += chunk.len();
            return self.sign(b"://");
        }
        let mut rest = chunk;
        loop {
            let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let (run, more) = rest.split_at(plain);
            self.run(run.as_bytes());
            let mut more = more.chars();
            let Some(letter) = more.next() else { break };
            self.counts.characters += 1;
            rest = more.as_str();
            self.letter(letter, rest);
        }
        self.end();
    }

    /// Takes letters and digits of ASCII.
    fn run(&mut self, run: &[u8]) {
        self.counts.characters += run.len();
        self.counts.capitals += run.iter().filter(|byte| byte.is_ascii_uppercase()).count();
        let room = LONGEST.saturating_sub(self.word.len());
        self.word.extend(run.iter().take(room).map(u8::to_ascii_lowercase));
    }

    /// Takes a character that is no letter or digit of ASCII; `rest` is what follows it.
    fn letter(&mut self, letter: char, rest: &str) {
        // A letter or digit stands before it and a letter behind it.
        let inside = |word: &[u8]| !word.is_empty() && rest.chars().next().is_some_and(char::is_alphabetic);
        match letter {
            '@' if inside(&self.word) => self.push('a'),
            '$' if inside(&self.word) => self.push('s'),
            '!' | '|' if inside(&self.word) => self.push('i'),
            '*' if inside(&self.word) => self.push('*'),
            '\'' | '’' | '´' if inside(&self.word) => {}
            '!' => self.mark(|counts| &mut counts.calls),
            '?' => self.mark(|counts| &mut counts.questions),
            '$' | '%' | '€' | '£' => self.mark(|counts| &mut counts.money),
            '#' => self.mark(|counts| &mut counts.hash_tags),
            letter if letter.is_ascii() => self.end(),
            letter => self.rare(letter),
        }
    }

    fn rare(&mut self, letter: char) {
        let lower = match letter {
            // What Danish has needs no table.
            'æ' | 'ø' | 'å' => letter,
            _ => letter.to_lowercase().next().unwrap_or(letter),
        };
        if lower != letter {
            self.counts.capitals += 1;
        }
        let code = u32::from(letter);
        match lower {
            'æ' | 'ä' => self.push_all("ae"),
            'ø' | 'ö' => self.push_all("oe"),
            'å' => self.push_all("aa"),
            'ß' => self.push_all("ss"),
            'ü' => self.push('y'),
            _ if is_unseen(letter) => {}
            _ if is_picture(code) => {
                self.counts.emoji += 1;
                self.end();
                self.sign(&code.to_le_bytes());
            }
            _ if lower.is_alphanumeric() || is_combining_mark(letter) => {
                decompose_compatible(lower, |piece| {
                    if !is_combining_mark(piece) {
                        self.push(twin(piece));
                    }
                });
            }
            _ => self.end(),
        }
    }

    fn push_all(&mut self, letters: &str) {
        letters.chars().for_each(|letter| self.push(letter));
    }

    fn push(&mut self, letter: char) {
        if self.word.len() < LONGEST {
            let low = u8::try_from(u32::from(letter) & 0x7f).unwrap_or_default();
            self.word.push(if letter.is_ascii() { low } else { low | 0x80 });
        }
    }

    fn mark(&mut self, count: impl FnOnce(&mut Counts) -> &mut usize) {
        *count(&mut self.counts) += 1;
        self.end();
    }

    /// Ends the word that was being read.
    fn end(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let mut word = std::mem::take(&mut self.word);
        let has_digit = word.iter().any(u8::is_ascii_digit);
        let digits = if has_digit { word.iter().filter(|byte| byte.is_ascii_digit()).count() } else { 0 };
        self.counts.letters += word.len() - digits;
        if digits == word.len() {
            self.counts.numbers += 1;
            self.counts.long_numbers += usize::from(digits >= 6);
            // A number says how long it is, never which one: it may be somebody's.
            word.fill(b'0');
            word.truncate(9);
        } else if digits > 0 && word.len() > 2 && digits * 2 <= word.len() {
            for byte in &mut word {
                *byte = meant(*byte);
            }
        } else if digits > 0 {
            word.iter_mut().filter(|byte| byte.is_ascii_digit()).for_each(|byte| *byte = b'0');
        }
        squeeze(&mut word);
        self.keep(&word);
        word.clear();
        self.word = word;
    }

    fn sign(&mut self, sign: &[u8]) {
        self.join_spelled();
        self.starts.push(self.bytes.len());
        self.bytes.extend_from_slice(sign);
        self.bytes.push(b' ');
    }

    fn keep(&mut self, word: &[u8]) {
        let is_single = word.len() == 1 && word.first().is_some_and(u8::is_ascii_alphabetic);
        if !is_single {
            self.join_spelled();
        }
        self.singles += usize::from(is_single);
        self.starts.push(self.bytes.len());
        self.bytes.extend_from_slice(word);
        self.bytes.push(b' ');
    }

    /// "i d i o t" and "i.d.i.o.t" are one word.
    fn join_spelled(&mut self) {
        let singles = std::mem::take(&mut self.singles);
        if singles < SPELLED {
            return;
        }
        let from = self.bytes.len() - singles * 2;
        let letters: Vec<u8> = self.bytes.drain(from..).filter(|byte| *byte != b' ').collect();
        self.starts.truncate(self.starts.len() - singles);
        self.starts.push(from);
        self.bytes.extend(letters.iter().take(LONGEST));
        self.bytes.push(b' ');
    }
}

/// What stands before the first blank, the blank's first byte, and what follows it.
fn blank(text: &str) -> Option<(&str, u8, &str)> {
    let bytes = text.as_bytes();
    let mut place = 0;
    loop {
        let is_mark = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | 0xc2);
        place += bytes.get(place..)?.iter().position(is_mark)?;
        let byte = bytes.get(place).copied()?;
        // 0xc2 begins the no-break space, and other signs too.
        let length = if byte == 0xc2 { 2 } else { 1 };
        if length == 1 || bytes.get(place + 1) == Some(&0xa0) {
            return Some((text.get(..place)?, byte, text.get(place + length..)?));
        }
        place += 1;
    }
}

/// The letter that a digit stands for inside a word.
fn meant(byte: u8) -> u8 {
    match byte {
        b'0' => b'o',
        b'1' => b'i',
        b'3' => b'e',
        b'4' => b'a',
        b'5' => b's',
        b'7' => b't',
        _ => byte,
    }
}

/// Three or more of a letter are one where it is a vowel or ends the word, else two: no Danish word
/// has three.
fn squeeze(word: &mut Vec<u8>) {
    if !word.windows(3).any(|three| matches!(three, [a, b, c] if a == b && b == c)) {
        return;
    }
    let mut kept: Vec<u8> = Vec::with_capacity(word.len());
    let mut rest = word.as_slice();
    while let Some(first) = rest.first() {
        let run = rest.iter().take_while(|byte| *byte == first).count();
        let ends = run == rest.len();
        let is_vowel = matches!(first, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
        let most = if run < 3 {
            run
        } else if is_vowel || ends {
            1
        } else {
            2
        };
        kept.extend(std::iter::repeat_n(*first, most));
        rest = rest.get(run..).unwrap_or_default();
    }
    *word = kept;
}

/// An address on the web, with or without its scheme. A blank forgotten after a full stop gives none.
fn is_link(chunk: &str) -> bool {
    // Nearly every word ends here.
    if memchr::memchr2(b'.', b':', chunk.as_bytes()).is_none() && !chunk.starts_with(['U', 'u']) {
        return false;
    }
    if chunk.contains("://")
        || chunk.starts_with("www.")
        || matches!(chunk.trim_end_matches(['.', ',', ')']), "URL" | "url")
    {
        return true;
    }
    let Some((before, after)) = chunk.split_once('.') else { return false };
    if before.len() < 2 || !before.is_ascii() {
        return false;
    }
    let mut last = after.rsplit('.').find(|part| !part.is_empty()).unwrap_or(after);
    let has_path = after.contains('/');
    if has_path {
        let host = after.split('/').next().unwrap_or(after);
        last = host.rsplit('.').next().unwrap_or(host);
    }
    let top = last.trim_end_matches([',', '!', '?', ')', ':', ';']).to_ascii_lowercase();
    let is_top =
        ["dk", "com", "net", "org", "eu", "io", "info", "biz", "xyz", "top", "shop", "ru", "se", "tk"]
            .contains(&top.as_str());
    is_top
        || (has_path && (2..=12).contains(&top.len()) && top.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

fn is_unseen(letter: char) -> bool {
    matches!(u32::from(letter), 0xad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff)
}

fn is_picture(code: u32) -> bool {
    matches!(code, 0x2600..=0x27bf | 0x1f000..=0x1faff | 0x2b00..=0x2bff)
}

/// The Latin letter that a letter of another script is taken for.
fn twin(letter: char) -> char {
    match letter {
        'а' | 'α' | 'ɑ' => 'a',
        'е' | 'ε' | 'є' => 'e',
        'о' | 'ο' | 'σ' => 'o',
        'р' | 'ρ' => 'p',
        'с' | 'ϲ' => 'c',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'і' | 'ι' | 'ı' => 'i',
        'ѕ' => 's',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'т' | 'τ' => 't',
        'м' => 'm',
        'н' => 'h',
        'в' => 'b',
        'ν' => 'v',
        'ł' => 'l',
        'đ' => 'd',
        _ => letter,
    }
}
