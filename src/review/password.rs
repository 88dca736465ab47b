//! Passwords: argon2id, the same work for a name that nobody has, and what a new one must be.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use anyhow::anyhow;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use unicode_normalization::UnicodeNormalization;

/// OWASP's least for one pass: 46 MiB. A hash made with less is renewed when its owner comes in.
const MEMORY_KIB: u32 = 46 * 1024;
const PASSES: u32 = 1;
const LANES: u32 = 1;
/// NIST SP 800-63B-4: length is what counts, not which signs; fifteen where it stands alone.
const LEAST: usize = 15;
/// Long enough for any phrase; what is longer is somebody trying our patience.
const MOST: usize = 256;
/// What must be left when the words that everybody would guess are taken out.
const LEAST_OWN: usize = 8;

static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody has this name").expect("valid parameters"));

/// How a password compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// It is not the one.
    No,
    /// It is.
    Yes,
    /// It is, and its hash is weaker than we make them now.
    YesRenew,
}

/// Why a new password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weak {
    Short,
    Long,
    Guessable,
    NotTwice,
}

/// Makes the dummy hash, so that the first unknown name does not take longer than the second.
pub(super) fn prepare() {
    LazyLock::force(&NOBODY);
}

/// A new hash as a PHC string. Takes 46 MiB and a good part of a second: never on an async thread.
pub(super) fn hash(password: &str) -> anyhow::Result<String> {
    let hash: PasswordHash = argon2()?
        .hash_password(same_form(password).as_bytes())
        .map_err(|_| anyhow!("hashing a password failed"))?;
    Ok(hash.to_string())
}

/// Compares. With `None` it does the same work against nobody's hash and says no.
pub(super) fn compare(password: &str, stored: Option<&str>) -> anyhow::Result<Match> {
    let text = stored.unwrap_or(&NOBODY);
    let parsed = PasswordHash::new(text).map_err(|_| anyhow!("a stored password hash cannot be read"))?;
    let is_same = argon2()?.verify_password(same_form(password).as_bytes(), &parsed).is_ok();
    let is_current = Params::try_from(&parsed)
        .is_ok_and(|made| (made.m_cost(), made.t_cost(), made.p_cost()) == (MEMORY_KIB, PASSES, LANES));
    Ok(match (is_same && stored.is_some(), is_current) {
        (false, _) => Match::No,
        (true, true) => Match::Yes,
        (true, false) => Match::YesRenew,
    })
}

/// Whether a new password will do. `guessable` are the words that everybody would try: the
/// municipality's and the person's own.
pub(super) fn judge(password: &str, again: &str, guessable: &[&str]) -> Result<(), Weak> {
    let length = password.chars().count();
    let mut rest = password.to_lowercase();
    for word in guessable.iter().flat_map(|name| name.split_whitespace()).chain(["ordstyrer", "kommune"]) {
        rest = rest.replace(&word.to_lowercase(), "");
    }
    let different: BTreeSet<char> = rest.chars().collect();
    match () {
        () if length < LEAST => Err(Weak::Short),
        () if length > MOST => Err(Weak::Long),
        () if rest.chars().count() < LEAST_OWN || different.len() < 5 => Err(Weak::Guessable),
        () if password != again => Err(Weak::NotTwice),
        () => Ok(()),
    }
}

fn argon2() -> anyhow::Result<Argon2<'static>> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| anyhow!("wrong argon2 parameters"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// One keyboard sends å as one sign, another as two.
fn same_form(password: &str) -> String {
    password.nfc().collect()
}
