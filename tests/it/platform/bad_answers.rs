//! Bad input on the wire: each kind is named, nothing of it is used, and nothing of it is quoted.

use std::time::Duration;

use ordstyrer::platform::{Error, Wait, connect};
use wiremock::{MockServer, ResponseTemplate};

use super::network::{
    Network, TOKEN, answer_all, connected, connection, ever, every_read, networks, open, stamp,
};
use super::raw::{self, Then};

/// What stands in every bad answer here, and must stand in no error.
const CANARY: &str = "311236-4004";

fn page(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .set_body_raw(format!("<!doctype html><p>{CANARY}"), "text/html; charset=utf-8")
}

fn json(body: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(body.to_owned(), "application/json")
}

async fn each_read_says(
    network: &dyn Network,
    case: &str,
    answer: ResponseTemplate,
    is_right: impl Fn(&Error) -> bool,
) {
    let (server, platform) = open(network).await;
    answer_all(&server, answer).await;
    for (read, error) in every_read(network, &*platform).await {
        let error = error.unwrap_or_else(|| panic!("{} {read} on {case} went well", network.name()));
        assert!(is_right(&error), "{} {read} on {case}: {error:?}", network.name());
        let told = format!("{error} {error:?}");
        for secret in [CANARY, TOKEN, "127.0.0.1", "http"] {
            assert!(!told.contains(secret), "{} {read} on {case} quotes {secret}", network.name());
        }
    }
}

#[tokio::test]
async fn what_is_not_the_json_asked_for_is_broken() {
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let wrong = format!("{{\"hvem\":\"{CANARY}\"}}");
    let cut = format!("{{\"data\":[{{\"id\":\"1\",\"message\":\"{CANARY}");
    let of_other_kinds = format!(
        "{{\"data\":\"{CANARY}\",\"notifications\":7,\"posts\":null,\"feed\":{{}},\"id\":{{}},\"did\":[]}}"
    );
    for network in networks() {
        for (case, body) in [
            ("cut-off JSON", cut.as_str()),
            ("JSON of another shape", &wrong),
            ("JSON of other kinds", &of_other_kinds),
            ("another kind", network.no_answer()),
            ("false", "false"),
            ("null", "null"),
            ("nothing", ""),
            ("half a sign", "{\"data\":[\"\u{fffd}"),
            ("depth", &deep),
        ] {
            each_read_says(&*network, case, json(body), |error| matches!(error, Error::Broken(_))).await;
        }
        each_read_says(
            &*network,
            "a page",
            page(200),
            |error| matches!(error, Error::Broken(cause) if cause.contains("HTML")),
        )
        .await;
        each_read_says(&*network, "a page, 404", page(404), |error| matches!(error, Error::Broken(_))).await;
        each_read_says(&*network, "a page, 403", page(403), |error| matches!(error, Error::Broken(_))).await;
    }
}

#[tokio::test]
async fn a_server_in_trouble_is_unreachable_whatever_it_says() {
    for network in networks() {
        for status in [500, 502, 503, 504, 520] {
            each_read_says(&*network, "a page", page(status), |error| matches!(error, Error::Unreachable(_)))
                .await;
            let empty = ResponseTemplate::new(status);
            each_read_says(&*network, "empty", empty, |error| matches!(error, Error::Unreachable(_))).await;
        }
    }
}

