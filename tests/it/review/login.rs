//! The municipality's own login, against a provider on this machine that hands out good tokens and bad
//! ones. Each bad one is a row of the table below; none of them opens anything.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair,
};
use aws_lc_rs::{hmac, rsa};
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ordstyrer::identity::{Provider, Settings};
use ordstyrer::model::{OrganisationId, Role, Stamp};
use ordstyrer::review::moderators;
use ordstyrer::store::{self, Engine};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::browser::{Answer, Browser};
use super::desk::{Desk, PASSWORD};
use crate::harness::{engines, minutes};

const CLIENT: &str = "ordstyrer";

/// The provider with its keys, and what it hands out next.
struct Idp {
    server: MockServer,
    ec: EcdsaKeyPair,
    other: EcdsaKeyPair,
    rsa: RsaKeyPair,
    /// What the next code is worth, and what was asked with it.
    token: Arc<Mutex<Option<String>>>,
    asked: Arc<Mutex<Vec<BTreeMap<String, String>>>>,
}

fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn ec() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()
}

fn ec_jwk(key: &EcdsaKeyPair, id: &str) -> Value {
    let point = key.public_key().as_ref();
    json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": id,
        "x": b64(&point[1..33]), "y": b64(&point[33..65])})
}

/// Modulus and exponent of `SEQUENCE { INTEGER, INTEGER }`.
fn rsa_numbers(der: &[u8]) -> [Vec<u8>; 2] {
    fn part(der: &[u8]) -> (&[u8], &[u8]) {
        let (length, start) = match der[1] {
            0x81 => (usize::from(der[2]), 3),
            0x82 => (usize::from(der[2]) << 8 | usize::from(der[3]), 4),
            short => (usize::from(short), 2),
        };
        der[start..].split_at(length)
    }
    let (inside, _) = part(der);
    let (modulus, rest) = part(inside);
    let (exponent, _) = part(rest);
    [modulus, exponent].map(|number| number.iter().copied().skip_while(|byte| *byte == 0).collect())
}

impl Idp {
    async fn start() -> Self {
        let idp = Self {
            server: MockServer::start().await,
            ec: ec(),
            other: ec(),
            rsa: RsaKeyPair::generate(rsa::KeySize::Rsa2048).unwrap(),
            token: Arc::default(),
            asked: Arc::default(),
        };
        let host = idp.issuer();
        let papers = json!({"issuer": host, "authorization_endpoint": format!("{host}/authorize"),
            "token_endpoint": format!("{host}/token"), "jwks_uri": format!("{host}/keys")});
        idp.serve("/.well-known/openid-configuration", papers).await;
        idp.serve("/keys", idp.key_set()).await;
        let (token, asked) = (Arc::clone(&idp.token), Arc::clone(&idp.asked));
        Mock::given(method("POST"))
            .and(path("/token"))
            .respond_with(move |request: &Request| {
                let form = url::form_urlencoded::parse(&request.body).into_owned().collect();
                asked.lock().unwrap().push(form);
                // A code is worth something once.
                match token.lock().unwrap().take() {
                    Some(token) => ResponseTemplate::new(200).set_body_json(json!({"id_token": token})),
                    None => ResponseTemplate::new(400).set_body_json(json!({"error": "invalid_grant"})),
                }
            })
            .mount(&idp.server)
            .await;
        idp
    }

    fn issuer(&self) -> String {
        self.server.uri()
    }

    fn key_set(&self) -> Value {
        let [n, e] = rsa_numbers(self.rsa.public_key().as_ref());
        json!({"keys": [ec_jwk(&self.ec, "ec-1"), {"kty": "RSA", "kid": "rsa-1", "n": b64(n), "e": b64(e)}]})
    }

    async fn serve(&self, at: &str, what: Value) {
        let answer = ResponseTemplate::new(200).set_body_json(what);
        Mock::given(method("GET")).and(path(at)).respond_with(answer).mount(&self.server).await;
    }

