//! AES-256-GCM with a key of its own for each row, through the library that TLS links anyway.

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use zeroize::Zeroizing;

use super::Error;

const FORMAT: u8 = 1;
const NONCE: usize = 12;

/// A 256-bit key that wipes itself.
pub(super) type Key = Zeroizing<[u8; 32]>;

/// A new random key.
pub(super) fn fresh() -> Result<Key, Error> {
    let mut key = Zeroizing::new([0; 32]);
    aws_lc_rs::rand::fill(key.as_mut()).map_err(|_| Error::Library)?;
    Ok(key)
}

/// Seals: format byte, nonce, ciphertext, tag. `bound` says where the value stands, so that it
/// cannot be moved to another row.
pub(super) fn close(key: &[u8; 32], bound: &str, plain: &[u8]) -> Result<Vec<u8>, Error> {
    let cipher = RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| Error::Library)?;
    let mut body = plain.to_vec();
    let nonce = cipher
        .seal_in_place_append_tag(Aad::from(bound.as_bytes()), &mut body)
        .map_err(|_| Error::Library)?;
    let mut sealed = Vec::with_capacity(1 + NONCE + body.len());
    sealed.push(FORMAT);
    sealed.extend_from_slice(nonce.as_ref());
    sealed.append(&mut body);
    Ok(sealed)
}

/// Opens what [`close`] sealed under the same key and place.
pub(super) fn open(key: &[u8; 32], bound: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (format, rest) = sealed.split_first().ok_or(Error::NotOpened)?;
    if *format != FORMAT {
        return Err(Error::NotOpened);
    }
    let (nonce, body) = rest.split_at_checked(NONCE).ok_or(Error::NotOpened)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Error::NotOpened)?;
    let cipher = RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| Error::Library)?;
    let mut body = Zeroizing::new(body.to_vec());
    let length = cipher
        .open_in_place(nonce, Aad::from(bound.as_bytes()), &mut body)
        .map_err(|_| Error::NotOpened)?
        .len();
    body.truncate(length);
    Ok(body)
}
