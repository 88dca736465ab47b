//! A desk with two municipalities and an invented queue.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use ordstyrer::decide::lint::Lint;
use ordstyrer::decide::{Answers, Mailboxes, Policy, Replies};
use ordstyrer::detect::{Detectors, Lists};
use ordstyrer::identity::Provider;
use ordstyrer::model::By;
use ordstyrer::model::{
    AccountName, Area, Capabilities, Clock, Confidence, Counts, Finding, Incoming, InquiryId, Kept, Kind,
    Label, Language, LengthUnit, Likely, Link, ManualClock, Mode, ModeratorId, OrganisationId, Outcome,
    Place, Purpose, RemoteId, ReplyLimit, Role, Source, Span, Stamp, State, Target, Text, Verdict, VerdictId,
};
use ordstyrer::review::{self, moderators};
use ordstyrer::screen::Outgoing;
use ordstyrer::store::inquiry::{Provenance, Row};
use ordstyrer::store::{self, Db, Engine, Schema};
use ordstyrer::vault::{KeyRing, Ledger, Master, Vault};

use super::browser::Browser;
use crate::harness::{days, hours, minutes, postgres};

/// An ordinary Saturday evening.
pub(super) const START: &str = "2026-11-21T20:41:00Z";
pub(super) const PASSWORD: &str = "hvid hest over åen";

pub(super) struct Desk {
    pub(super) db: Db,
    pub(super) vault: Arc<Vault>,
    pub(super) clock: ManualClock,
    pub(super) router: Router,
    pub(super) parts: Arc<review::Desk>,
    pub(super) organisation: OrganisationId,
    folder: tempfile::TempDir,
}

/// What people must do to come in; by default a link or a password is enough.
#[derive(Default)]
struct Asked {
    second_step: Vec<Role>,
    logins: BTreeMap<OrganisationId, Arc<Provider>>,
    is_telling: bool,
}

/// What a citizen wrote, with defaults; only what matters is spelled out.
pub(super) struct Comment {
    pub(super) text: String,
    pub(super) author: Option<String>,
    pub(super) findings: Vec<Finding>,
    pub(super) labels: Vec<Label>,
    pub(super) area: Option<Area>,
    pub(super) areas: Vec<Likely>,
    pub(super) language: Language,
    pub(super) state: State,
    pub(super) is_urgent: bool,
    pub(super) rule: &'static str,
    pub(super) age: Duration,
    pub(super) images: u32,
    pub(super) account: &'static str,
    pub(super) organisation: Option<OrganisationId>,
    /// Our post at the root of its thread.
    pub(super) post: Option<&'static str>,
    /// The comment that it answers.
    pub(super) parent: Option<String>,
}

impl Comment {
    pub(super) fn of(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            author: Some("Karen Prøve".to_owned()),
            findings: Vec::new(),
            labels: Vec::new(),
            area: None,
            areas: Vec::new(),
            language: Language::Danish,
            state: State::Queued,
            is_urgent: false,
            rule: "R6",
            age: minutes(4),
            images: 0,
            account: "prøveby-fb",
            organisation: None,
            post: None,
            parent: None,
        }
    }

    /// Marks the words as a finding.
    pub(super) fn finding(mut self, kind: Kind, words: &str, confidence: Confidence, reason: &str) -> Self {
        let byte = self.text.find(words).expect("the words stand in the text");
        let start = self.text.get(..byte).unwrap().chars().count();
        self.findings.push(Finding {
            kind,
            span: Span { start, end: start + words.chars().count() },
            place: Place::Text,
            confidence,
            rule: "test".to_owned(),
            reason: reason.to_owned(),
        });
        self
    }
}

impl Desk {
    pub(super) async fn new() -> Self {
        Self::on(Engine::Sqlite, "http://127.0.0.1:8080").await
    }

    pub(super) async fn on(engine: Engine, public_url: &str) -> Self {
        Self::with(engine, public_url, Asked::default()).await
    }

    /// One where everybody first reads what is noted about them.
    pub(super) async fn telling() -> Self {
        let asked = Asked { is_telling: true, ..Asked::default() };
        Self::with(Engine::Sqlite, "http://127.0.0.1:8080", asked).await
    }

    /// One that asks these roles for a second step, with these logins of the municipalities' own.
    pub(super) async fn asking(
        engine: Engine,
        second_step: Vec<Role>,
        logins: BTreeMap<OrganisationId, Arc<Provider>>,
    ) -> Self {
        let asked = Asked { second_step, logins, is_telling: false };
        Self::with(engine, "http://127.0.0.1:8080", asked).await
    }