    fn provider(&self, amr: &[&str]) -> Arc<Provider> {
        let roles = [("mod", vec![Role::Moderator]), ("dpo", vec![Role::Dpo, Role::Reader])];
        let settings = Settings {
            issuer: self.issuer(),
            client: CLIENT.to_owned(),
            secret: Some("hemmeligheden".into()),
            groups: "groups".to_owned(),
            roles: roles.map(|(group, roles)| (group.to_owned(), roles)).into(),
            acr: Vec::new(),
            amr: amr.iter().map(ToString::to_string).collect(),
            is_near: false,
            back: "http://127.0.0.1:8080/log-ind/svar".parse().unwrap(),
        };
        Arc::new(Provider::new(settings).unwrap())
    }

    async fn desk(&self, engine: Engine, amr: &[&str], second_step: Vec<Role>) -> Desk {
        let logins = BTreeMap::from([(OrganisationId::from_text("prøveby"), self.provider(amr))]);
        Desk::asking(engine, second_step, logins).await
    }

    /// What a good token says.
    fn claims(&self, nonce: &str, now: Stamp) -> Value {
        let now = now.ms() / 1000;
        json!({"iss": self.issuer(), "aud": CLIENT, "sub": "person-1", "name": "Mette Prøve", "nonce": nonce,
            "iat": now, "exp": now + 300, "groups": ["mod", "andet"], "amr": ["pwd", "mfa"], "auth_time": now})
    }

    fn sign_es(key: &EcdsaKeyPair, header: &str, payload: &str) -> String {
        let signed = format!("{}.{}", b64(header), b64(payload));
        let signature = key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", b64(signature))
    }

    fn good(&self, claims: &Value) -> String {
        Self::sign_es(&self.ec, r#"{"alg":"ES256","typ":"JWT","kid":"ec-1"}"#, &claims.to_string())
    }

    fn sign_rsa(&self, algorithm: &str, claims: &Value) -> String {
        let header = json!({"alg": algorithm, "kid": "rsa-1"}).to_string();
        let signed = format!("{}.{}", b64(header), b64(claims.to_string()));
        let mut signature = vec![0; self.rsa.public_modulus_len()];
        let padding: &'static dyn aws_lc_rs::signature::RsaEncoding =
            if algorithm == "PS256" { &RSA_PSS_SHA256 } else { &RSA_PKCS1_SHA256 };
        self.rsa.sign(padding, &SystemRandom::new(), signed.as_bytes(), &mut signature).unwrap();
        format!("{signed}.{}", b64(signature))
    }
}

/// A browser that was sent to the provider: it keeps both cookies.
struct Sent<'a> {
    browser: Browser<'a>,
    door: BTreeMap<String, String>,
}

async fn sent(desk: &Desk) -> Sent<'_> {
    let mut browser = desk.browser();
    let answer = browser.get("/log-ind/kommune?organisation=pr%C3%B8veby&til=/drift").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let door = url::Url::parse(answer.location()).unwrap();
    Sent { browser, door: door.query_pairs().into_owned().collect() }
}

impl Sent<'_> {
    async fn back(&mut self) -> Answer {
        let state = self.door["state"].clone();
        self.browser.get(&format!("/log-ind/svar?code=kode&state={state}")).await
    }
}

#[tokio::test]
async fn a_good_token_comes_in_with_what_its_groups_are_here_on_both_engines() {
    for engine in engines() {
        let idp = Idp::start().await;
        let desk = idp.desk(engine, &[], Vec::new()).await;
        let mut sent = sent(&desk).await;
        for (name, value) in [
            ("response_type", "code"),
            ("code_challenge_method", "S256"),
            ("client_id", CLIENT),
            ("redirect_uri", "http://127.0.0.1:8080/log-ind/svar"),
        ] {
            assert_eq!(sent.door[name], value, "on {engine:?}");
        }
        *idp.token.lock().unwrap() = Some(idp.good(&idp.claims(&sent.door["nonce"], desk.now())));

        let answer = sent.back().await;

        assert_eq!(answer.location(), "/drift", "on {engine:?}: {}", answer.body);
        let asked = idp.asked.lock().unwrap().last().unwrap().clone();
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, asked["code_verifier"].as_bytes());
        assert_eq!(sent.door["code_challenge"], b64(hash), "the verifier is another one");
        assert_eq!(asked["client_secret"], "hemmeligheden");
        assert!(sent.browser.get("/ko").await.body.contains("Mette Prøve"), "on {engine:?}");
        assert_eq!(sent.browser.get("/revision").await.status, StatusCode::FORBIDDEN, "on {engine:?}");
    }
}

