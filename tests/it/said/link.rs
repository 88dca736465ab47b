//! Whether a link of the directory answers: a sign-in behind it is an answer, nothing there is none.

use ordstyrer::platform::answers;
use url::Url;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

async fn asked(status: u16) -> Result<(), String> {
    let server = MockServer::start().await;
    let there =
        Mock::given(method("GET")).and(path("/send/a/b/")).respond_with(ResponseTemplate::new(status));
    there.expect(1).mount(&server).await;
    answers(&Url::parse(&format!("{}/send/a/b/", server.uri())).unwrap()).await
}

#[tokio::test]
async fn a_page_and_the_way_to_a_sign_in_answer() {
    for status in [200, 302, 401, 403] {
        assert_eq!(asked(status).await, Ok(()), "{status}");
    }
}

#[tokio::test]
async fn what_is_not_there_or_out_of_order_is_told() {
    assert_eq!(asked(404).await.unwrap_err(), "nothing is there (404)");
    assert_eq!(asked(503).await.unwrap_err(), "it is out of order (5xx or 429)");
    let gone = MockServer::start().await.uri();
    assert!(answers(&Url::parse(&gone).unwrap()).await.is_err());
    let plain = answers(&Url::parse("http://www.example.com/").unwrap()).await.unwrap_err();
    assert!(plain.contains("https"), "{plain}");
}
