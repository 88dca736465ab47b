//! `ordstyrer account`, through the program itself: what a network says of a token before it is stored,
//! and that nothing ever shows one.

mod giving;
mod looking;
mod reading;
mod scopes;

use std::fmt::Write;

use ordstyrer::demo::{Network, Town};
use ordstyrer::model::{AccountName, OrganisationId, SystemClock};
use ordstyrer::store::{self, Db, Schema};
use secrecy::ExposeSecret;

use crate::cli::{Ended, run};
use crate::config::Home;

/// An installation with an account on every simulated network, and no token yet.
struct Desk {
    home: Home,
    networks: Town,
}

impl Desk {
    async fn new() -> Self {
        let networks = Town::start(std::sync::Arc::new(SystemClock), 7).await.unwrap();
        let mut config =
            "trial = true\n[log]\nlevel = \"error\"\n\n[[organisations]]\nid = \"by\"\nname = \"By\"\n\
                          unit = \"By\"\nlanguage = \"da\"\n"
                .to_owned();
        for network in networks.networks() {
            let name = network.name();
            let (url, page) = (networks.url(network), networks.page(network));
            write!(
                config,
                "\n[[organisations.accounts]]\nname = \"by-{name}\"\nnetwork = \"{name}\"\n\
                 base_url = \"{url}\"\npage = \"{page}\"\n"
            )
            .unwrap();
            for (key, value) in networks.options(network) {
                // A text, a number or a truth value is written alike in TOML and in JSON.
                writeln!(config, "options.{key} = {}", serde_json::json!(value)).unwrap();
            }
        }
        let desk = Self { home: Home::new(&config), networks };
        assert_eq!(desk.run(&["keys", "create"]).code, Some(0));
        desk
    }

    fn run(&self, args: &[&str]) -> Ended {
        run(&self.home.path("."), args)
    }

    /// What must go well.
    fn does(&self, args: &[&str], says: &str) -> String {
        let ended = self.run(args);
        assert_eq!(ended.code, Some(0), "{args:?}: {ended:?}");
        assert!(ended.out.contains(says), "{args:?}: {says} is not in {}", ended.out);
        ended.out
    }

    /// A file with the network's own secrets.
    fn secrets(&self, network: Network) -> String {
        let name = format!("{}.toml", network.name());
        let mut text = String::new();
        for (secret, word) in self.networks.secrets(network).iter() {
            writeln!(text, "{secret} = \"{}\"", word.expose_secret()).unwrap();
        }
        self.home.write(&name, &text, 0o600);
        name
    }

    /// A file with secrets of the right names that open nothing.
    fn wrong_secrets(&self, network: Network) -> String {
        let name = format!("{}-wrong.toml", network.name());
        let mut text = String::new();
        for (secret, _) in self.networks.secrets(network).iter() {
            writeln!(text, "{secret} = \"{CANARY}\"").unwrap();
        }
        self.home.write(&name, &text, 0o600);
        name
    }

    /// Which version of an account's token stands, and what the audit trail says.
    async fn stands(&self, account: &str) -> (Option<i64>, Vec<String>) {
        let address = format!("sqlite:{}", self.home.path("ordstyrer.db").display());
        let db = Db::open(&address, Schema::Main).await.unwrap();
        let mut tx = db.read().await.unwrap();
        let org = OrganisationId::from_text("by");
        let stored = store::credential::get(&mut tx, &org, &AccountName::from_text(account)).await.unwrap();
        let lines = store::audit::list(&mut tx, &org, 0, 1000).await.unwrap();
        drop(tx);
        db.close().await;
        let told = lines.into_iter().map(|chained| format!("{} {}", chained.line.who, chained.line.what));
        (stored.map(|stored| stored.version), told.filter(|what| what.ends_with(account)).collect())
    }
}

/// A secret that is nobody's.
const CANARY: &str = "kanarie-token-7f3aqx";
