//! What Meta's codes and headers mean.

use std::time::Duration;

use ordstyrer::platform::{Error, Sent, Wait};
use serde_json::json;
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::wire::{PAGE, Wire, comment, of_page};
use crate::platform::meta::{error, list};
use crate::platform::network::{Network, connected, ever, open, said, target};

#[tokio::test]
async fn metas_codes_decide_whatever_the_status() {
    type Is = fn(&Error) -> bool;
    let dead: Is = |error| matches!(error, Error::TokenDead(_));
    let forbidden: Is = |error| matches!(error, Error::NotPermitted(_));
    let throttled: Is = |error| matches!(error, Error::Throttled(_));
    let passing: Is = |error| matches!(error, Error::Unreachable(_));
    let refused: Is = |error| matches!(error, Error::Refused(_));
    let cases: Vec<(Vec<i64>, Is)> = vec![
        (vec![190, 102], dead),
        (vec![3, 10, 200, 230, 299], forbidden),
        (vec![4, 17, 32, 341, 368, 613, 80001], throttled),
        (vec![1, 2], passing),
        (vec![100, 506, 12, 20, 1705], refused),
    ];
    for (codes, is_right) in cases {
        for code in codes {
            for status in [200, 400, 401, 403] {
                let (server, platform) = open(&Wire).await;
                let body = json!({ "error": { "message": "311236-4004", "code": code } });
                crate::platform::network::answer_all(
                    &server,
                    ResponseTemplate::new(status).set_body_json(body),
                )
                .await;
                let error = platform.posts(ever()).await.expect_err("an error");
                assert!(is_right(&error), "{code} under {status}: {error:?}");
                assert!(!format!("{error}{error:?}").contains("311236"));
            }
        }
    }
    for (subcode, word) in [(458, "removed"), (460, "password"), (463, "expired"), (492, "role")] {
        let (server, platform) = open(&Wire).await;
        crate::platform::network::answer_all(&server, error(190, Some(subcode))).await;
        let error = platform.check().await.expect_err("an error").to_string();
        assert!(error.contains(word), "{error}");
    }
}

#[tokio::test]
async fn a_block_for_breaking_rules_is_waited_out_for_the_longest_time() {
    let (server, platform) = open(&Wire).await;
    crate::platform::network::answer_all(&server, error(368, None)).await;
    let outcome = platform.posts(ever()).await;
    assert_eq!(outcome.err(), Some(Error::Throttled(Wait::For(Duration::from_hours(1)))));
}

#[tokio::test]
async fn a_used_up_share_uses_the_answer_and_holds_back_the_next_list_and_no_hide() {
    for (name, value, wait) in [
        ("x-app-usage", r#"{"call_count":95,"total_cputime":2,"total_time":2}"#, Wait::Unsaid),
        (
            "x-business-use-case-usage",
            r#"{"1":[{"type":"pages","call_count":1,"total_cputime":1,"total_time":99.5,"estimated_time_to_regain_access":7}]}"#,
            Wait::For(Duration::from_mins(7)),
        ),
    ] {
        let (server, platform) = open(&Wire).await;
        Wire.answer_writes(&server, &said(1, ""), Wire.done()).await;
        let body = list(&[comment(&said(1, "hej"))], None);
        Mock::given(path(of_page("visitor_posts")))
            .respond_with(ResponseTemplate::new(200).set_body_json(body).insert_header(name, value))
            .mount(&server)
            .await;

        assert_eq!(platform.pull(ever(), None).await.expect("the answer is used").items.len(), 1);
        Wire.serve_one(&server, &said(1, "hej")).await;
        assert!(
            platform.reread(&target(&Wire, &said(1, ""))).await.is_ok(),
            "nor is the look before it held back"
        );
        let hidden = platform.hide(&target(&Wire, &said(1, "")), ever()).await;
        assert_eq!(hidden, Ok(Sent::Done(None)), "a leak is hidden even then");
        let before = server.received_requests().await.expect("recorded").len();
        assert_eq!(platform.pull(ever(), None).await.err(), Some(Error::Held(wait)), "{name}");
        assert_eq!(server.received_requests().await.expect("recorded").len(), before, "it was not sent");
        assert!(platform.pull(ever(), None).await.is_ok(), "after the wait it goes on");
    }
    for value in ["", "{}", "99", r#"{"call_count":74.9}"#, r#"{"call_count":"99"}"#, "[]"] {
        let (server, platform) = open(&Wire).await;
        Mock::given(any())
            .respond_with(
                ResponseTemplate::new(200).set_body_json(list(&[], None)).insert_header("x-app-usage", value),
            )
            .mount(&server)
            .await;
        assert!(platform.pull(ever(), None).await.is_ok());
        assert!(platform.pull(ever(), None).await.is_ok(), "{value} stopped us");
    }
}

#[tokio::test]
async fn the_token_of_another_page_is_noticed() {
    for (id, is_ours) in [(json!(PAGE), true), (json!(1_234_567_890_321_u64), true), (json!("42"), false)] {
        let (server, platform) = open(&Wire).await;
        Mock::given(path("/me"))
            .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "id": id })))
            .mount(&server)
            .await;
        assert_eq!(platform.check().await.is_ok(), is_ours, "{id}");
    }
}

#[tokio::test]
async fn the_version_in_the_address_is_kept() {
    let server = MockServer::start().await;
    Mock::given(path("/v25.0/me"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "id": PAGE })))
        .expect(2)
        .mount(&server)
        .await;
    for base in ["/v25.0", "/v25.0/"] {
        let platform = connected(&Wire, &format!("{}{base}", server.uri()));
        platform.check().await.expect("the token is ours");
    }
}