#[tokio::test]
async fn tokens_signed_with_rsa_come_in_too() {
    for algorithm in ["RS256", "PS256"] {
        let idp = Idp::start().await;
        let desk = idp.desk(Engine::Sqlite, &[], Vec::new()).await;
        let mut sent = sent(&desk).await;
        let claims = idp.claims(&sent.door["nonce"], desk.now());
        *idp.token.lock().unwrap() = Some(idp.sign_rsa(algorithm, &claims));
        assert_eq!(sent.back().await.location(), "/drift", "{algorithm}");
    }
}

/// A good token's claims, changed.
fn with(claims: &Value, name: &str, value: Value) -> Value {
    let mut changed = claims.clone();
    changed[name] = value;
    changed
}

fn without(claims: &Value, name: &str) -> Value {
    let mut changed = claims.clone();
    changed.as_object_mut().unwrap().remove(name);
    changed
}

/// Every bad token, by what is wrong with it.
fn bad_tokens(idp: &Idp, good: &Value) -> Vec<(&'static str, String)> {
    let now = good["iat"].as_i64().unwrap();
    let es = r#"{"alg":"ES256","typ":"JWT","kid":"ec-1"}"#;
    let text = good.to_string();
    let whole = idp.good(good);
    let parts: Vec<&str> = whole.split('.').collect();
    let hs_header = r#"{"alg":"HS256","typ":"JWT","kid":"ec-1"}"#;
    let hs = format!("{}.{}", b64(hs_header), b64(&text));
    let public = hmac::Key::new(hmac::HMAC_SHA256, idp.ec.public_key().as_ref());
    let hs = format!("{hs}.{}", b64(hmac::sign(&public, hs.as_bytes())));
    let unsigned = format!("{}.{}.", b64(r#"{"alg":"none"}"#), b64(&text));
    let tampered = with(good, "groups", json!(["dpo"])).to_string();
    let twice = text.replacen('{', "{\"sub\":\"person-2\",", 1);
    let claim = |name: &str, value: Value| idp.good(&with(good, name, value));
    let header = |header: &str| Idp::sign_es(&idp.ec, header, &text);
    vec![
        ("another issuer", claim("iss", json!("https://login.example"))),
        ("an issuer with a slash more", claim("iss", json!(format!("{}/", idp.issuer())))),
        ("for another client", claim("aud", json!("somebody-else"))),
        ("for several, and given to nobody", claim("aud", json!([CLIENT, "other"]))),
        ("given to another party", claim("azp", json!("other"))),
        ("of another sign-in", claim("nonce", json!("nonsense"))),
        ("without a nonce", idp.good(&without(good, "nonce"))),
        ("over", claim("exp", json!(now - 61))),
        ("without an end", idp.good(&without(good, "exp"))),
        ("with an end that is no number", claim("exp", json!("9999999999"))),
        ("not begun", claim("nbf", json!(now + 120))),
        ("made in the future", claim("iat", json!(now + 120))),
        ("made long ago", claim("iat", json!(now - 3600))),
        ("about nobody", idp.good(&without(good, "sub"))),
        ("about an empty name", claim("sub", json!(""))),
        ("not signed at all", unsigned),
        ("signed with the public key as a secret", hs),
        ("naming a key that nobody has", header(r#"{"alg":"ES256","kid":"ec-9"}"#)),
        ("naming another kind of key", header(r#"{"alg":"ES256","kid":"rsa-1"}"#)),
        ("signed by a stranger", Idp::sign_es(&idp.other, es, &text)),
        ("changed after it was signed", format!("{}.{}.{}", parts[0], b64(tampered), parts[2])),
        ("with a signature that is too short", format!("{}.{}.{}", parts[0], parts[1], b64([7; 32]))),
        ("with a signature in another form", format!("{}.{}.{}", parts[0], parts[1], b64([48; 70]))),
        ("of another kind", header(r#"{"alg":"ES256","typ":"at+jwt","kid":"ec-1"}"#)),
        ("asking for what we do not know", header(r#"{"alg":"ES256","kid":"ec-1","crit":["exp"]}"#)),
        ("with a claim that stands twice", Idp::sign_es(&idp.ec, es, &twice)),
        ("with a header that stands twice", header(r#"{"alg":"none","alg":"ES256","kid":"ec-1"}"#)),
        ("not JSON", Idp::sign_es(&idp.ec, es, "not json")),
        ("larger than any token", claim("pad", json!("x".repeat(20_000)))),
        ("in two parts", parts[..2].join(".")),
        ("in four parts", format!("{whole}.{}", parts[2])),
        ("nothing", String::new()),
        ("without groups", idp.good(&without(good, "groups"))),
        ("in no group of ours", claim("groups", json!(["andet"]))),
        ("with groups that are no list", claim("groups", json!("mod"))),
        ("with groups that are no names", claim("groups", json!(["mod", 7]))),
        ("signed in by a password alone", claim("amr", json!(["pwd"]))),
        ("not saying how they signed in", idp.good(&without(good, "amr"))),
    ]
}

#[tokio::test]
async fn every_bad_token_is_refused() {
    let idp = Idp::start().await;
    let desk = idp.desk(Engine::Sqlite, &["mfa"], Vec::new()).await;
    let rows = bad_tokens(&idp, &idp.claims("nonce", desk.now())).len();
    assert!(rows >= 25);
    for row in 0..rows {
        let mut sent = sent(&desk).await;
        let (what, token) = bad_tokens(&idp, &idp.claims(&sent.door["nonce"], desk.now())).swap_remove(row);
        *idp.token.lock().unwrap() = Some(token);
        let answer = sent.back().await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "a token {what} came in");
        assert!(answer.body.contains("Du kom ikke ind"), "{what}");
        assert!(!sent.browser.cookie.unwrap_or_default().starts_with("ordstyrer="), "{what} began a session");
    }
    assert!(moderators::list(&desk.db, &desk.organisation).await.unwrap().is_empty(), "somebody was added");
    // The same desk lets a good one in.
    let mut sent = sent(&desk).await;
    *idp.token.lock().unwrap() = Some(idp.good(&idp.claims(&sent.door["nonce"], desk.now())));
    assert_eq!(sent.back().await.location(), "/drift");
}

#[tokio::test]
async fn a_return_that_was_not_asked_for_or_comes_twice_is_refused() {
    let idp = Idp::start().await;
    let desk = idp.desk(Engine::Sqlite, &[], Vec::new()).await;
    let fill = |sent: &Sent<'_>| {
        *idp.token.lock().unwrap() = Some(idp.good(&idp.claims(&sent.door["nonce"], desk.now())));
    };
    // Another state, none, and no code.
    for query in ["code=kode&state=nonsense", "code=kode", "", "error=access_denied"] {
        let mut one = sent(&desk).await;
        fill(&one);
        let answer = one.browser.get(&format!("/log-ind/svar?{query}")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{query}");
    }
    // Another browser brings the code of this one.
    let one = sent(&desk).await;
    fill(&one);
    let mut stranger = sent(&desk).await;
    let state = &one.door["state"];
    let path = format!("/log-ind/svar?code=kode&state={state}");
    assert_eq!(stranger.browser.get(&path).await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.browser().get(&path).await.status, StatusCode::FORBIDDEN);
    // The same return twice, with a provider that takes the code again.
    let mut one = sent(&desk).await;
    fill(&one);
    let away = one.browser.cookie.clone();
    assert_eq!(one.back().await.location(), "/drift");
    fill(&one);
    one.browser.cookie = away;
    assert_eq!(one.back().await.status, StatusCode::FORBIDDEN);
    // Too late.
    let mut one = sent(&desk).await;
    fill(&one);
    desk.later(minutes(10));
    assert_eq!(one.back().await.status, StatusCode::FORBIDDEN);
    // A code that the provider does not take.
    let mut one = sent(&desk).await;
    *idp.token.lock().unwrap() = None;
    assert_eq!(one.back().await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_new_key_is_looked_for_and_not_more_than_once_a_minute() {
    let idp = Idp::start().await;
    let desk = idp.desk(Engine::Sqlite, &[], Vec::new()).await;
    let mut one = sent(&desk).await;
    *idp.token.lock().unwrap() = Some(idp.good(&idp.claims(&one.door["nonce"], desk.now())));
    assert_eq!(one.back().await.location(), "/drift");
    let asked = || async {
        let all = idp.server.received_requests().await.unwrap();
        all.iter().filter(|request| request.url.path() == "/keys").count()
    };
    assert_eq!(asked().await, 1);
    for round in 0..5 {
        let mut one = sent(&desk).await;
        let header = r#"{"alg":"ES256","kid":"ec-9"}"#;
        let claims = idp.claims(&one.door["nonce"], desk.now()).to_string();
        *idp.token.lock().unwrap() = Some(Idp::sign_es(&idp.other, header, &claims));
        assert_eq!(one.back().await.status, StatusCode::FORBIDDEN, "{round}");
    }
    assert_eq!(asked().await, 1, "a stranger's token makes us ask at once");
    desk.later(minutes(1));
    let mut one = sent(&desk).await;
    let claims = idp.claims(&one.door["nonce"], desk.now()).to_string();
    *idp.token.lock().unwrap() = Some(Idp::sign_es(&idp.other, r#"{"alg":"ES256","kid":"ec-9"}"#, &claims));
    one.back().await;
    assert_eq!(asked().await, 2);
}

#[tokio::test]
async fn a_provider_that_is_strange_or_away_sends_nobody_anywhere() {
    for papers in [
        json!({"issuer": "https://login.example"}),
        json!({"issuer": "ISSUER"}),
        json!({"issuer": "ISSUER", "authorization_endpoint": "http://login.example/a", "token_endpoint": "ISSUER/t", "jwks_uri": "ISSUER/k"}),
        json!("text"),
    ] {
        let server = MockServer::start().await;
        let papers: Value =
            serde_json::from_str(&papers.to_string().replace("ISSUER", &server.uri())).unwrap();
        let answer = ResponseTemplate::new(200).set_body_json(papers.clone());
        Mock::given(method("GET")).respond_with(answer).mount(&server).await;
        let idp = Idp { server, ..Idp::start().await };
        let desk = idp.desk(Engine::Sqlite, &[], Vec::new()).await;
        let answer = desk.browser().get("/log-ind/kommune?organisation=pr%C3%B8veby").await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY, "{papers}");
        assert!(answer.body.contains("brug nødlogin"), "{papers}");
    }
    let desk = Desk::new().await;
    let none = desk.browser().get("/log-ind/kommune?organisation=pr%C3%B8veby").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND, "a house without a login");
}

#[tokio::test]
async fn keys_that_are_no_key_set_let_nobody_in() {
    for keys in [
        json!({}),
        json!([]),
        json!({"keys": {}}),
        json!({"keys": [{"kty": "oct", "k": "AAAA"}]}),
        json!({"keys": [{"kty": "EC", "crv": "P-521", "x": "AA", "y": "AA"}, 7, null]}),
    ] {
        let idp = Idp::start().await;
        idp.server.reset().await;
        let host = idp.issuer();
        let papers = json!({"issuer": host, "authorization_endpoint": format!("{host}/authorize"),
            "token_endpoint": format!("{host}/token"), "jwks_uri": format!("{host}/keys")});
        idp.serve("/.well-known/openid-configuration", papers).await;
        idp.serve("/keys", keys.clone()).await;
        let desk = idp.desk(Engine::Sqlite, &[], Vec::new()).await;
        let mut one = sent(&desk).await;
        let token = idp.good(&idp.claims(&one.door["nonce"], desk.now()));
        let answer = ResponseTemplate::new(200).set_body_json(json!({"id_token": token}));
        Mock::given(method("POST")).respond_with(answer).mount(&idp.server).await;
        assert!(!one.back().await.status.is_redirection(), "{keys}");
    }
}

#[tokio::test]
async fn who_left_their_group_loses_what_it_gave_at_the_next_sign_in_on_both_engines() {
    for engine in engines() {
        let idp = Idp::start().await;
        let desk = idp.desk(engine, &[], Vec::new()).await;
        let mut here = sent(&desk).await;
        *idp.token.lock().unwrap() = Some(idp.good(&idp.claims(&here.door["nonce"], desk.now())));
        here.back().await;
        assert_eq!(here.browser.get("/ko").await.status, StatusCode::OK, "on {engine:?}");

        let mut again = sent(&desk).await;
        let claims = with(&idp.claims(&again.door["nonce"], desk.now()), "groups", json!(["dpo"]));
        *idp.token.lock().unwrap() = Some(idp.good(&claims));
        again.back().await;
        assert_eq!(again.browser.get("/revision").await.status, StatusCode::OK, "on {engine:?}");
        assert_eq!(moderators::list(&desk.db, &desk.organisation).await.unwrap().len(), 1, "on {engine:?}");

        let mut last = sent(&desk).await;
        let claims = with(&idp.claims(&last.door["nonce"], desk.now()), "groups", json!([]));
        *idp.token.lock().unwrap() = Some(idp.good(&claims));
        assert_eq!(last.back().await.status, StatusCode::FORBIDDEN, "on {engine:?}");
        for browser in [&mut here.browser, &mut again.browser] {
            assert_eq!(browser.get("/ko").await.location(), "/log-ind", "a session goes on, on {engine:?}");
        }
        let id = &moderators::list(&desk.db, &desk.organisation).await.unwrap()[0].id;
        let (roles, _) = moderators::rights_of(&desk.db, &desk.organisation, id).await.unwrap();
        assert!(roles.is_empty(), "on {engine:?}: {roles:?}");
    }
}

#[tokio::test]
async fn who_is_shut_out_does_not_come_back_by_the_login() {
    let idp = Idp::start().await;
    let desk = idp.desk(Engine::Sqlite, &[], Vec::new()).await;
    let mut one = sent(&desk).await;
    *idp.token.lock().unwrap() = Some(idp.good(&idp.claims(&one.door["nonce"], desk.now())));
    one.back().await;
    let id = moderators::list(&desk.db, &desk.organisation).await.unwrap()[0].id.clone();
    moderators::disable(&desk.db, &desk.vault, &desk.organisation, &id, desk.now()).await.unwrap();
    assert_eq!(one.browser.get("/ko").await.location(), "/log-ind");
    let mut again = sent(&desk).await;
    *idp.token.lock().unwrap() = Some(idp.good(&idp.claims(&again.door["nonce"], desk.now())));
    assert_eq!(again.back().await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_login_that_proves_two_steps_is_enough_and_one_that_does_not_is_followed_by_ours() {
    let all = Role::ALL.to_vec();
    let idp = Idp::start().await;
    for (amr, lands) in [(&["mfa"][..], StatusCode::OK), (&[][..], StatusCode::SEE_OTHER)] {
        let desk = idp.desk(Engine::Sqlite, amr, all.clone()).await;
        let mut one = sent(&desk).await;
        *idp.token.lock().unwrap() = Some(idp.good(&idp.claims(&one.door["nonce"], desk.now())));
        one.back().await;
        let answer = one.browser.get("/ko").await;
        assert_eq!(answer.status, lands, "{amr:?}: {}", answer.location());
    }
}

#[tokio::test]
async fn the_municipalitys_login_comes_first_and_a_password_is_for_emergencies() {
    let idp = Idp::start().await;
    let desk = idp.desk(Engine::Sqlite, &[], Vec::new()).await;
    desk.moderator_with_password("Nødkonto").await;
    let page = desk.browser().get("/log-ind").await.body;
    let (login, local) = (page.find("/log-ind/kommune?").unwrap(), page.find("<details").unwrap());
    assert!(login < local && page.contains("Nødlogin"), "{page}");
    assert_eq!(desk.browser().sign_in("Nødkonto", PASSWORD).await.location(), "/ko");
    assert!(desk.trail().await.iter().any(|(_, what)| what == "sign_in.emergency"));
    let plain = Desk::new().await.browser().get("/log-ind").await.body;
    assert!(!plain.contains("Nødlogin"), "{plain}");
}

#[tokio::test]
async fn nothing_of_a_token_and_no_subject_is_kept() {
    let idp = Idp::start().await;
    let desk = idp.desk(Engine::Sqlite, &[], Vec::new()).await;
    let mut one = sent(&desk).await;
    let token = idp.good(&idp.claims(&one.door["nonce"], desk.now()));
    *idp.token.lock().unwrap() = Some(token.clone());
    one.back().await;
    let bytes = desk.bytes();
    for secret in ["person-1", one.door["state"].as_str(), token.as_str()] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "it is kept");
    }
    let mut tx = desk.db.read().await.unwrap();
    let none = store::moderator::of_subject(&mut tx, &desk.organisation, "person-1").await.unwrap();
    assert!(none.is_none());
}
