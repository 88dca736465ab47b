//! The posts of our ads: nobody sees them on the page, and citizens comment on them all the same.

use ordstyrer::platform::{ConnectError, Error, Platform, connect};
use serde_json::{Value, json};
use wiremock::matchers::{path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::wire::{PAGE, Wire, of_page};
use crate::platform::meta::{error, list, serve_pages};
use crate::platform::network::{connection, open, stamp};

fn post(number: u32, at: &str) -> Value {
    json!({ "id": format!("{PAGE}_{number}"), "message": "Vejarbejde", "created_time": at.replace('Z', "+0000") })
}

async fn numbers(platform: &dyn Platform) -> Vec<String> {
    let posts = platform.posts(stamp("2026-11-01T00:00:00Z")).await.expect("it reads");
    posts.iter().map(|post| post.remote.expose().rsplit('_').next().unwrap_or("").to_owned()).collect()
}

fn with_ads(server: &MockServer, ads: toml::Value) -> Result<Box<dyn Platform>, ConnectError> {
    let mut connection = connection(&Wire, &server.uri());
    connection.options.insert("ads".to_owned(), ads);
    connect("facebook", connection)
}

#[tokio::test]
async fn the_posts_of_ads_stand_among_ours_once_and_by_their_time_in_whatever_order_they_come() {
    let (server, platform) = open(&Wire).await;
    let ours = vec![post(5, "2026-11-21T10:00:00Z"), post(3, "2026-11-19T10:00:00Z")];
    serve_pages(&server, &of_page("published_posts"), &[ours]).await;
    let ads = [
        vec![post(1, "2026-10-01T10:00:00Z")],
        vec![],
        vec![post(4, "2026-11-20T10:00:00Z"), post(3, "2026-11-19T10:00:00Z")],
    ];
    serve_pages(&server, &of_page("ads_posts"), &ads).await;

    assert_eq!(numbers(&*platform).await, ["5", "4", "3"]);

    let asked = server.received_requests().await.expect("recorded");
    let ads = asked.iter().filter(|one| one.url.path().ends_with("ads_posts"));
    for one in ads {
        let query = one.url.query().expect("a query");
        assert!(
            query.contains("since=1793491200") && query.contains("include_inline_create=true"),
            "{query}"
        );
    }
}

#[tokio::test]
async fn ads_are_left_out_only_where_the_option_says_so() {
    let server = MockServer::start().await;
    serve_pages(&server, &of_page("published_posts"), &[vec![post(5, "2026-11-21T10:00:00Z")]]).await;
    let platform = with_ads(&server, toml::Value::Boolean(false)).expect("it connects");
    assert_eq!(numbers(&*platform).await, ["5"]);
    let asked = server.received_requests().await.expect("recorded");
    assert!(asked.iter().all(|one| !one.url.path().contains("ads")));

    let refused = with_ads(&server, toml::Value::String("nej".to_owned())).err();
    assert!(matches!(refused, Some(ConnectError::WrongOption("ads", _))), "{refused:?}");
}

#[tokio::test]
async fn ads_that_may_not_be_read_are_no_secret() {
    for refusal in [error(200, None), error(10, None), error(100, None), error(100, Some(33))] {
        let (server, platform) = open(&Wire).await;
        serve_pages(&server, &of_page("published_posts"), &[vec![post(5, "2026-11-21T10:00:00Z")]]).await;
        Mock::given(path(of_page("ads_posts"))).respond_with(refusal).mount(&server).await;

        let posts = platform.posts(stamp("2026-11-01T00:00:00Z")).await;

        let Err(Error::NotPermitted(cause)) = posts else { panic!("{posts:?}") };
        assert!(cause.contains("`ads`"), "{cause}");
    }
    // Trouble that passes is not a missing permission.
    let (server, platform) = open(&Wire).await;
    serve_pages(&server, &of_page("published_posts"), &[vec![]]).await;
    let page = list(&[post(5, "2026-11-21T10:00:00Z")], Some("m"));
    let first = ResponseTemplate::new(200).set_body_json(page);
    Mock::given(path(of_page("ads_posts")))
        .and(query_param("after", "m"))
        .respond_with(ResponseTemplate::new(502))
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(path(of_page("ads_posts"))).respond_with(first).with_priority(2).mount(&server).await;
    let posts = platform.posts(stamp("2026-11-01T00:00:00Z")).await;
    assert!(matches!(posts, Err(Error::Unreachable(_))), "{posts:?}");
}
