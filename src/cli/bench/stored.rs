//! An installation with invented inquiries in it, sealed as settling seals them.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;

use crate::cli::demo::Temporary;
use crate::model::{
    AccountName, By, Clock, Incoming, InquiryId, Kept, Language, Mode, OrganisationId, Outcome, Place,
    Purpose, RemoteId, Source, Stamp, State, SystemClock, Target, Text, Verdict, VerdictId,
};
use crate::store::inquiry::{Provenance, Row};
use crate::store::{self, Db, Engine, Schema};
use crate::vault::{KeyRing, Ledger, Master, Vault};

/// Rows in one transaction.
const AT_ONCE: usize = 1_000;
/// Between two comments.
const APART: std::time::Duration = std::time::Duration::from_secs(7);
/// The words, of an ordinary length; every hundredth has a word that a search looks for.
const WORDS: [&str; 4] = [
    "Tak for en dejlig dag i parken, vi kommer gerne igen til næste år. Der var god plads til børnene.",
    "Hvornår åbner genbrugspladsen igen efter helligdagene? Jeg kan ikke finde det på hjemmesiden.",
    "Det er tredje gang på en måned, at der ikke er gruset på stien bag skolen. Det er for dårligt.",
    "Flot initiativ med de nye bænke ved søen, men der mangler stadig lys på vejen hjem.",
];
/// The word that a search looks for.
pub(super) const SOUGHT: &str = "gadelampen";

/// Both databases and the vault.
pub(super) struct Installation {
    pub(super) db: Db,
    pub(super) vault: Arc<Vault>,
    pub(super) organisation: OrganisationId,
    pub(super) account: AccountName,
    _folder: Temporary,
}

impl Installation {
    /// A new one: temporary `SQLite` files, or two empty databases.
    pub(super) async fn new(addresses: (Option<&str>, Option<&str>)) -> anyhow::Result<Self> {
        let now = SystemClock.now();
        let folder = Temporary::new(now)?;
        let file = |name: &str| format!("sqlite:{}", folder.0.join(name).display());
        let address = |given: Option<&str>, name| given.map_or_else(|| file(name), str::to_owned);
        let db =
            Db::open(&address(addresses.0, "main.db"), Schema::Main).await.context("opening the database")?;
        let keys =
            Db::open(&address(addresses.1, "keys.db"), Schema::Keys).await.context("opening the keys")?;
        let organisation = OrganisationId::from_text("bench");
        let account = AccountName::from_text("bench-facebook");
        let vault = Arc::new(vault(&folder.0, keys, now).await?);
        let mut tx = db.write().await?;
        vault.belongs(&mut tx, now).await?;
        store::organisation::ensure(&mut tx, &organisation).await?;
        store::account::ensure(&mut tx, &organisation, &account, "facebook", now).await?;
        store::account::set_mode(&mut tx, &organisation, &account, Mode::Acting).await?;
        tx.commit().await?;
        Ok(Self { db, vault, organisation, account, _folder: folder })
    }

    /// As a report names it.
    pub(super) fn engine(&self) -> &'static str {
        match self.db.engine() {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        }
    }

    /// Stores inquiries from the number `from` until before `until`, of which the first `open` wait.
    pub(super) async fn store(
        &self,
        from: usize,
        until: usize,
        open: usize,
        now: Stamp,
    ) -> anyhow::Result<()> {
        let mut at = from;
        while at < until {
            let end = until.min(at + AT_ONCE);
            let mut keys = self.vault.keys.write().await?;
            let mut rows = Vec::with_capacity(end - at);
            for number in at..end {
                let (key, row) = self.sealed(number, number < open, now)?;
                store::keys::insert(&mut keys, &self.organisation, &key).await?;
                rows.push(row);
            }
            keys.commit().await?;
            let mut tx = self.db.write().await?;
            for row in &rows {
                self.insert(&mut tx, row, now).await?;
            }
            tx.commit().await?;
            at = end;
            write!(std::io::stderr(), "\r{at} of {until} stored")?;
        }
        Ok(writeln!(std::io::stderr())?)
    }

    fn sealed(&self, number: usize, is_open: bool, now: Stamp) -> anyhow::Result<(store::keys::Key, Row)> {
        let steps = u32::try_from(number).context("fewer inquiries, please")?;
        let written_at = now.earlier(APART * steps);
        let id = InquiryId::new(now);
        let target = Target { remote: RemoteId::new(format!("remote-{id}")), post: None };
        let said = WORDS.get(number % WORDS.len()).copied().unwrap_or_default();
        let said = if number.is_multiple_of(100) { format!("{said} {SOUGHT}") } else { said.to_owned() };
        let (text, author) = (Text::new(said), Text::new(format!("Karen Prøve {number}")));
        let incoming = Incoming {
            target: target.clone(),
            parent: None,
            author_name: Some(author.clone()),
            handle: None,
            is_ours: false,
            text: text.clone(),
            written_at,
            marker: None,
            link: None,
            is_hidden: None,
            images: 0,
        };
        let mask = |text: &Text, place| text.mask(&[], place, 20_000);
        let mut kept = Kept {
            parent: None,
            author_name: Some(mask(&author, Place::AuthorName)),
            handle: None,
            text: Some(mask(&text, Place::Text)),
            link: None,
            findings: Vec::new(),
            labels: Vec::new(),
            area: None,
            areas: Vec::new(),
            language: Language::Danish,
            images: 0,
            fingerprint: String::new(),
            target,
        };
        let key = self.vault.new_row(&self.organisation, id.clone(), 1, &self.account, 0, &incoming, now)?;
        let sealed = self.vault.close(&self.organisation, &key, &mut kept, &text)?;
        let row = Row {
            mac: self.vault.tombstone(&self.account, &incoming.target.remote),
            id,
            account: self.account.clone(),
            sealed,
            key_version: 1,
            version: 1,
            state: if is_open { State::Queued } else { State::Left },
            is_urgent: is_open && number.is_multiple_of(50),
            rule: if is_open { "R6" } else { "N2" }.to_owned(),
            written_at,
            taken_in: written_at,
            checked_at: written_at,
            decide_by: None,
            delete_after: now.later(std::time::Duration::from_hours(24 * 30)),
        };
        Ok((key.key, row))
    }

    async fn insert(&self, tx: &mut store::Tx, row: &Row, now: Stamp) -> anyhow::Result<()> {
        let (purpose, source) = (Purpose::AnswerEnquiry, Source::Poll);
        let from = Provenance { purpose, source, policy_version: "bench" };
        store::inquiry::insert(tx, &self.organisation, row, from).await?;
        let verdict = Verdict {
            outcome: if row.state == State::Queued { Outcome::Review } else { Outcome::Leave },
            is_automatic: false,
            is_urgent: row.is_urgent,
            rule: row.rule.clone(),
            ground: None,
            by: By::Machine,
            mailbox: None,
            reply: None,
            delete_after: row.delete_after,
        };
        let id = VerdictId::new(now);
        Ok(store::verdict::insert(tx, &self.organisation, &id, &row.id, &verdict, "bench", 1, now).await?)
    }
}

async fn vault(folder: &Path, keys: Db, now: Stamp) -> anyhow::Result<Vault> {
    let ring = KeyRing::create(&folder.join("keys"), &Master::InFolder, InquiryId::new(now).as_str())?;
    let ledger = Ledger::open(&folder.join("deletions.jsonl"))?;
    Ok(Vault::new(keys, ring, ledger, now).await?)
}
