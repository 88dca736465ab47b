//! What nobody may do to the hook: send too much, too slowly, too many at once.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use ordstyrer::hook::{Counts, Network, Settings};
use ordstyrer::store::{Db, Engine, hint};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use super::ears::{Ears, SECRET, call, comment, organisation, settings, signature};

/// Short enough to be waited for.
const SOON: Duration = Duration::from_millis(300);

fn impatient() -> Settings {
    Settings { deadline: SOON, ..settings() }
}

/// A hook that listens on a port.
struct Listening {
    address: SocketAddr,
    counts: Arc<Counts>,
    db: Db,
    stop: CancellationToken,
    _folder: tempfile::TempDir,
}

impl Listening {
    async fn new(settings: Settings) -> Self {
        let (Ears { hook, counts, db, folder, .. }, writer) = Ears::deaf(Engine::Sqlite, settings).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
        tokio::spawn(hook.serve(writer, listener, stop.clone()));
        Self { address, counts, db, stop, _folder: folder }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn stored(&self) -> i64 {
        hint::count(&mut self.db.read().await.unwrap(), &organisation()).await.unwrap()
    }
}

fn head(signature: &str, more: &str) -> String {
    let path = Network::Facebook.path();
    format!("POST {path} HTTP/1.1\r\nhost: x\r\nx-hub-signature-256: {signature}\r\n{more}\r\n")
}

/// Everything that the hook says until it closes the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    // It may end with a reset, because it did not read what we sent.
    stream.read_to_end(&mut said).await.ok();
    String::from_utf8(said).unwrap()
}

#[tokio::test]
async fn a_declared_length_that_is_too_large_is_refused_before_a_byte_is_sent() {
    let hook = Listening::new(settings()).await;
    let mut stream = hook.connect().await;
    let signed = signature(SECRET, "x");
    let more = format!("content-length: {}\r\nexpect: 100-continue\r\n", (1 << 20) + 1);
    stream.write_all(head(&signed, &more).as_bytes()).await.unwrap();
    let said = rest(&mut stream).await;
    assert!(said.starts_with("HTTP/1.1 413"), "{said}");
    assert!(!said.contains("100 Continue"), "it was not told to go on");
    assert_eq!(hook.counts.oversized.get(), 1);
}

