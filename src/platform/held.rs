//! One thing that many calls share and that can go stale, such as a session: fetched once for all of
//! them, kept in memory only.

use std::sync::Arc;

use tokio::sync::Mutex;

/// Locked while somebody fetches, so that the others wait and use the same one.
pub(super) struct Held<T>(Mutex<Option<Arc<T>>>);

impl<T> Held<T> {
    pub(super) fn nothing() -> Self {
        Self(Mutex::new(None))
    }

    /// What is held. `fetch` runs only where nothing is, or only what is stale.
    pub(super) async fn get<E>(
        &self,
        is_stale: impl Fn(&Arc<T>) -> bool,
        fetch: impl Future<Output = Result<T, E>>,
    ) -> Result<Arc<T>, E> {
        let mut held = self.0.lock().await;
        if let Some(here) = held.as_ref().filter(|here| !is_stale(here)) {
            return Ok(Arc::clone(here));
        }
        let fetched = Arc::new(fetch.await?);
        *held = Some(Arc::clone(&fetched));
        Ok(fetched)
    }
}
