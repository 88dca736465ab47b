//! The addresses of the desk. Nothing but this makes a router of them, and it takes none without the
//! [`Action`] that stands behind it, so that a new one cannot forget to ask who comes.

use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};

use super::api;
use super::desk::Reception;
use super::rights::Action;
use super::signed::{self, Asked};

/// One address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Its pattern, as `/ko/{id}`.
    pub path: &'static str,
    /// What one does there; `None` where nobody needs to be signed in.
    pub action: Option<Action>,
}

/// The map as it grows.
pub(super) struct Doors {
    reception: Arc<Reception>,
    router: Router<Arc<Reception>>,
    list: Vec<Door>,
}

impl Doors {
    pub(super) fn of(reception: &Arc<Reception>) -> Self {
        Self { reception: Arc::clone(reception), router: Router::new(), list: Vec::new() }
    }

    /// A page for those who may do this.
    pub(super) fn get<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, Arc<Reception>>,
        T: 'static,
    {
        self.guarded("GET", path, action, get(handler))
    }

    /// A form for those who may do this.
    pub(super) fn post<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, Arc<Reception>>,
        T: 'static,
    {
        self.guarded("POST", path, action, post(handler))
    }

    /// A page for everybody. Nothing about a citizen or a colleague stands on it.
    pub(super) fn open<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<Reception>>,
        T: 'static,
    {
        self.listed(Door { method: "GET", path, action: None }, get(handler))
    }

    /// A form for everybody.
    pub(super) fn open_form<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<Reception>>,
        T: 'static,
    {
        self.listed(Door { method: "POST", path, action: None }, post(handler))
    }

    fn guarded(
        self,
        method: &'static str,
        path: &'static str,
        action: Action,
        handler: MethodRouter<Arc<Reception>>,
    ) -> Self {
        let asked = Asked {
            reception: Arc::clone(&self.reception),
            action,
            is_inquiry: path.starts_with("/ko/{id}"),
        };
        let handler = handler.route_layer(from_fn_with_state(asked, signed::guard));
        self.listed(Door { method, path, action: Some(action) }, handler)
    }

    fn listed(mut self, door: Door, handler: MethodRouter<Arc<Reception>>) -> Self {
        self.list.push(door);
        self.router = self.router.route(door.path, handler);
        self
    }

    /// The addresses of programs: they have guards of their own, which ask for a token and not for a session.
    pub(super) fn with_programs(mut self) -> Self {
        self.router = self.router.nest(api::API, api::router(&self.reception));
        self
    }

    /// The router, and the map.
    pub(super) fn done(self) -> (Router<Arc<Reception>>, Vec<Door>) {
        (self.router, self.list)
    }
}
