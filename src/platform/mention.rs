//! Whom an answer is for: who is not named in it is not told of it. The name is read when the answer
//! goes out, and it must never be kept, logged or shown.

/// What is kept free for it in every answer: `@`, the longest name that Mastodon and YouTube give (30), a
/// space. A name at another server counts without its server; who has a longer one is answered unnamed.
pub(super) const ROOM: usize = 32;

/// The words with the person in front, or alone where nobody can be named.
pub(super) fn addressed(acct: Option<&str>, words: &str) -> String {
    match acct.filter(|acct| is_plain(acct) && counted(acct) <= ROOM) {
        Some(acct) => format!("@{acct} {words}"),
        None => words.to_owned(),
    }
}

/// Our words without the people in front: no answer of ours begins with an `@` of its own, because none
/// may hold one.
pub(super) fn unaddressed(words: &str) -> &str {
    let mut rest = words.trim_start();
    while rest.starts_with('@') {
        rest = rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest).trim_start();
    }
    rest
}

/// A handle that can stand in a sentence or an address, and nothing else.
pub(super) fn is_plain(acct: &str) -> bool {
    let mut parts = acct.split('@');
    let is_name = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b))
    };
    parts.next().is_some_and(is_name) && parts.next().is_none_or(is_name) && parts.next().is_none()
}

fn counted(acct: &str) -> usize {
    acct.split('@').next().map_or(0, |name| name.len() + 2)
}
