//! The rows that are kept back for checking, known by a hash of their folded words.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;
use aws_lc_rs::digest::{SHA256, digest};
use regex::Regex;
use unicode_normalization::UnicodeNormalization;

/// The letters of a hash that are written down.
const LETTERS: usize = 24;

/// Hashes of what must not be learnt from.
#[derive(Debug, Default)]
pub struct Held(HashSet<String>);

impl Held {
    /// Reads a file of hashes, one a line.
    ///
    /// # Errors
    /// A file that cannot be read, or a line that is no hash, by its number.
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        let mut hashes = HashSet::new();
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let hash = line.trim();
            let is_hash = hash.len() == LETTERS && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
            anyhow::ensure!(is_hash, "line {number} of {} is no hash", file.display());
            hashes.insert(hash.to_ascii_lowercase());
        }
        Ok(Self(hashes))
    }

    /// True for a text that is kept back.
    #[must_use]
    pub fn holds(&self, text: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&hash(text))
    }
}

fn hash(text: &str) -> String {
    let mut hash = String::new();
    for byte in digest(&SHA256, fold(text).as_bytes()).as_ref().iter().take(LETTERS / 2) {
        write!(hash, "{byte:02x}").expect("a string takes every letter");
    }
    hash
}

/// The words as the hashes see them: NFKC, nothing invisible, lower case, one name for every link and
/// mention, no letter three times, single blanks.
pub(super) fn fold(text: &str) -> String {
    static LINK: std::sync::LazyLock<Regex> =
        std::sync::LazyLock::new(|| Regex::new(r"https?://\S+|www\.\S+").expect("it is a constant"));
    static MENTION: std::sync::LazyLock<Regex> =
        std::sync::LazyLock::new(|| Regex::new(r"@\w+").expect("it is a constant"));
    let seen =
        |letter: &char| !matches!(*letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
    let low: String = text.nfkc().filter(seen).collect::<String>().to_lowercase();
    let plain = MENTION.replace_all(&LINK.replace_all(&low, "url"), "@user").into_owned();
    let mut squeezed = String::with_capacity(plain.len());
    let (mut last, mut run) = (None, 0_usize);
    for letter in plain.chars() {
        run = if last == Some(letter) { run + 1 } else { 1 };
        last = Some(letter);
        if run <= 2 {
            squeezed.push(letter);
        }
    }
    squeezed.split_whitespace().collect::<Vec<_>>().join(" ")
}
