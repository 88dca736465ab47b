//! The secrets of one network's app: whether a body is really its, and how an event is known again.

use aws_lc_rs::{hmac, rand};
use secrecy::{ExposeSecret, SecretString};

use super::Channel;

/// A claimed signature: 32 bytes, or nothing that could be one.
pub(super) struct Claim([u8; 32]);

impl Claim {
    /// Reads `sha256=` and 64 hexadecimal digits; `None` for anything else, other algorithms and
    /// signatures cut short among it. What is refused here was never compared with a secret.
    pub(super) fn read(header: &[u8]) -> Option<Self> {
        let digits = header.strip_prefix(b"sha256=")?;
        let mut claim = [0; 32];
        if digits.len() != claim.len() * 2 {
            return None;
        }
        for (byte, pair) in claim.iter_mut().zip(digits.chunks_exact(2)) {
            for digit in pair {
                let value = u8::try_from(char::from(*digit).to_digit(16)?).ok()?;
                *byte = *byte << 4 | value;
            }
        }
        Some(Self(claim))
    }
}

/// Made from a network's app secrets and verify tokens.
pub(super) struct Keys {
    signing: Vec<hmac::Key>,
    seen: hmac::Key,
    /// Tokens are compared as hashes under a key of this process, so that neither their length nor
    /// where they differ shows in the time it takes.
    blind: hmac::Key,
    tokens: Vec<hmac::Tag>,
}

impl Keys {
    /// From the settings.
    pub(super) fn new(channel: &Channel) -> Self {
        let key =
            |secret: &SecretString| hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
        let signing: Vec<_> = channel.app_secrets.iter().map(key).collect();
        let newest = signing.first().expect("a channel without a secret is never opened");
        let seen = hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(newest, b"ordstyrer seen webhook").as_ref());
        let blind = hmac::Key::generate(hmac::HMAC_SHA256, &rand::SystemRandom::new())
            .expect("the machine gives random bytes");
        let tokens = channel.verify_tokens.iter();
        let tokens = tokens.map(|token| hmac::sign(&blind, token.expose_secret().as_bytes())).collect();
        Self { signing, seen, blind, tokens }
    }

    /// Whether the network signed these very bytes. Every secret is tried, whichever fits, each in
    /// constant time.
    pub(super) fn signed(&self, body: &[u8], claim: &Claim) -> bool {
        self.signing.iter().fold(false, |fits, key| fits | hmac::verify(key, body, &claim.0).is_ok())
    }

    /// Whether this is one of our verify tokens.
    pub(super) fn is_token(&self, given: &str) -> bool {
        let fits = |tag: &hmac::Tag| hmac::verify(&self.blind, given.as_bytes(), tag.as_ref()).is_ok();
        self.tokens.iter().fold(false, |found, tag| found | fits(tag))
    }

    /// The id of an event: a keyed hash of the parts, each preceded by its length. It leads nobody
    /// back to the comment.
    pub(super) fn seen(&self, parts: &[&str]) -> String {
        let mut context = hmac::Context::with_key(&self.seen);
        for part in parts {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part.as_bytes());
        }
        let tag = context.sign();
        let mut id = String::with_capacity(32);
        for byte in tag.as_ref().iter().take(16) {
            for digit in [byte >> 4, byte & 15] {
                id.push(char::from_digit(u32::from(digit), 16).expect("a half byte is a digit"));
            }
        }
        id
    }
}