#[tokio::test]
async fn ten_megabytes_are_not_read() {
    let ten = vec![b' '; 10_000_000];
    let bomb: &[u8] = include_bytes!("../../fixtures/bomb.json.gz");
    assert!(bomb.len() < 20_000, "small before it is opened");
    for network in networks() {
        let is_too_large = |error: &Error| matches!(error, Error::Broken(cause) if cause.contains("larger"));
        let plain = ResponseTemplate::new(200).set_body_raw(ten.clone(), "application/json");
        each_read_says(&*network, "10 MB", plain, is_too_large).await;
        let packed = ResponseTemplate::new(200)
            .set_body_raw(bomb, "application/json")
            .insert_header("content-encoding", "gzip");
        each_read_says(&*network, "10 MB in gzip", packed, is_too_large).await;
        let broken = ResponseTemplate::new(200)
            .set_body_raw(b"no gzip at all".as_slice(), "application/json")
            .insert_header("content-encoding", "gzip");
        each_read_says(&*network, "broken gzip", broken, |error| matches!(error, Error::Broken(_))).await;
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_to_another_host() {
    for network in networks() {
        let elsewhere = MockServer::start().await;
        answer_all(&elsewhere, json("{}")).await;
        for status in [301, 302, 303, 307, 308] {
            let answer = ResponseTemplate::new(status).insert_header("location", elsewhere.uri().as_str());
            each_read_says(
                &*network,
                "a redirect",
                answer,
                |error| matches!(error, Error::Broken(cause) if cause.contains("redirect")),
            )
            .await;
        }
        let called = elsewhere.received_requests().await.expect("recorded");
        assert!(called.is_empty(), "{} followed the redirect", network.name());
    }
}

#[tokio::test]
async fn a_dead_token_and_a_lost_permission_are_told_apart() {
    for network in networks() {
        let is_dead = |error: &Error| matches!(error, Error::TokenDead(_));
        each_read_says(&*network, "an expired token", network.expired(), is_dead).await;
        let is_forbidden = |error: &Error| matches!(error, Error::NotPermitted(_));
        each_read_says(&*network, "a lost permission", network.forbidden(), is_forbidden).await;
    }
}

#[tokio::test]
async fn the_network_says_how_long_to_wait_in_any_of_its_ways() {
    let seconds = |seconds| Error::Throttled(Wait::For(Duration::from_secs(seconds)));
    let unsaid = || Error::Throttled(Wait::Unsaid);
    let date = "Sat, 21 Nov 2026 10:00:00 GMT";
    for network in networks() {
        for (asked, expected) in [
            ("120", seconds(120)),
            (" 7 ", seconds(7)),
            ("86400", seconds(3600)),
            ("99999999999999999999999", seconds(3600)),
            ("0", unsaid()),
            ("-30", unsaid()),
            ("1.5", unsaid()),
            ("snart", unsaid()),
            ("Sat, 21 Nov 2026 10:02:30 GMT", seconds(150)),
            ("Sun, 22 Nov 2026 10:00:00 GMT", seconds(3600)),
            ("Sat, 21 Nov 2026 09:00:00 GMT", unsaid()),
            ("Sat, 99 Nov 2026 10:00:00 GMT", unsaid()),
        ] {
            let answer = ResponseTemplate::new(429)
                .insert_header("date", date)
                .insert_header("retry-after", asked)
                .set_body_raw(CANARY, "text/html");
            each_read_says(&*network, asked, answer, |error| *error == expected).await;
        }
        let silent = network.throttled();
        each_read_says(&*network, "no header", silent, |error| *error == unsaid()).await;
        let reset = network.throttled().insert_header("date", date).insert_header("retry-after", "60");
        each_read_says(&*network, "its own body", reset, |error| *error == seconds(60)).await;
        let closed = ResponseTemplate::new(503).insert_header("retry-after", "60");
        each_read_says(&*network, "503", closed, |error| *error == seconds(60)).await;
    }
}

#[tokio::test]
async fn a_moment_without_the_answers_own_date_is_handed_on() {
    for network in networks() {
        let bytes = b"HTTP/1.1 429 Too Many Requests\r\nretry-after: Sat, 21 Nov 2026 10:02:30 GMT\r\n\
            content-length: 0\r\nconnection: close\r\n\r\n";
        let platform = connected(&*network, &raw::serve(&*network, bytes, Then::Close).await);

        let outcome = platform.pull(ever(), None).await;

        let until = Wait::Until(stamp("2026-11-21T10:02:30Z"));
        assert_eq!(outcome.err(), Some(Error::Throttled(until)), "{}", network.name());
    }
}

#[tokio::test]
async fn an_answer_that_stops_in_the_middle_is_broken_and_one_that_stalls_is_unreachable() {
    let half = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{\"data\":[";
    for network in networks() {
        let platform = connected(&*network, &raw::serve(&*network, half, Then::Close).await);
        let cut = platform.pull(ever(), None).await;
        assert!(matches!(cut, Err(Error::Broken(_))), "{}: {cut:?}", network.name());

        let address = raw::serve(&*network, half, Then::Silence).await;
        let mut hasty = connection(&*network, &address);
        hasty.deadline = Duration::from_millis(300);
        let platform = connect(network.name(), hasty).expect("it connects");
        let stalled = tokio::time::timeout(Duration::from_secs(10), platform.pull(ever(), None)).await;
        let stalled = stalled.expect("the deadline holds for the body too");
        assert!(matches!(stalled, Err(Error::Unreachable(_))), "{}: {stalled:?}", network.name());

        for nonsense in [b"SSH-2.0-OpenSSH_9.2\r\n".as_slice(), b"HTTP/1.1 2xx\r\n\r\n", b"\0\0\0\0"] {
            let platform = connected(&*network, &raw::serve(&*network, nonsense, Then::Close).await);
            let outcome = platform.pull(ever(), None).await;
            assert!(
                matches!(outcome, Err(Error::Unreachable(_) | Error::Broken(_))),
                "{}: {outcome:?}",
                network.name()
            );
        }
    }
}

#[tokio::test]
async fn a_list_of_posts_that_goes_in_circles_is_broken() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        answer_all(&server, network.circle()).await;

        let outcome = platform.posts(ever()).await;

        assert!(
            matches!(outcome, Err(Error::Broken(cause)) if cause.contains("cursor")),
            "{}: {outcome:?}",
            network.name()
        );
    }
}

#[tokio::test]
async fn https_is_never_answered_in_the_clear() {
    for network in networks() {
        let server = MockServer::start().await;
        answer_all(&server, json("{}")).await;
        let platform = connected(&*network, &server.uri().replace("http://", "https://"));

        for (read, error) in every_read(&*network, &*platform).await {
            assert!(matches!(error, Some(Error::Unreachable(_))), "{} {read}: {error:?}", network.name());
        }

        assert!(server.received_requests().await.expect("recorded").is_empty());
    }
}

#[tokio::test]
async fn this_machine_can_be_called_by_its_name() {
    for network in networks() {
        let (server, _) = open(&*network).await;
        network.serve_stream(&server, &[vec![]]).await;
        let platform = connected(&*network, &server.uri().replace("127.0.0.1", "localhost"));
        assert!(platform.pull(ever(), None).await.is_ok(), "{}", network.name());
    }
}
