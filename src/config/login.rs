//! The municipality's own login, as the configuration names it.

use std::collections::BTreeMap;

use secrecy::SecretString;

use super::secret::{self, Places};
use super::shape;
use crate::model::Role;

/// Where people sign in, and what their groups make them.
#[derive(Clone, Debug)]
pub struct Login {
    /// The provider, exactly as it writes itself.
    pub issuer: String,
    /// Our name there.
    pub client: String,
    /// Our secret there, if it gave us one.
    pub secret: Option<SecretString>,
    /// The claim that lists the groups.
    pub groups: String,
    /// What each group makes its members.
    pub roles: BTreeMap<String, Vec<Role>>,
    /// Levels of sign-in, of which one must be told.
    pub acr: Vec<String>,
    /// Ways of sign-in, of which one at least must be told.
    pub amr: Vec<String>,
    /// It stands in the municipality's own network.
    pub is_near: bool,
}

/// Reads it; every mistake becomes a sentence.
pub(super) fn read(written: &shape::Login, places: &Places) -> Result<Login, String> {
    if written.issuer.is_empty() || written.client.is_empty() {
        return Err("login.issuer and login.client are what the provider calls itself and us".to_owned());
    }
    if written.roles.is_empty() {
        return Err("login.roles is empty: nobody could come in".to_owned());
    }
    let mut roles = BTreeMap::new();
    for (group, names) in &written.roles {
        let known = names.iter().map(|name| {
            Role::parse(&name.replace('-', "_")).ok_or_else(|| format!("login.roles: `{name}` is no role"))
        });
        roles.insert(group.clone(), known.collect::<Result<Vec<_>, _>>()?);
    }
    let secret = match written.secret.as_str() {
        "" => None,
        reference => {
            let path = places.reference(reference).map_err(|what| format!("login.secret {what}"))?;
            Some(secret::read(&path).map_err(|what| format!("login.secret: {what}"))?)
        }
    };
    let groups = if written.groups.is_empty() { "groups" } else { &written.groups };
    Ok(Login {
        issuer: written.issuer.clone(),
        client: written.client.clone(),
        secret,
        groups: groups.to_owned(),
        roles,
        acr: written.acr.clone(),
        amr: written.amr.clone(),
        is_near: written.is_near,
    })
}