#[tokio::test]
async fn a_body_that_grows_beyond_its_limit_is_refused_while_it_is_read() {
    let hook = Listening::new(settings()).await;
    let mut stream = hook.connect().await;
    let signed = signature(SECRET, "x");
    stream.write_all(head(&signed, "transfer-encoding: chunked\r\n").as_bytes()).await.unwrap();
    let chunk = format!("10000\r\n{}\r\n", "a".repeat(65_536));
    let mut sent = 0;
    // For ever, if it were let.
    while stream.write_all(chunk.as_bytes()).await.is_ok() && hook.counts.oversized.get() == 0 {
        sent += 1;
        assert!(sent < 1000, "it reads without end");
        tokio::task::yield_now().await;
    }
    assert_eq!((hook.counts.oversized.get(), hook.counts.stored.get()), (1, 0));
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_read_and_one_byte_more_is_not() {
    let ears = Ears::new(Engine::Sqlite).await;
    for (length, status) in [(1 << 20, StatusCode::OK), ((1 << 20) + 1, StatusCode::PAYLOAD_TOO_LARGE)] {
        let body = "x".repeat(length);
        let signed = signature(SECRET, &body);
        assert_eq!(ears.ask(call(Network::Facebook, &body, &signed)).await.0, status);
        // In parts, without a declared length.
        let parts = body.into_bytes().chunks(100_000).map(Bytes::copy_from_slice).collect::<Vec<_>>();
        let parts = futures_util::stream::iter(parts.into_iter().map(Ok::<_, std::convert::Infallible>));
        let request = Request::post(Network::Facebook.path())
            .header("x-hub-signature-256", signed)
            .body(Body::from_stream(parts))
            .unwrap();
        assert_eq!(ears.ask(request).await.0, status);
    }
}

#[tokio::test]
async fn a_body_that_trickles_is_given_up_at_its_deadline() {
    let hook = Listening::new(impatient()).await;
    let mut stream = hook.connect().await;
    let body = comment(1).to_string();
    let (signed, length) = (signature(SECRET, &body), body.len());
    let more = format!("content-length: {length}\r\n");
    stream.write_all(head(&signed, &more).as_bytes()).await.unwrap();
    stream.write_all(&body.as_bytes()[..length - 1]).await.unwrap();
    let said = rest(&mut stream).await;
    assert!(said.starts_with("HTTP/1.1 408"), "{said}");
    assert_eq!((hook.counts.slow.get(), hook.counts.stored.get()), (1, 0));
}

#[tokio::test]
async fn headers_that_trickle_and_connections_that_say_nothing_are_closed() {
    let hook = Listening::new(impatient()).await;
    for begun in ["", "POST /hook/facebook HTTP/1.1\r\nhost: x\r\nx-a: "] {
        let mut stream = hook.connect().await;
        stream.write_all(begun.as_bytes()).await.unwrap();
        let said = rest(&mut stream).await;
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 408"), "{said}");
    }
    // After a good request too.
    let mut stream = hook.connect().await;
    stream.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let said = rest(&mut stream).await;
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    assert!(hook.counts.slow.get() >= 1);
}

#[tokio::test]
async fn headers_without_end_are_refused() {
    let hook = Listening::new(settings()).await;
    let mut stream = hook.connect().await;
    stream.write_all(b"POST /hook/facebook HTTP/1.1\r\n").await.unwrap();
    let line = format!("x-a: {}\r\n", "a".repeat(1000));
    let mut sent = 0;
    while stream.write_all(line.as_bytes()).await.is_ok() {
        sent += 1;
        assert!(sent < 10_000, "it reads without end");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn more_connections_than_allowed_wait_and_are_served_when_one_ends() {
    let hook = Listening::new(Settings { at_once: 2, ..settings() }).await;
    let idle = [hook.connect().await, hook.connect().await];
    let mut third = hook.connect().await;
    third.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut byte = [0];
    let early = tokio::time::timeout(SOON, third.read(&mut byte)).await;
    assert!(early.is_err(), "there are two already");
    drop(idle);
    assert!(rest(&mut third).await.contains("is_well"));
    assert_eq!(hook.counts.calls.get(), 0);
}

#[tokio::test]
async fn when_the_queue_is_full_the_next_call_is_turned_away_and_what_waited_is_stored() {
    let (ears, writer) = Ears::deaf(Engine::Sqlite, Settings { queue: 2, ..settings() }).await;
    let [one, two, three] = [1, 2, 3].map(comment);
    let calls = async {
        let write = async {
            tokio::select! {
                () = writer.run() => {}
                () = std::future::pending() => {}
            }
        };
        let answers = async { tokio::join!(ears.facebook(&one), ears.facebook(&two), ears.facebook(&three)) };
        tokio::select! {
            biased;
            answers = answers => answers,
            () = write => unreachable!("the hook stands"),
        }
    };
    let answers = calls.await;
    assert_eq!(answers, (StatusCode::OK, StatusCode::OK, StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!((ears.hints().await.len(), ears.counts.turned_away.get()), (2, 1));
}

#[tokio::test]
async fn nobody_is_told_that_it_is_stored_before_it_is() {
    let (ears, writer) = Ears::deaf(Engine::Sqlite, impatient()).await;
    assert_eq!(ears.facebook(&comment(1)).await, StatusCode::SERVICE_UNAVAILABLE, "nobody stores anything");
    assert_eq!((ears.hints().await.len(), ears.counts.failed.get()), (0, 1));
    drop(writer);
    assert_eq!(ears.facebook(&comment(1)).await, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn bodies_of_strangers_take_no_more_memory_than_they_may() {
    let small = Settings { most_bytes: 1000, at_once: 100, ..impatient() };
    let hook = Listening::new(small).await;
    let signed = signature(SECRET, "x");
    let mut open = Vec::new();
    // Nine tenths of a body each, and then silence: sixteen whole bodies have room.
    for _ in 0..30 {
        let mut stream = hook.connect().await;
        stream.write_all(head(&signed, "content-length: 1000\r\n").as_bytes()).await.unwrap();
        stream.write_all("x".repeat(900).as_bytes()).await.unwrap();
        open.push(stream);
    }
    let mut answers = Vec::new();
    for stream in &mut open {
        answers.push(rest(stream).await);
    }
    let turned_away = answers.iter().filter(|said| said.starts_with("HTTP/1.1 503")).count();
    let slow = answers.iter().filter(|said| said.starts_with("HTTP/1.1 408")).count();
    assert_eq!((slow, turned_away), (17, 13));
    // The room is free again.
    let body = comment(1).to_string();
    let small = body.len() <= 1000;
    assert!(small && hook.counts.slow.get() >= 17);
    let mut stream = hook.connect().await;
    let more = format!("connection: close\r\ncontent-length: {}\r\n", body.len());
    stream.write_all(head(&signature(SECRET, &body), &more).as_bytes()).await.unwrap();
    stream.write_all(body.as_bytes()).await.unwrap();
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 200"));
    assert_eq!(hook.stored().await, 1);
}

#[tokio::test]
async fn told_to_stop_it_finishes_and_stores_what_it_has_begun() {
    let hook = Listening::new(settings()).await;
    let body = comment(1).to_string();
    let mut stream = hook.connect().await;
    let more = format!("content-length: {}\r\n", body.len());
    let head = head(&signature(SECRET, &body), &more);
    stream.write_all(head.as_bytes()).await.unwrap();
    while hook.counts.calls.get() == 0 {
        tokio::task::yield_now().await;
    }
    hook.stop.cancel();
    stream.write_all(body.as_bytes()).await.unwrap();
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 200"));
    assert_eq!(hook.stored().await, 1);
    assert!(TcpStream::connect(hook.address).await.is_err(), "nobody is let in any more");
}
