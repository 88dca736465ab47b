//! Light or dark: as the machine has it, or as somebody chose on this machine. The choice is a cookie
//! that says nothing else, so that also the sign-in page and an error obey it.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::failure::Failure;
use super::halt;

const COOKIE: &str = "tema";
/// A year.
const LASTS: u32 = 31_536_000;

/// How the desk looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Theme {
    /// As the machine has it.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// What the cookie says.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        match pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value) {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// For `data-theme`, the stylesheet and the cookie.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Whether somebody chose it.
    pub(super) fn is_chosen(self) -> bool {
        self != Self::System
    }

    /// For `<meta name="color-scheme">`.
    pub(super) fn scheme(self) -> &'static str {
        match self {
            Self::System => "light dark",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The three, each with its word in the book.
    pub(super) fn choices(self) -> [(&'static str, &'static str, bool); 3] {
        [Self::System, Self::Light, Self::Dark].map(|one| {
            let word = match one {
                Self::System => "theme-system",
                Self::Light => "theme-light",
                Self::Dark => "theme-dark",
            };
            (one.code(), word, one == self)
        })
    }
}

/// Which one, and where the button was pressed.
#[derive(serde::Deserialize)]
pub(super) struct Switch {
    tema: Theme,
    tilbage: String,
}

/// `POST /tema`
pub(super) async fn switch(switch: Result<Form<Switch>, FormRejection>) -> Result<Response, Failure> {
    let Form(switch) = switch.map_err(|_| Failure::Malformed)?;
    let code = switch.tema.code();
    let cookie = format!("{COOKIE}={code}; Path=/; Max-Age={LASTS}; HttpOnly; SameSite=Lax");
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(halt::back(&switch.tilbage))).into_response())
}
