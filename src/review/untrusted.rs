//! A citizen's words on their way to a screen: nothing invisible stays invisible, nothing leaves
//! its box. Links stay text. What comes out is pieces for an escaping template, never HTML.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::char::is_combining_mark;

/// Marks on one letter before the rest is folded away.
const MARKS: usize = 4;
/// A chip is wider than a letter: so many letters of the allowance.
const CHIP: usize = 6;

/// What a reader cannot see but a machine or a screen obeys: controls, direction marks, joiners,
/// fillers, tags. Line feed and tab are seen.
static UNSEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\x{2800}]$")
        .expect("a fixed pattern")
});

/// One piece of what is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words, to be escaped.
    Words(String),
    /// Something that would not be seen, named: `U+202E`, `U+200B ×3`, `+196`.
    Chip(String),
}

/// A citizen's words, safe to look at.
#[derive(Clone, Debug, Default)]
pub(super) struct Untrusted {
    /// In order.
    pub(super) pieces: Vec<Piece>,
    /// There was more.
    pub(super) is_cut: bool,
}

impl Untrusted {
    /// Shows at most `most` letters, with their line breaks.
    pub(super) fn lines(words: &str, most: usize) -> Self {
        Painter::paint(words, most, false)
    }

    /// Shows at most `most` letters on one line.
    pub(super) fn line(words: &str, most: usize) -> Self {
        Painter::paint(words, most, true)
    }

    /// How many letters are shown, a chip counted as several.
    pub(super) fn width(&self) -> usize {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.chars().count(),
                Piece::Chip(_) => CHIP,
            })
            .sum()
    }
}

#[derive(Default)]
struct Painter {
    pieces: Vec<Piece>,
    words: String,
    spent: usize,
    marks: usize,
    folded: usize,
    breaks: usize,
    unseen: Option<(char, usize)>,
}

impl Painter {
    fn paint(words: &str, most: usize, is_one_line: bool) -> Untrusted {
        let mut painter = Self::default();
        let mut letters = words.chars().peekable();
        let mut before = None;
        while let Some(letter) = letters.next() {
            if painter.spent >= most {
                return Untrusted { pieces: painter.finish(), is_cut: true };
            }
            let after = letters.peek().copied();
            match letter {
                '\r' if after == Some('\n') => {}
                '\n' | '\t' if is_one_line => painter.letter(' '),
                '\n' => painter.line_break(),
                '\u{200D}' if before.is_some_and(is_picture) && after.is_some_and(is_picture) => {
                    painter.letter(letter);
                }
                '\u{FE0F}' | '\t' => painter.letter(letter),
                _ if is_unseen(letter) => painter.chip(letter),
                _ if is_combining_mark(letter) => painter.mark(letter),
                _ => painter.letter(letter),
            }
            before = Some(letter);
        }
        Untrusted { pieces: painter.finish(), is_cut: false }
    }

    fn letter(&mut self, letter: char) {
        self.flush_chips();
        self.marks = 0;
        self.breaks = 0;
        self.spent += 1;
        self.words.push(letter);
    }

    fn line_break(&mut self) {
        self.flush_chips();
        self.marks = 0;
        self.breaks += 1;
        // A hundred empty lines would push the buttons off the screen.
        if self.breaks <= 2 {
            self.spent += 1;
            self.words.push('\n');
        }
    }

    fn mark(&mut self, mark: char) {
        if self.unseen.is_some() {
            self.flush_chips();
            self.marks = 0;
        }
        self.marks += 1;
        if self.marks <= MARKS {
            self.words.push(mark);
        } else {
            self.folded += 1;
        }
    }

    fn chip(&mut self, letter: char) {
        match &mut self.unseen {
            Some((same, count)) if *same == letter => *count += 1,
            _ => {
                self.flush_chips();
                self.unseen = Some((letter, 1));
                self.spent += CHIP;
            }
        }
    }

    fn flush_chips(&mut self) {
        if self.folded > 0 {
            let name = format!("+{}", self.folded);
            self.folded = 0;
            self.spent += CHIP;
            self.push_chip(name);
        }
        if let Some((letter, count)) = self.unseen.take() {
            let code = format!("U+{:04X}", u32::from(letter));
            self.push_chip(if count == 1 { code } else { format!("{code} ×{count}") });
        }
    }

    fn push_chip(&mut self, name: String) {
        if !self.words.is_empty() {
            self.pieces.push(Piece::Words(std::mem::take(&mut self.words)));
        }
        self.pieces.push(Piece::Chip(name));
    }

    fn finish(mut self) -> Vec<Piece> {
        self.flush_chips();
        if !self.words.is_empty() {
            self.pieces.push(Piece::Words(self.words));
        }
        self.pieces
    }
}

fn is_unseen(letter: char) -> bool {
    UNSEEN.is_match(letter.encode_utf8(&mut [0; 4]))
}

/// Pictures are joined by U+200D into one; between them it is no trick.
fn is_picture(letter: char) -> bool {
    matches!(u32::from(letter), 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2190..=0x21FF | 0x2B00..=0x2BFF | 0xFE0F)
}
