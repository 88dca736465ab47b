//! What a single character stands for in the folded copy: digits of every script, dashes, blanks,
//! marks that nobody sees. Knows nothing of words or numbers.

/// A letter that Latin-1 does not have (Cyrillic, Arabic, …), in the folded copy.
pub(super) const LETTER: u8 = 0x80;
/// A sign that Latin-1 does not have (emoji, arrows, …), in the folded copy.
pub(super) const SYMBOL: u8 = 0x81;

/// The zero of each set of ten decimal digits (Unicode category Nd) outside ASCII.
const ZEROS: [u32; 64] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0,
    0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50,
    0x11d50, 0x11da0, 0x11f50, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
    0x1e140, 0x1e2f0,
];

/// The rest of [`ZEROS`]: sets that are older than the list or came after it.
const LATER_ZEROS: [u32; 3] = [0x1e4f0, 0x1e950, 0x1fbf0];

/// The one of each set of circled digits that NFKC leaves as it is.
const CIRCLED_ONES: [u32; 4] = [0x24f5, 0x2776, 0x2780, 0x278a];

/// The decimal digit that a character outside ASCII shows, as ASCII.
pub(super) fn digit(letter: char) -> Option<u8> {
    let code = u32::from(letter);
    let of = |first: u32, most: u32| code.checked_sub(first).filter(|value| *value < most);
    let value = match code {
        0xb2 => Some(2),
        0xb3 => Some(3),
        0xb9 => Some(1),
        0x24ff | 0x1f10b | 0x1f10c => Some(0),
        _ if code < 0x660 => None,
        _ => ZEROS
            .iter()
            .chain(&LATER_ZEROS)
            .find_map(|zero| of(*zero, 10))
            .or_else(|| CIRCLED_ONES.iter().find_map(|one| of(*one, 9).map(|value| value + 1))),
    };
    value.and_then(|value| u8::try_from(value).ok()).map(|value| b'0' + value)
}

/// A character that is not seen by itself and parts no words: it is left out of the folded copy.
pub(super) fn is_unseen(letter: char) -> bool {
    matches!(u32::from(letter),
        0xad | 0x34f | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x890..=0x891 | 0x8e2 | 0x115f..=0x1160
        | 0x17b4..=0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0x3164
        | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xfff0..=0xfffb | 0x110bd | 0x110cd | 0x13430..=0x13440
        | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a | 0xe0000..=0xe0fff)
}

/// A variation selector or the keycap's frame: it belongs to the character before it.
pub(super) fn is_dress(letter: char) -> bool {
    matches!(u32::from(letter), 0x20d0..=0x20f0 | 0xfe00..=0xfe0f | 0xe0100..=0xe01ef)
}

/// Dashes, blanks, dots, slashes, quotation marks and money, as Latin-1 has them.
pub(super) fn punctuation(letter: char) -> Option<u8> {
    Some(match u32::from(letter) {
        0x2010..=0x2015 | 0x2043 | 0x2212 | 0x2796 | 0xfe58 | 0xfe63 | 0xff0d | 0x58a | 0x1806 | 0x30fc => {
            b'-'
        }
        0x80..=0x9f | 0xa0 | 0x1680 | 0x2000..=0x200a | 0x202f | 0x205f | 0x2800 | 0x3000 => b' ',
        0x2028 | 0x2029 => b'\n',
        0xb7 | 0x2022 | 0x2024 | 0x2027 | 0x2219 | 0x22c5 | 0x3002 | 0xff61 => b'.',
        0x2044 | 0x2215 | 0x29f8 => b'/',
        0xb4 | 0x2018..=0x201b | 0x2032 | 0x2bc => b'\'',
        0x201c..=0x201f | 0x2033 => b'"',
        // The euro sign as Latin-1's currency sign.
        0x20ac => 0xa4,
        // A vulgar fraction is no run of digits.
        0xbc..=0xbe | 0x2150..=0x215f | 0x2189 => SYMBOL,
        _ => return None,
    })
}

/// Latin letters without a decomposition of their own.
pub(super) fn latin(letter: char) -> Option<&'static [u8]> {
    Some(match letter {
        'ł' | 'ƚ' => b"l",
        'Ł' => b"L",
        'đ' => b"d",
        'Đ' => b"D",
        'ħ' => b"h",
        'Ħ' => b"H",
        'ı' => b"i",
        'ŋ' => b"n",
        'ŧ' => b"t",
        'œ' => b"oe",
        'Œ' => b"OE",
        'ẞ' => &[0xdf],
        _ => return None,
    })
}

/// The Latin letter that a Greek, Cyrillic or other letter looks like.
pub(super) fn alike(letter: char) -> Option<u8> {
    Some(match letter {
        'а' | 'α' | 'ɑ' => b'a',
        'А' | 'Α' => b'A',
        'в' => b'b',
        'В' | 'Β' => b'B',
        'с' | 'ϲ' => b'c',
        'С' => b'C',
        'ԁ' | 'ɗ' => b'd',
        'е' | 'ε' | 'ё' => b'e',
        'Е' | 'Ε' => b'E',
        'ɡ' => b'g',
        'һ' => b'h',
        'Н' | 'Η' => b'H',
        'і' | 'ι' | 'ї' => b'i',
        'І' | 'Ι' => b'I',
        'ј' => b'j',
        'Ј' => b'J',
        'к' | 'κ' => b'k',
        'К' | 'Κ' => b'K',
        'ӏ' => b'l',
        'м' => b'm',
        'М' | 'Μ' => b'M',
        'ո' | 'п' => b'n',
        'Ν' => b'N',
        'о' | 'ο' | 'օ' => b'o',
        'О' | 'Ο' => b'O',
        'р' | 'ρ' => b'p',
        'Р' | 'Ρ' => b'P',
        'ԛ' => b'q',
        'г' => b'r',
        'ѕ' => b's',
        'Ѕ' => b'S',
        'т' | 'τ' => b't',
        'Т' | 'Τ' => b'T',
        'υ' | 'ս' => b'u',
        'ν' | 'ѵ' => b'v',
        'ѡ' | 'ω' => b'w',
        'х' | 'χ' => b'x',
        'Х' | 'Χ' => b'X',
        'у' | 'γ' => b'y',
        'У' | 'Υ' => b'Y',
        'Ζ' => b'Z',
        _ => return None,
    })
}

/// True for a letter of the folded copy, whatever its script.
pub(super) fn is_letter(byte: u8) -> bool {
    LETTERS[usize::from(byte)]
}

/// Lower case in Latin-1.
pub(super) fn lower(byte: u8) -> u8 {
    LOWER[usize::from(byte)]
}

// Both are asked of every byte several times: a table is one look.
static LETTERS: [bool; 256] = letters();
static LOWER: [u8; 256] = lower_case();

const fn letters() -> [bool; 256] {
    let mut letters = [false; 256];
    let mut byte = 0_u8;
    loop {
        letters[byte as usize] =
            byte.is_ascii_alphabetic() || byte == LETTER || (byte >= 0xc0 && byte != 0xd7 && byte != 0xf7);
        if byte == u8::MAX {
            return letters;
        }
        byte += 1;
    }
}

const fn lower_case() -> [u8; 256] {
    let mut lower = [0; 256];
    let mut byte = 0_u8;
    loop {
        lower[byte as usize] = match byte {
            b'A'..=b'Z' | 0xc0..=0xd6 | 0xd8..=0xde => byte + 0x20,
            _ => byte,
        };
        if byte == u8::MAX {
            return lower;
        }
        byte += 1;
    }
}
