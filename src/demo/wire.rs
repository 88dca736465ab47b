//! A request and an answer, as far as both networks need them.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use serde_json::Value;
use url::form_urlencoded;

/// The largest request body that is read.
const MOST_BYTES: usize = 1 << 20;

/// What was asked.
pub(super) struct Ask {
    pub(super) method: Method,
    pub(super) host: String,
    pub(super) path: Vec<String>,
    pub(super) query: Vec<(String, String)>,
    pub(super) bearer: Option<String>,
    /// `Idempotency-Key`.
    pub(super) once: Option<String>,
    /// The JSON of the body, or its form as an object of texts; `Null` without one.
    pub(super) body: Value,
}

impl Ask {
    /// `None` when the body is neither a form nor JSON, or too large.
    pub(super) async fn read(request: Request<Body>) -> Option<Self> {
        let (head, body) = request.into_parts();
        let text = |name| head.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let bytes = axum::body::to_bytes(body, MOST_BYTES).await.ok()?;
        let body = match text(header::CONTENT_TYPE) {
            _ if bytes.is_empty() => Value::Null,
            Some(kind) if kind.starts_with("application/json") => serde_json::from_slice(&bytes).ok()?,
            Some(kind) if kind.starts_with("application/x-www-form-urlencoded") => {
                form_urlencoded::parse(&bytes).map(|(k, v)| (k.into_owned(), Value::from(v))).collect()
            }
            _ => return None,
        };
        let query = head.uri.query().unwrap_or_default();
        Some(Self {
            host: text(header::HOST).unwrap_or_default().to_owned(),
            path: head.uri.path().split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            bearer: text(header::AUTHORIZATION).and_then(|v| v.strip_prefix("Bearer ")).map(str::to_owned),
            once: text(HeaderName::from_static("idempotency-key")).map(str::to_owned),
            method: head.method,
            body,
        })
    }

    /// A parameter of the address.
    pub(super) fn asked(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All parameters of the address with this name: XRPC repeats it for a list.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        self.query.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// A text in the body.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.body.get(name).and_then(Value::as_str)
    }

    /// The path without its first parts, to be matched on.
    pub(super) fn parts(&self, skip: usize) -> Vec<&str> {
        self.path.iter().skip(skip).map(String::as_str).collect()
    }
}

/// What is answered.
pub(super) struct Told {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
    /// The entries that a list in it shows.
    pub(super) shows: Vec<usize>,
}

impl Told {
    pub(super) fn json(status: u16, body: &Value) -> Self {
        let headers = vec![("content-type", "application/json; charset=utf-8".to_owned())];
        Self { status, headers, body: body.to_string().into_bytes(), shows: Vec::new() }
    }

    pub(super) fn ok(body: &Value) -> Self {
        Self::json(200, body)
    }

    /// The page that something in between answers when the network behind it is down.
    pub(super) fn bad_gateway() -> Self {
        let page = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><center>\
                    <h1>502 Bad Gateway</h1></center></body></html>";
        let headers = vec![("content-type", "text/html".to_owned())];
        Self { status: 502, headers, body: page.as_bytes().to_vec(), shows: Vec::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: &impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }

    /// The same, unless the answer says it already.
    pub(super) fn unless_said(self, name: &'static str, value: &impl ToString) -> Self {
        if self.headers.iter().any(|(said, _)| *said == name) { self } else { self.with(name, value) }
    }

    pub(super) fn showing(mut self, shows: Vec<usize>) -> Self {
        self.shows = shows;
        self
    }

    /// The lists in it with every second item twice, or in another order.
    pub(super) fn disturbed(mut self, how: fn(&mut Vec<Value>)) -> Self {
        if let Ok(mut body) = serde_json::from_slice(&self.body) {
            disturb(&mut body, how);
            self.body = body.to_string().into_bytes();
        }
        self
    }

    /// Cut off in the middle.
    pub(super) fn truncated(mut self) -> Self {
        self.body.truncate(self.body.len() / 2);
        self
    }

    pub(super) fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).expect("the town's statuses are valid");
        for (name, value) in self.headers {
            let value = HeaderValue::from_str(&value).expect("the town's headers are visible ASCII");
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
        response
    }
}

/// Where a network's lists stand in its answers; a list inside an item is none.
const LISTS: [&str; 8] =
    ["data", "items", "notifications", "feed", "posts", "descendants", "thread", "replies"];

fn disturb(value: &mut Value, how: fn(&mut Vec<Value>)) {
    match value {
        Value::Array(list) => how(list),
        Value::Object(fields) => {
            for (_, inner) in fields.iter_mut().filter(|(name, _)| LISTS.contains(&name.as_str())) {
                disturb(inner, how);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Every second item twice.
pub(super) fn doubled(list: &mut Vec<Value>) {
    let again = |(at, item): (usize, Value)| if at % 2 == 0 { vec![item.clone(), item] } else { vec![item] };
    *list = std::mem::take(list).into_iter().enumerate().flat_map(again).collect();
}

/// From the end, two and two.
pub(super) fn reordered(list: &mut [Value]) {
    list.reverse();
    for pair in list.chunks_mut(2) {
        pair.reverse();
    }
}
