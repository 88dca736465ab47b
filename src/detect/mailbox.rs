//! Reads an e-mail address out of a text, plain or written out. What it means is for the rule to say.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::{self, Finder};

use super::class::Class;
use super::normalise::Normalised;
use super::terms::Hit;
use super::unicode::is_letter;

/// What stands for the @.
pub(super) struct Sign {
    at: Range<usize>,
    is_plain: bool,
    /// So common a word that the dot must be spelled out too ("at" means "that" in Danish).
    needs_dot_word: bool,
}

/// An address as it stands in the folded copy.
pub(super) struct Address {
    /// All of it.
    pub(super) at: Range<usize>,
    /// What stands before the @.
    pub(super) local: Range<usize>,
    /// The host's name, its dots written out.
    pub(super) domain: Vec<u8>,
    /// Written the usual way.
    pub(super) is_plain: bool,
}

// Building a searcher costs more than searching a comment.
static SNABEL: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("snabel"));
static DOTS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| [Finder::new("dot"), Finder::new("punktum")]);

/// Every place that may stand for an @, in order.
pub(super) fn signs(text: &Normalised, hits: &[Hit]) -> Vec<Sign> {
    let low = text.low();
    let mut signs = Vec::new();
    for at in memchr::memchr_iter(b'@', low) {
        let blank_before = text.before(at) == b' ';
        let blank_after = text.at(at + 1) == b' ';
        // `@navn` after a blank is a mention.
        if !blank_before || blank_after {
            signs.push(Sign {
                at: at..at + 1,
                is_plain: !blank_before && !blank_after,
                needs_dot_word: false,
            });
        }
    }
    if memchr::memchr3(b'(', b'[', b'{', low).is_some() || low.contains(&b'<') {
        for word in [&b"(at)"[..], b"[at]", b"{at}", b"<at>", b"(a)"] {
            let found = memmem::find_iter(low, word);
            signs.extend(found.map(|at| Sign {
                at: at..at + word.len(),
                is_plain: false,
                needs_dot_word: false,
            }));
        }
    }
    signs.extend(SNABEL.find_iter(low).filter_map(|at| snabel(text, at)));
    signs.extend(hits.iter().filter_map(|hit| match hit.class {
        Class::Curl => Some(curled(text, hit)),
        Class::MailHost => at_provider(text, hit),
        _ => None,
    }));
    if DOTS.iter().any(|dot| dot.find(low).is_some()) {
        let found = memmem::find_iter(low, b" at ");
        signs.extend(found.map(|at| Sign { at: at + 1..at + 3, is_plain: false, needs_dot_word: true }));
    }
    signs.sort_by_key(|sign| sign.at.start);
    signs
}

/// `snabela`, `snabel-a`, `(snabel a)`.
fn snabel(text: &Normalised, at: usize) -> Option<Sign> {
    let mut end = at + 6;
    if matches!(text.at(end), b' ' | b'-') {
        end += 1;
    }
    if text.at(end) != b'a' || is_letter(text.at(end + 1)) {
        return None;
    }
    let opens = matches!(text.before(at), b'(' | b'[');
    let closes = matches!(text.at(end + 1), b')' | b']');
    let at = at - usize::from(opens)..end + 1 + usize::from(closes);
    Some(Sign { at, is_plain: false, needs_dot_word: false })
}

/// `navn krølle gmail`, `navn krølle-a gmail`: curly hair has no host after it.
fn curled(text: &Normalised, curl: &Hit) -> Sign {
    let mut end = curl.end;
    if matches!(text.at(end), b' ' | b'-') && text.at(end + 1) == b'a' && !is_letter(text.at(end + 2)) {
        end += 2;
    }
    Sign { at: curl.start..end, is_plain: false, needs_dot_word: false }
}

