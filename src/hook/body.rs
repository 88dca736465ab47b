//! A body, read within its size and its time, and within what all bodies together may take: nobody
//! has proven who they are yet.

use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody};
use futures_util::StreamExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Why a body was not read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    TooLarge,
    /// Too many bodies are being read.
    NoRoom,
    /// The connection ended first.
    Cut,
}

/// A body in memory, with its share of the room.
pub(super) struct Held {
    bytes: Bytes,
    _room: Option<OwnedSemaphorePermit>,
}

impl Held {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Reads it. A declared length that is too large is refused before a byte is read, and before the
/// sender is told to go on.
pub(super) async fn read(body: Body, most: usize, room: &Arc<Semaphore>) -> Result<Held, Refused> {
    let declared = body.size_hint().lower();
    if usize::try_from(declared).map_or(true, |declared| declared > most) {
        return Err(Refused::TooLarge);
    }
    let mut parts = body.into_data_stream();
    let Some(first) = parts.next().await else {
        return Ok(Held { bytes: Bytes::new(), _room: None });
    };
    let first = first.map_err(|_| Refused::Cut)?;
    let mut permit = take(room, first.len(), most)?;
    // Nearly every body comes in one part, and is not copied.
    let Some(mut next) = parts.next().await else {
        return Ok(Held { bytes: first, _room: Some(permit) });
    };
    let mut whole = first.to_vec();
    drop(first);
    loop {
        let part = next.map_err(|_| Refused::Cut)?;
        let length = whole.len().checked_add(part.len()).ok_or(Refused::TooLarge)?;
        if length > most {
            return Err(Refused::TooLarge);
        }
        permit.merge(take(room, part.len(), most)?);
        whole.extend_from_slice(&part);
        match parts.next().await {
            Some(more) => next = more,
            None => return Ok(Held { bytes: whole.into(), _room: Some(permit) }),
        }
    }
}

fn take(room: &Arc<Semaphore>, length: usize, most: usize) -> Result<OwnedSemaphorePermit, Refused> {
    let length = u32::try_from(length).ok().filter(|_| length <= most).ok_or(Refused::TooLarge)?;
    Arc::clone(room).try_acquire_many_owned(length).map_err(|_| Refused::NoRoom)
}
