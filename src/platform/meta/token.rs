//! What one of Meta's tokens may do and until when, and the proof that we know the app's secret.

use aws_lc_rs::hmac;
use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::graph::Graph;
use super::refusal::Trouble;
use crate::model::Stamp;
use crate::platform::budget::Priority;
use crate::platform::connect::Terms;
use crate::platform::contract::{Error, Grant};
use crate::platform::http::Fault;
use crate::platform::secrets::Secret;
use crate::platform::wire::lenient;

/// What opens private messages: policy 001 §4 keeps us out of them.
pub(in crate::platform) const REFUSED: &[&str] = &[
    "pages_messaging",
    "pages_messaging_subscriptions",
    "pages_utility_messaging",
    "read_page_mailboxes",
    "instagram_manage_messages",
    "instagram_business_manage_messages",
    "whatsapp_business_messaging",
];

/// The app's secret, which signs the token.
pub(in crate::platform) const APP_SECRET: Secret = Secret {
    name: "app_secret",
    is_needed: false,
    about: "the app's secret (Meta app dashboard, Settings, Basic); needed where the app demands \
            appsecret_proof of every call",
};

/// Platform Terms 3(d): delete when no longer needed or asked to; no number of days.
pub(in crate::platform) const TERMS: Terms = Terms { refresh_within: None, after_access: None };

/// `appsecret_proof`: HMAC-SHA256 of the token under the app's secret, in hex.
pub(super) fn proof(secret: &SecretString, token: &SecretString) -> SecretString {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
    let tag = hmac::sign(&key, token.expose_secret().as_bytes());
    let digits = tag.as_ref().iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect::<String>().into()
}

#[derive(Deserialize)]
struct Debugged {
    data: Seen,
}

/// Moments in seconds since 1970; zero is never.
#[derive(Deserialize)]
struct Seen {
    #[serde(default, deserialize_with = "lenient")]
    is_valid: Option<bool>,
    #[serde(default, deserialize_with = "lenient")]
    scopes: Option<Vec<String>>,
    #[serde(default, deserialize_with = "lenient")]
    expires_at: Option<i64>,
    /// From then on the token still works, and shows nothing.
    #[serde(default, deserialize_with = "lenient")]
    data_access_expires_at: Option<i64>,
}

#[derive(Deserialize)]
struct Permission {
    permission: String,
    #[serde(default)]
    status: Option<String>,
}

impl Graph {
    /// What our token may do, and until when, as far as Meta tells it; a token that opens private
    /// messages is refused.
    pub(in crate::platform) async fn grant(&self) -> Result<Grant, Error> {
        let grant = match told(self.debugged().await)? {
            Some(grant) => grant,
            None => Grant { scopes: told(self.permissions().await)?, ends: None },
        };
        if grant.scopes.iter().flatten().any(|scope| REFUSED.contains(&scope.as_str())) {
            return Err(Error::NotPermitted(
                "the token opens private messages: make one without messaging permissions",
            ));
        }
        Ok(grant)
    }

    /// `/debug_token` names the token that it is asked about. Meta documents it as a read with the token
    /// in the address; here it is a read in the shape of a POST, so that the token stands in the body.
    async fn debugged(&self) -> Result<Grant, Trouble> {
        let form = [("method", "get"), ("input_token", self.token.expose_secret())];
        let Debugged { data } = self.write(Method::POST, &["debug_token"], &form).await?;
        if data.is_valid == Some(false) {
            return Err(Fault::refused(Error::TokenDead("it is not valid any more")).into());
        }
        let ends = [data.expires_at, data.data_access_expires_at].into_iter().flatten();
        let ends = ends.filter(|seconds| *seconds > 0).min();
        Ok(Grant { scopes: data.scopes, ends: ends.map(|at| Stamp::from_ms(at.saturating_mul(1000))) })
    }

    /// What a person's or system user's token was granted; a page's token has no such list.
    async fn permissions(&self) -> Result<Vec<String>, Trouble> {
        let mut granted = Vec::new();
        self.walk(Priority::Pull, &["me", "permissions"], &[], |page: Vec<Permission>| {
            let held = page.into_iter().filter(|one| one.status.as_deref().is_none_or(|is| is == "granted"));
            granted.extend(held.map(|one| one.permission));
            true
        })
        .await?;
        Ok(granted)
    }
}

/// `None` where Meta does not tell this token.
fn told<T>(answer: Result<T, Trouble>) -> Result<Option<T>, Error> {
    match answer.map_err(Trouble::error) {
        Ok(told) => Ok(Some(told)),
        Err(Error::NotPermitted(_) | Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
