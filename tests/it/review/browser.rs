//! A browser without a screen.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use tower::ServiceExt;

use super::desk::Desk;

/// What came back.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(super) fn location(&self) -> &str {
        self.header("location")
    }

    /// The cookie of the session, if one was set, `name=value`.
    pub(super) fn cookie(&self) -> Option<String> {
        let mut set = self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap());
        let session = set.rfind(|cookie| !cookie.starts_with("tema="))?;
        Some(session.split(';').next().unwrap().to_owned())
    }
}

/// A browser: it keeps a cookie, says where a form comes from, and runs nothing.
pub(super) struct Browser<'a> {
    desk: &'a Desk,
    pub(super) cookie: Option<String>,
    pub(super) language: &'static str,
}

impl<'a> Browser<'a> {
    pub(super) fn of(desk: &'a Desk) -> Self {
        Self { desk, cookie: None, language: "da" }
    }

    pub(super) async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("sec-fetch-site", "same-origin")], String::new()).await
    }

    pub(super) async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        let headers =
            [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, path, &headers, body.finish()).await
    }

    pub(super) async fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        self.post("/log-ind", &[("organisation", "prøveby"), ("navn", name), ("adgangskode", password)]).await
    }

    pub(super) async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1:8080")
            .header("accept-language", self.language)
            .header("content-length", body.len());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.desk.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = String::from_utf8(to_bytes(body, 16 << 20).await.unwrap().to_vec()).unwrap();
        let answer = Answer { status: parts.status, headers: parts.headers, body };
        if let Some(cookie) = answer.cookie() {
            self.cookie = Some(cookie);
        }
        answer
    }
}
