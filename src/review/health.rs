//! Whether the desk is well, for a monitor. It says whether, never why.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::desk::Reception;
use super::failure;
use crate::store::{self, installation};

/// `GET /sund`
pub(super) async fn ask(State(reception): State<Arc<Reception>>) -> Response {
    match databases(&reception).await {
        Ok(()) => failure::plain(StatusCode::OK, "ok"),
        Err(error) => {
            tracing::warn!(%error, "the desk is not well");
            failure::plain(StatusCode::SERVICE_UNAVAILABLE, "")
        }
    }
}

async fn databases(reception: &Reception) -> Result<(), store::Error> {
    for db in [&reception.desk.db, &reception.desk.vault.keys] {
        let mut tx = db.read().await?;
        installation::id(&mut tx).await?;
    }
    Ok(())
}
