//! Options, and what the check finds out.

use ordstyrer::model::LengthUnit;
use ordstyrer::platform::{ConnectError, Error, connect};
use serde_json::{Value, json};
use toml::Value as Toml;
use wiremock::ResponseTemplate;

use super::wire::{US, Wire, error, get, ok};
use crate::platform::network::{connection, open};

async fn checked(us: &str, app: Option<Value>, instance: Option<Value>) -> Result<(), Error> {
    let (server, platform) = open(&Wire).await;
    let or_absent = |body: Option<Value>| body.map_or_else(|| error(404), ok);
    get("/api/v1/accounts/verify_credentials").respond_with(ok(json!({ "id": us }))).mount(&server).await;
    get("/api/v1/apps/verify_credentials").respond_with(or_absent(app)).mount(&server).await;
    get("/api/v2/instance").respond_with(or_absent(instance)).mount(&server).await;
    platform.check().await.map(|_| ())
}

fn statuses(most: usize, a_link: usize) -> Value {
    let limits = json!({ "max_characters": most, "characters_reserved_per_url": a_link });
    json!({ "configuration": { "statuses": limits } })
}

#[tokio::test]
async fn the_token_of_another_account_is_noticed() {
    assert_eq!(checked(US, None, None).await, Ok(()));
    assert!(matches!(checked("42", None, None).await, Err(Error::NotPermitted(_))));
}

#[tokio::test]
async fn an_application_that_may_open_more_than_posts_is_refused_where_its_scopes_are_told() {
    let scopes = |scopes: &[&str]| Some(json!({ "name": "ordstyrer", "scopes": scopes }));
    let ours = ["profile", "read:notifications", "read:statuses", "write:statuses"];
    assert_eq!(checked(US, scopes(&ours), None).await, Ok(()));
    assert_eq!(checked(US, Some(json!({ "name": "ordstyrer" })), None).await, Ok(()));
    for more in ["read", "write", "write:conversations", "push"] {
        let refused = checked(US, scopes(&[ours.as_slice(), &[more]].concat()), None).await;
        assert!(matches!(refused, Err(Error::NotPermitted(_))), "{more}: {refused:?}");
    }
}

#[tokio::test]
async fn an_instance_that_takes_shorter_posts_is_noticed_before_a_reply_is() {
    assert_eq!(checked(US, None, Some(statuses(500, 23))).await, Ok(()));
    assert_eq!(checked(US, None, Some(statuses(5000, 20))).await, Ok(()));
    assert_eq!(checked(US, None, Some(json!({ "configuration": null }))).await, Ok(()));
    for (most, a_link) in [(499, 23), (500, 24)] {
        let refused = checked(US, None, Some(statuses(most, a_link))).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    }
}

#[test]
fn the_options_are_the_instances_limits_and_are_checked() {
    let with = |key: &str, value: Toml| {
        let mut connection = connection(&Wire, "https://social.example");
        connection.options.insert(key.to_owned(), value);
        connect("mastodon", connection)
    };
    let long = with("max_characters", Toml::Integer(5000)).expect("it connects").can().reply_limit;
    assert_eq!((long.most, long.unit), (4968, LengthUnit::GraphemesWithLinks { a_link: 23 }));
    let links =
        with("characters_reserved_per_url", Toml::Integer(30)).expect("it connects").can().reply_limit;
    assert_eq!((links.most, links.unit), (468, LengthUnit::GraphemesWithLinks { a_link: 30 }));
    for key in ["max_characters", "characters_reserved_per_url"] {
        for value in [
            Toml::Integer(0),
            Toml::Integer(-1),
            Toml::Integer(100_001),
            Toml::Boolean(true),
            Toml::String("500".to_owned()),
        ] {
            let error = with(key, value.clone()).err();
            assert!(
                matches!(error, Some(ConnectError::WrongOption(named, _)) if named == key),
                "{value:?}: {error:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_server_that_does_not_know_a_question_passes_the_check_and_one_in_trouble_does_not() {
    for (answer, passes) in
        [(ResponseTemplate::new(404), true), (error(410), true), (error(500), false), (error(401), false)]
    {
        let (server, platform) = open(&Wire).await;
        get("/api/v1/accounts/verify_credentials").respond_with(ok(json!({ "id": US }))).mount(&server).await;
        get("/api/v1/apps/verify_credentials").respond_with(answer).mount(&server).await;
        let checked = platform.check().await;
        assert_eq!(checked.is_ok(), passes, "{checked:?}");
    }
}