/// `hanne44 på gmail`, `hanne.lund hos hotmail`: a name that is no word, then the host.
fn at_provider(text: &Normalised, host: &Hit) -> Option<Sign> {
    let joint = [&b" p\xe5 "[..], b" hos ", b" at "].into_iter().find(|joint| {
        host.start.checked_sub(joint.len()).is_some_and(|start| text.slice(start..host.start) == *joint)
    })?;
    let start = host.start - joint.len();
    let mut name = start;
    while start - name < MOST_LOCAL && is_local(text.before(name)) && name > 0 {
        name -= 1;
    }
    let local = text.slice(name..start);
    let is_name =
        local.len() > 3 && local.iter().any(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_'));
    is_name.then_some(Sign { at: start + 1..host.start - 1, is_plain: false, needs_dot_word: false })
}

/// The address around a sign, if both sides read as one.
pub(super) fn address(text: &Normalised, sign: &Sign) -> Option<Address> {
    let local = local(text, sign.at.start)?;
    let domain = domain(text, sign.at.end)?;
    if sign.needs_dot_word && !domain.has_dot_word {
        return None;
    }
    Some(Address {
        at: local.start..domain.end,
        local,
        domain: domain.name,
        is_plain: sign.is_plain && !domain.has_dot_word,
    })
}

/// Mail hosts that people name without their ending.
pub(super) const PROVIDERS: [&str; 12] = [
    "gmail",
    "hotmail",
    "outlook",
    "icloud",
    "yahoo",
    "live",
    "msn",
    "protonmail",
    "proton",
    "ofir",
    "jubii",
    "stofanet",
];
/// What people call an @ beside "snabel-a".
pub(super) const CURLS: [&str; 2] = ["krølle", "alfakrøl"];

/// The longest part before the @ is 64 characters (RFC 5321).
const MOST_LOCAL: usize = 64;

fn local(text: &Normalised, sign: usize) -> Option<Range<usize>> {
    let mut end = sign;
    while end > 0 && sign - end < 2 && text.before(end) == b' ' {
        end -= 1;
    }
    let mut start = end;
    while end - start < MOST_LOCAL && is_local(text.before(start)) {
        start -= 1;
    }
    while start < end && !is_word(text.at(start)) {
        start += 1;
    }
    // `@navn@server` is a handle.
    let is_handle = text.before(start) == b'@';
    (start < end && !is_handle && is_word(text.before(end))).then_some(start..end)
}

struct Domain {
    name: Vec<u8>,
    end: usize,
    has_dot_word: bool,
}

/// The longest name of a host is 253 characters (RFC 1035).
const MOST_DOMAIN: usize = 253;

fn domain(text: &Normalised, sign: usize) -> Option<Domain> {
    let mut place = sign;
    while place - sign < 2 && text.at(place) == b' ' {
        place += 1;
    }
    let mut domain = Domain { name: Vec::new(), end: place, has_dot_word: false };
    let mut last = 0;
    loop {
        let label = label(text, place);
        if label.is_empty() || domain.name.len() > MOST_DOMAIN {
            break;
        }
        last = label.len();
        domain.name.extend_from_slice(text.slice(label.clone()));
        domain.end = label.end;
        let Some((next, is_word)) = dot(text, label.end) else { break };
        if self::label(text, next).is_empty() {
            break;
        }
        domain.has_dot_word |= is_word;
        domain.name.push(b'.');
        place = next;
    }
    let tail = domain.name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    // `navn@gmail`, `navn at gmail com`: everybody knows the rest.
    let is_known = last == domain.name.len() && PROVIDERS.iter().any(|host| host.as_bytes() == domain.name);
    let fits = is_known
        || ((2..=24).contains(&last) && last < domain.name.len() && tail.iter().all(u8::is_ascii_lowercase));
    if is_known {
        let endings = [&b" com"[..], b" dk", b" . com", b" . dk", b". com", b" .com"];
        let said = endings.into_iter().find(|said| text.slice(domain.end..domain.end + said.len()) == *said);
        domain.end += said.filter(|said| !is_word(text.at(domain.end + said.len()))).map_or(0, <[u8]>::len);
    }
    fits.then_some(domain)
}

fn label(text: &Normalised, start: usize) -> Range<usize> {
    let mut end = start;
    while end - start < 63 && (is_word(text.at(end)) || (end > start && text.at(end) == b'-')) {
        end += 1;
    }
    start..end
}

/// A dot or a word for one; where the next label begins.
fn dot(text: &Normalised, at: usize) -> Option<(usize, bool)> {
    if text.at(at) == b'.' {
        return Some((at + 1, false));
    }
    let mut place = at;
    while place - at < 2 && matches!(text.at(place), b' ' | b'(' | b'[' | b'{') {
        place += 1;
    }
    let word = [&b"punktum"[..], b"dot", b"prik"]
        .into_iter()
        .find(|word| place > at && text.slice(place..place + word.len()) == *word)?;
    place += word.len();
    let end = place;
    while place - end < 2 && matches!(text.at(place), b' ' | b')' | b']' | b'}') {
        place += 1;
    }
    (place > end).then_some((place, true))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_digit() || is_letter(byte)
}

fn is_local(byte: u8) -> bool {
    is_word(byte) || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-')
}