    async fn with(engine: Engine, public_url: &str, asked: Asked) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let addresses = match engine {
            Engine::Sqlite => ["main", "keys"]
                .map(|name| format!("sqlite:{}", folder.path().join(name).with_extension("db").display())),
            Engine::Postgres => [postgres::database().await, postgres::database().await],
        };
        let clock = ManualClock::at(Stamp::parse(START).unwrap());
        let now = clock.now();
        let db = Db::open(&addresses[0], Schema::Main).await.unwrap();
        let keys = Db::open(&addresses[1], Schema::Keys).await.unwrap();
        let ring =
            KeyRing::create(&folder.path().join("keys"), &Master::InFolder, InquiryId::new(now).as_str())
                .unwrap();
        let ledger = Ledger::open(&folder.path().join("deletions.jsonl")).unwrap();
        let vault = Arc::new(Vault::new(keys, ring, ledger, now).await.unwrap());
        let organisations = [("prøveby", "Prøveby Kommune"), ("naboby", "Naboby Kommune")];
        let mut tx = db.write().await.unwrap();
        for (id, _) in organisations {
            let id = OrganisationId::from_text(id);
            store::organisation::ensure(&mut tx, &id).await.unwrap();
            for (account, network) in
                [("prøveby-fb", "facebook"), ("prøveby-bsky", "bluesky"), ("prøveby-mstdn", "mastodon")]
            {
                let account = AccountName::from_text(account);
                store::account::ensure(&mut tx, &id, &account, network, now).await.unwrap();
                store::account::set_mode(&mut tx, &id, &account, Mode::Acting).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        let can = |hide, most, unit, most_bytes| Capabilities {
            hide,
            delete: hide,
            reply: true,
            idempotent_reply: !hide,
            hidden_still_seen: hide,
            counts: Counts::All,
            reply_limit: ReplyLimit { most, unit, most_bytes },
        };
        let desk = Arc::new(review::Desk {
            db: db.clone(),
            vault: Arc::clone(&vault),
            clock: Arc::new(clock.clone()),
            policy: Arc::new(Policy::shipped()),
            mailboxes: Arc::new(Mailboxes::shipped()),
            replies: Arc::new(Replies::shipped()),
            answers: Arc::new(Answers::shipped()),
            outgoing: outgoing(),
            settings: review::Settings {
                organisations: organisations
                    .map(|(id, name)| review::Organisation {
                        id: OrganisationId::from_text(id),
                        name: name.to_owned(),
                        unit: format!("Borgerservice i {name}"),
                    })
                    .to_vec(),
                public_url: public_url.parse().unwrap(),
                undo: minutes(2),
                staff_notice: asked.is_telling,
                second_step: asked.second_step,
                logins: asked.logins,
                client_header: Some("x-forwarded-for".to_owned()),
                reasons: ordstyrer::detect::sentence,
                caps: crate::harness::caps(),
                staffed: ordstyrer::model::Staffed::default(),
                told: BTreeMap::from([(
                    OrganisationId::from_text("prøveby"),
                    review::ToldBy { mail: true, webhook: false, people: 3 },
                )]),
                can: BTreeMap::from([
                    (AccountName::from_text("prøveby-fb"), can(true, 8000, LengthUnit::Utf16, None)),
                    (
                        AccountName::from_text("prøveby-bsky"),
                        can(true, 300, LengthUnit::Graphemes, Some(3000)),
                    ),
                    (AccountName::from_text("prøveby-mstdn"), can(false, 468, LengthUnit::Graphemes, None)),
                ]),
            },
        });
        let router = review::router(Arc::clone(&desk)).unwrap();
        Self {
            db,
            vault,
            clock,
            router,
            parts: desk,
            organisation: OrganisationId::from_text("prøveby"),
            folder,
        }
    }

    pub(super) fn now(&self) -> Stamp {
        self.clock.now()
    }

    pub(super) fn later(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Seals a comment into the queue, as settling would.
    pub(super) async fn comment(&self, comment: Comment) -> InquiryId {
        let now = self.now();
        let written_at = now.earlier(comment.age);
        let owner = comment.organisation.as_ref().unwrap_or(&self.organisation);
        let account = AccountName::from_text(comment.account);
        let id = InquiryId::new(now);
        let remote = RemoteId::new(format!("remote-{id}"));
        let text = Text::new(&comment.text);
        let author = comment.author.as_ref().map(Text::new);
        let incoming = Incoming {
            target: Target { remote: remote.clone(), post: comment.post.map(RemoteId::new) },
            parent: comment.parent.map(RemoteId::new),
            author_name: author.clone(),
            handle: None,
            is_ours: false,
            text: text.clone(),
            written_at,
            marker: None,
            link: None,
            is_hidden: None,
            images: comment.images,
        };
        let mask = |text: &Text, place| text.mask(&comment.findings, place, 20_000);
        let mut kept = Kept {
            target: incoming.target.clone(),
            parent: incoming.parent.clone(),
            author_name: author.as_ref().map(|name| mask(name, Place::AuthorName)),
            handle: None,
            text: Some(mask(&text, Place::Text)),
            link: Link::https("https://www.facebook.com/prøveby/posts/1?comment_id=2"),
            findings: comment.findings.clone(),
            labels: comment.labels,
            area: comment.area,
            areas: comment.areas,
            language: comment.language,
            images: comment.images,
            fingerprint: String::new(),
        };
        let key = self.vault.new_row(owner, id.clone(), 1, &account, 0, &incoming, now).unwrap();
        let sealed = self.vault.close(owner, &key, &mut kept, &text).unwrap();
        let mut keys = self.vault.keys.write().await.unwrap();
        store::keys::insert(&mut keys, owner, &key.key).await.unwrap();
        keys.commit().await.unwrap();
        let row = Row {
            id: id.clone(),
            account,
            mac: id.to_string(),
            sealed,
            key_version: 1,
            version: 1,
            state: comment.state,
            is_urgent: comment.is_urgent,
            rule: comment.rule.to_owned(),
            written_at,
            taken_in: now,
            checked_at: now,
            decide_by: (comment.state == State::Hidden).then(|| now.later(days(1))),
            delete_after: now.later(days(30)),
        };
        let from =
            Provenance { purpose: Purpose::AnswerEnquiry, source: Source::Poll, policy_version: "test" };
        let verdict = Verdict {
            outcome: if comment.state == State::Hidden { Outcome::Hide } else { Outcome::Review },
            is_automatic: comment.state == State::Hidden,
            is_urgent: comment.is_urgent,
            rule: comment.rule.to_owned(),
            ground: None,
            by: By::Machine,
            mailbox: None,
            reply: None,
            delete_after: row.delete_after,
        };
        let mut tx = self.db.write().await.unwrap();
        store::inquiry::insert(&mut tx, owner, &row, from).await.unwrap();
        let verdict_id = VerdictId::new(now);
        store::verdict::insert(&mut tx, owner, &verdict_id, &id, &verdict, "2026-11-21", 1, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(super) async fn moderator(&self, name: &str) -> ModeratorId {
        self.somebody(name, &[Role::TeamLead]).await
    }

    /// Somebody with these roles.
    pub(super) async fn somebody(&self, name: &str, roles: &[Role]) -> ModeratorId {
        moderators::add(&self.db, &self.vault, &self.organisation, name, roles, self.now()).await.unwrap()
    }

    /// The same, signed in by a single-use link.
    pub(super) async fn signed_as(&self, name: &str, roles: &[Role]) -> Browser<'_> {
        let id = self.somebody(name, roles).await;
        let mut browser = self.browser();
        let answer = browser.post(&self.link(&id).await, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        browser
    }

    pub(super) async fn link(&self, id: &ModeratorId) -> String {
        let ttl = hours(1);
        let code = moderators::one_time(&self.db, &self.vault, &self.organisation, id, ttl, self.now())
            .await
            .unwrap();
        format!("/engang/{}/{code}", "pr%C3%B8veby")
    }

    /// Signed in by a single-use link.
    pub(super) async fn signed(&self, name: &str) -> Browser<'_> {
        self.signed_as(name, &[Role::TeamLead]).await
    }

    /// A moderator with a password.
    pub(super) async fn moderator_with_password(&self, name: &str) -> ModeratorId {
        let mut browser = self.signed(name).await;
        let answer = browser.post("/adgangskode", &[("ny", PASSWORD), ("igen", PASSWORD)]).await;
        assert_eq!(answer.location(), "/ko?besked=adgangskode");
        let found = moderators::find(&self.db, &self.organisation, name).await.unwrap();
        found.unwrap().id
    }

    pub(super) fn browser(&self) -> Browser<'_> {
        Browser::of(self)
    }

    pub(super) async fn row(&self, id: &InquiryId) -> Row {
        let mut tx = self.db.read().await.unwrap();
        store::inquiry::get(&mut tx, &self.organisation, id).await.unwrap().unwrap()
    }

    /// Who did what, oldest first.
    pub(super) async fn trail(&self) -> Vec<(String, String)> {
        let mut tx = self.db.read().await.unwrap();
        let lines = store::audit::list(&mut tx, &self.organisation, 0, 10_000).await.unwrap();
        lines.into_iter().map(|chained| (chained.line.who, chained.line.what)).collect()
    }

    /// Every byte of the main database.
    pub(super) fn bytes(&self) -> Vec<u8> {
        ["main.db", "main.db-wal"]
            .iter()
            .flat_map(|name| std::fs::read(self.folder.path().join(name)).unwrap_or_default())
            .collect()
    }
}

/// Compiled once for all desks; the mailboxes' telephones are the municipality's own, as the configuration
/// makes them.
fn outgoing() -> Outgoing {
    static OUTGOING: std::sync::LazyLock<Outgoing> = std::sync::LazyLock::new(|| {
        let mailboxes = Mailboxes::shipped();
        let phones = mailboxes.all().iter().map(|mailbox| mailbox.phone.clone());
        let helplines =
            Answers::shipped().all().iter().flat_map(|one| one.phones.clone()).collect::<Vec<_>>();
        let own_numbers = phones.chain(helplines).collect();
        let own_addresses = ["Rådhuspladsen 1", "Nyropsgade 1"].map(ToOwned::to_owned).to_vec();
        let lists = Lists { own_numbers, own_addresses, ..Lists::shipped() };
        let lint = Lint::shipped().knowing(Replies::shipped().vocabulary());
        let cpr_today = Stamp::parse("2040-01-01T00:00:00Z");
        Outgoing::new(Arc::new(Detectors::new(&lists).unwrap()), Arc::new(lint), cpr_today)
    });
    OUTGOING.clone()
}
