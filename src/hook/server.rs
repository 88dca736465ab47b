//! The listening end: so many connections at once, headers within their time, and no connection for
//! ever. axum's own server has no time limit on headers.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::counts::Counts;

/// Headers are at most so large, and so is what one connection reads ahead.
const BUFFER: usize = 16 * 1024;
/// A connection is asked to end after so long: a caller that never reads answers holds none for ever.
const LONGEST: Duration = Duration::from_mins(10);
/// After a failed accept (no file handles left), before the next.
const REST: Duration = Duration::from_millis(100);

/// Who may come in, and how slowly.
#[derive(Clone, Copy, Debug)]
pub struct Door {
    /// Connections at once; the next ones wait in the system's queue.
    pub at_once: usize,
    /// How long the headers may take, or a connection be silent.
    pub deadline: Duration,
}

/// Serves until told to stop; then every connection finishes what it has begun, within the deadline.
pub async fn listen(
    listener: TcpListener,
    router: Router,
    door: Door,
    counts: Arc<Counts>,
    stop: CancellationToken,
) {
    let (places, connections) = (Arc::new(Semaphore::new(door.at_once)), TaskTracker::new());
    let accept = async {
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
            match listener.accept().await {
                Ok((stream, _)) => {
                    let serving = serve(stream, router.clone(), door, Arc::clone(&counts), stop.clone());
                    connections.spawn(async move {
                        serving.await;
                        drop(place);
                    });
                }
                Err(error) => {
                    tracing::warn!(cause = %error.kind(), "a connection to the hook could not be accepted");
                    tokio::time::sleep(REST).await;
                }
            }
        }
    };
    stop.run_until_cancelled(accept).await;
    drop(router);
    connections.close();
    connections.wait().await;
}

async fn serve(stream: TcpStream, router: Router, door: Door, counts: Arc<Counts>, stop: CancellationToken) {
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(door.deadline)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => Some(ended),
        () = stop.cancelled() => None,
        () = tokio::time::sleep(LONGEST) => None,
    };
    let ended = if let Some(ended) = ended {
        ended
    } else {
        connection.as_mut().graceful_shutdown();
        match tokio::time::timeout(door.deadline * 2, connection).await {
            Ok(ended) => ended,
            Err(_) => return counts.slow.add(1),
        }
    };
    // How a connection ends otherwise is the other side's own affair.
    if ended.is_err_and(|error| error.is_timeout()) {
        counts.slow.add(1);
    }
}
