//! The configuration: three layers, strict, checked as a whole, and no secret in it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use ordstyrer::config::{Config, Error};
use ordstyrer::model::{Days, Role, Stamp};
use ordstyrer::vault::Master;
use secrecy::ExposeSecret;
use tempfile::TempDir;

pub(crate) const TOWN: &str = r#"
[[organisations]]
id = "by"
name = "Prøveby Kommune"
unit = "Prøveby Kommune"
language = "da"

[[organisations.accounts]]
name = "by-facebook"
network = "facebook"
base_url = "https://graph.facebook.com/v25.0"
page = "1234567890"
"#;

/// Databases with a password.
const SERVER: &str = r#"
[store]
main = "postgres://os@db.example/main"
keys = "postgres://os@db.example/keys"
main_password = "file:pw"
"#;

/// A folder with `ordstyrer.toml` and a password that only we can read.
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    pub(crate) fn new(config: &str) -> Self {
        let home = Self { folder: tempfile::tempdir().expect("a folder") };
        home.write("ordstyrer.toml", config, 0o644);
        home.write("pw", "et-hemmeligt-ord\n", 0o600);
        home
    }

    pub(crate) fn write(&self, name: &str, text: &str, mode: u32) {
        let path = self.path(name);
        fs::write(&path, text).expect("it is written");
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("it is ours");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("it is text")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn load(&self) -> Result<Config, Error> {
        self.load_with(&[])
    }

    fn load_with(&self, environment: &[(&str, &str)]) -> Result<Config, Error> {
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::load(Some(&self.path("ordstyrer.toml")), environment)
    }
}

fn wrong(config: &str) -> String {
    Home::new(config).load().expect_err("it should be refused").to_string()
}

/// The town with one line of its account replaced.
fn town(from: &str, to: &str) -> String {
    assert!(TOWN.contains(from), "{from}");
    TOWN.replacen(from, to, 1)
}

#[test]
fn without_a_file_the_defaults_stand_and_nobody_is_served() {
    let config = Config::load(None, std::iter::empty()).unwrap();
    assert_eq!(config.worker.every, Duration::from_secs(30));
    assert_eq!(config.worker.retain.residue, Days(35));
    assert_eq!(config.review.listen.to_string(), "127.0.0.1:8080");
    assert!(config.review.listen.ip().is_loopback(), "the queue is not open to the network by default");
    assert_eq!(config.policy.version(), ordstyrer::decide::Policy::shipped().version());
    assert_eq!(
        config.fit_to_serve().unwrap_err().to_string(),
        "no account is configured: there is nothing to serve"
    );
}

#[test]
fn links_that_lead_nowhere_are_named_unless_it_is_only_tried() {
    let organisation = ordstyrer::model::OrganisationId::from_text("by");
    let config = Home::new(TOWN).load().unwrap();
    assert!(config.dead_links(&organisation).contains(&"okf"), "the samples' ids are zeros");
    let tried = Home::new(&format!("trial = true\n{TOWN}")).load().unwrap();
    assert!(tried.dead_links(&organisation).is_empty());
}

#[test]
fn a_file_changes_the_default_and_the_environment_changes_the_file() {
    let home = Home::new("[worker]\nevery_seconds = 60\npage_cap = 7\n");
    let config = home.load_with(&[("ORDSTYRER__WORKER__EVERY_SECONDS", "90")]).unwrap();
    assert_eq!(config.worker.every, Duration::from_secs(90));
    assert_eq!(config.worker.intake.page_cap, 7);
    assert_eq!(config.worker.intake.overlap, Duration::from_mins(10), "what nobody named stays");
}

#[test]
fn a_list_and_a_switch_can_come_from_the_environment() {
    let home = Home::new("");
    let config = home
        .load_with(&[
            ("ORDSTYRER__DETECT__OWN_EMAIL_DOMAINS", "by.example, skole.by.example"),
            ("ORDSTYRER__LOG__JSON", "true"),
        ])
        .unwrap();
    assert_eq!(config.detect.own_email_domains, ["by.example", "skole.by.example"]);

    assert!(config.log.json);
}

#[test]
fn an_unknown_key_is_refused_with_its_file() {
    let home = Home::new("[worker]\nevry_seconds = 60\n");
    let refused = home.load().unwrap_err().to_string();
    let file = home.path("ordstyrer.toml").display().to_string();
    assert!(refused.starts_with(&format!("{file}: worker.evry_seconds: unknown field")), "{refused}");
    assert!(wrong("[wroker]\n").contains("wroker: unknown field"));
    assert!(wrong(&town("page = ", "colour = 1\npage = ")).contains("organisations[0].accounts[0].colour"));
}

#[test]
fn an_unknown_variable_is_refused_by_name() {
    let refuse = |name: &str, value: &str| Home::new("").load_with(&[(name, value)]).unwrap_err().to_string();
    assert_eq!(
        refuse("ORDSTYRER__WORKER__EVRY_SECONDS", "1"),
        "environment variable ORDSTYRER__WORKER__EVRY_SECONDS: there is no setting `worker.evry_seconds`"
    );
    assert!(refuse("ORDSTYRER__WORKER", "1").contains("is a group of settings"));
    assert!(refuse("ORDSTYRER__WORKER__EVERY_SECONDS__X", "1").contains("there is no setting"));
    assert!(refuse("ORDSTYRER__ORGANISATIONS", "by").contains("organisations stand in the file only"));
    assert!(Home::new("").load_with(&[("ORDSTYRER_EVAL", "/x"), ("PATH", "/bin")]).is_ok());
}

#[test]
fn a_value_of_the_wrong_type_is_refused_and_never_bent() {
    for (config, key) in [
        ("[worker]\nevery_seconds = \"no\"\n", "worker.every_seconds"),
        ("[worker]\nevery_seconds = 3.9\n", "worker.every_seconds"),
        ("[worker]\nevery_seconds = -1\n", "worker.every_seconds"),
        ("[worker]\nevery_seconds = true\n", "worker.every_seconds"),
        ("[log]\njson = \"yes\"\n", "log.json"),
        ("policy = 7\n", "policy"),
        ("worker = 7\n", "worker"),
    ] {
        let refused = wrong(config);
        assert!(refused.contains(&format!("{key}: invalid")), "{config} gave {refused}");
    }
    let refused = Home::new("").load_with(&[("ORDSTYRER__LOG__JSON", "yes")]).unwrap_err().to_string();
    assert!(refused.contains("`log.json` is true or false"), "{refused}");
    let refused = Home::new("").load_with(&[("ORDSTYRER__WORKER__PAGE_CAP", "3.9")]).unwrap_err().to_string();
    assert!(refused.contains("`worker.page_cap` is a whole number"), "{refused}");
}

#[test]
fn broken_toml_is_refused_with_file_and_line() {
    let home = Home::new("[log]\nlevel = \n");
    let refused = home.load().unwrap_err().to_string();
    assert!(refused.contains("ordstyrer.toml: line 2: "), "{refused}");
}

#[test]
fn a_missing_file_is_refused_with_its_path() {
    let refused = Config::load(Some(&PathBuf::from("findes-ikke.toml")), std::iter::empty()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the configuration file findes-ikke.toml cannot be read: entity not found"
    );
}

#[test]
fn a_relative_path_starts_at_the_file_and_not_where_somebody_stands() {
    let home = Home::new("[vault]\nmaster = \"file:master\"\n");
    let config = home.load().unwrap();
    assert_eq!(config.store.main.expose_secret(), format!("sqlite:{}", home.path("ordstyrer.db").display()));
    assert_eq!(config.vault.folder, home.path("keys"));
    assert_eq!(config.vault.ledger, home.path("deletions.jsonl"));
    let Master::File(master) = config.vault.master else { panic!("a file was named") };
    assert_eq!(master, home.path("master"));
}

#[test]
fn an_account_has_no_secret_in_the_configuration() {
    let config = Home::new(TOWN).load().unwrap();
    let account = &config.organisations[0].accounts[0];
    let connection = account.connection(config.call);
    assert_eq!((connection.page.as_str(), connection.secrets.iter().count()), ("1234567890", 0));
    assert!(config.fit_to_serve().is_ok());
}

#[test]
fn a_token_where_it_stood_before_is_refused_with_what_to_do_instead() {
    for key in ["token_file", "token_credential"] {
        let refused = wrong(&town("page = ", &format!("{key} = \"secrets/by-facebook\"\npage = ")));
        assert_eq!(
            refused,
            format!(
                "account `by-facebook`: {key} is read no more: tokens stand sealed in the database. Take the \
                 line out, and run `ordstyrer account add by-facebook`"
            )
        );
    }
}

#[test]
fn a_password_comes_from_a_service_credential() {
    let home = Home::new(&SERVER.replace("file:pw", "credential:db"));
    home.write("db", "fra-systemd", 0o440);
    let folder = home.folder.path().display().to_string();
    let config = home.load_with(&[("CREDENTIALS_DIRECTORY", &folder)]).unwrap();
    assert_eq!(config.store.main.expose_secret(), "postgres://os:fra-systemd@db.example/main");
    let refused = home.load().unwrap_err().to_string();
    assert!(refused.contains("no credentials directory was given to the service"), "{refused}");
}

#[test]
fn a_credential_is_a_name_and_no_way_out_of_its_folder() {
    let home = Home::new(&SERVER.replace("file:pw", "credential:../pw"));
    let folder = home.folder.path().display().to_string();
    let refused = home.load_with(&[("CREDENTIALS_DIRECTORY", &folder)]).unwrap_err().to_string();
    assert!(refused.contains("a credential's name is a plain file name"), "{refused}");
}

#[test]
fn a_secret_in_the_file_itself_has_no_key() {
    let token = wrong(&town("page = ", "token = \"EAAhemmeligt\"\npage = "));
    assert!(token.contains("accounts[0].token: unknown field"), "{token}");
    assert!(!token.contains("EAAhemmeligt"), "the error quotes the secret");
    let password = wrong("[store]\nmain = \"postgres://os:hemmeligt@localhost/os\"\n");
    assert!(password.contains("store.main: a password stands in the address"), "{password}");
    assert!(!password.contains("hemmeligt"), "the error quotes the secret");
}

#[test]
fn a_secret_that_others_can_read_is_refused() {
    for mode in [0o644, 0o604, 0o660, 0o622] {
        let home = Home::new(SERVER);
        home.write("pw", "et-hemmeligt-ord", mode);
        let refused = home.load().unwrap_err().to_string();
        assert!(refused.contains(&format!("is open to others (mode {mode:o})")), "{refused}");
        assert!(!refused.contains("et-hemmeligt"));
    }
}

#[test]
fn a_missing_or_empty_or_doubtful_secret_is_refused() {
    let home = Home::new(SERVER);
    home.write("pw", " \n", 0o600);
    assert!(home.load().unwrap_err().to_string().contains("is empty"));
    home.write("pw", "et\nto", 0o600);
    assert!(home.load().unwrap_err().to_string().contains("holds more than one line"));
    fs::remove_file(home.path("pw")).unwrap();
    assert!(home.load().unwrap_err().to_string().contains("pw cannot be read: entity not found"));
}

#[test]
fn a_database_password_comes_from_a_file() {
    let home = Home::new(
        "[store]\nmain = \"postgres://os@db.example/main\"\nkeys = \"postgres://os@db.example/keys\"\nmain_password = \"file:pw\"\n",
    );
    home.write("pw", "p@ss/ord", 0o600);
    let config = home.load().unwrap();
    assert_eq!(config.store.main.expose_secret(), "postgres://os:p%40ss%2Ford@db.example/main");
    assert_eq!(config.store.keys.expose_secret(), "postgres://os@db.example/keys");
    assert!(!format!("{config:?}").contains("ss%2F"));
}

#[test]
fn rows_and_keys_never_share_a_database() {
    let refused = wrong("[store]\nkeys = \"sqlite:ordstyrer.db\"\n");
    assert!(refused.contains("store.keys is the same database as store.main"), "{refused}");
    assert!(
        wrong("[store]\nmain = \"mysql://x/y\"\n")
            .contains("store.main: is neither sqlite:PATH nor postgres")
    );
    assert!(wrong("[store]\nmain = \"sqlite::memory:\"\n").contains("is written sqlite:PATH"));
}

#[test]
fn a_login_names_its_provider_its_groups_and_roles_that_exist() {
    let login =
        |lines: &str| town("[[organisations.accounts]]", &format!("{lines}\n[[organisations.accounts]]"));
    let whole = "[organisations.login]\nissuer = \"https://login.example/v2.0\"\nclient = \"ordstyrer\"\n";
    let good = Home::new(&login(&format!("{whole}roles = {{ \"group-1\" = [\"team-lead\", \"dpo\"] }}")));
    let good = good.load().unwrap();
    let read = good.organisations[0].login.as_ref().unwrap();
    assert_eq!(read.roles["group-1"], [Role::TeamLead, Role::Dpo]);
    assert_eq!((read.groups.as_str(), read.is_near), ("groups", false));
    for (lines, says) in [
        (format!("{whole}roles = {{}}"), "login.roles is empty: nobody could come in"),
        (format!("{whole}roles = {{ \"g\" = [\"king\"] }}"), "login.roles: `king` is no role"),
        (
            format!("{whole}secret = \"hunter2\"\nroles = {{ \"g\" = [\"dpo\"] }}"),
            "login.secret is neither file",
        ),
        ("[organisations.login]\nissuer = \"\"\nclient = \"x\"\nroles = {}".to_owned(), "login.issuer and"),
    ] {
        let said = wrong(&login(&lines));
        assert!(said.contains(says), "{lines}: {said}");
        assert!(!said.contains("hunter2"), "a secret stands in an error");
    }
}

#[test]
fn numbers_that_break_a_promise_are_refused() {
    for (line, says) in [
        ("[worker]\noverlap_minutes = 9", "worker.overlap_minutes is 9, which is not between 10 and 1440"),
        ("[worker]\nrecheck_old_hours = 25", "worker.recheck_old_hours is 25, which is not between 1 and 22"),
        ("[worker]\nevery_seconds = 0", "worker.every_seconds is 0"),
        ("[worker]\nlease_seconds = 39", "is less than two calls of worker.deadline_seconds (20)"),
        ("[store]\nresidue_days = 91", "store.residue_days is 91"),
        ("[review]\nundo_seconds = 601", "review.undo_seconds is 601"),
        ("[review]\nsecond_step = [\"king\"]", "review.second_step: `king` is no role"),
        ("[review]\nclient_header = \"a b\"", "review.client_header is the name of a header"),
        ("[review]\nlisten = \"8080\"", "review.listen is an address and a port"),
        ("[review]\npublic_url = \"http://kommune.example\"", "review.public_url must be https: without TLS"),
        ("[review]\npublic_url = \"http://10.0.0.5:8080\"", "review.public_url must be https: without TLS"),
        ("[review]\npublic_url = \"https://kommune.example/kø\"", "is only a host"),
        ("[act]\nreversed_percent = 0", "act.reversed_percent is 0, which is not between 1 and 100"),
        ("[alarm]\nrepeat_minutes = 0", "alarm.repeat_minutes is 0"),
        ("[alarm]\nsmtp = \"mail\"", "alarm.smtp is a host and a port"),
        (
            "[alarm]\nsmtp = \"mail.example:25\"\nsmtp_security = \"none\"",
            "for a mail server on this machine only",
        ),
        ("[alarm]\nsmtp = \"mail.example:587\"\nfrom = \"x\"", "alarm.from: `x` is no mail address"),
        (
            "[alarm]\nsmtp = \"mail.example:587\"\nfrom = \"a@b.example\"\nsmtp_user = \"a\"",
            "without alarm.smtp_password",
        ),
        ("[alarm]\nwebhook = \"http://pager.example/x\"", "alarm.webhook must be https"),
        ("[alarm]\nstaffed_days = [\"monday\"]", "alarm.staffed_days: `monday` is none of mon"),
        ("[alarm]\nstaffed_until = \"07:00\"", "staffed_until is not later than staffed_from"),
        ("[alarm]\nclosed = [\"24-12\"]", "closed: `24-12` is no day"),
        ("[log]\nlevel = \"loud\"", "log.level is error, warn"),
        ("[detect]\ncpr_today = \"2040-13-01\"", "detect.cpr_today is a date"),
    ] {
        let refused = wrong(line);
        assert!(refused.contains(says), "{line} gave {refused}");
    }
}

#[test]
fn alarms_that_would_reach_nobody_are_refused_and_an_organisation_may_have_a_line_of_its_own() {
    let mail = "[alarm]\nsmtp = \"mail.example:587\"\nfrom = \"ordstyrer@by.example\"\n";
    let refused = wrong(&format!("{TOWN}\n{mail}"));
    assert!(refused.contains("reach nobody: alarm.smtp is set, and on_call is empty"), "{refused}");
    let refused = wrong(&format!("{TOWN}\n[alarm]\non_call = [[\"vagt@by.example\"]]\n"));
    assert!(refused.contains("reach nobody: on_call is set, and alarm.smtp is empty"), "{refused}");
    let refused = wrong(&format!("{TOWN}\n{mail}on_call = [[]]\n"));
    assert!(refused.contains("each step of on_call names 1 to 20 people"), "{refused}");
    let own = TOWN.replace(
        "language = \"da\"",
        "language = \"da\"\non_call = [[\"a@by.example\"], [\"b@by.example\"]]",
    );
    let config = Home::new(&format!("{own}\n{mail}on_call = [[\"c@by.example\"]]\n")).load().unwrap();
    let line = config.alarm.lines.values().next().unwrap();
    assert_eq!(line.staffed, [["a@by.example"], ["b@by.example"]]);
    assert_eq!(
        config.review.undo,
        Duration::from_mins(2),
        "a decision can be taken back where nobody said otherwise"
    );
}

#[test]
fn accounts_and_organisations_are_checked_one_by_one() {
    for (from, to, says) in [
        ("network = \"facebook\"", "network = \"myspace\"", "`myspace` is no network; there are"),
        ("https://graph", "http://graph", "account `by-facebook`: base_url must be https"),
        ("https://graph.facebook.com/v25.0", "graph", "base_url is not an address"),
        ("page = \"1234567890\"", "page = \"\"", "account `by-facebook`: page is empty"),
        ("name = \"by-facebook\"", "name = \"By Facebook\"", "a name is made of a-z, 0-9 and -"),
        ("id = \"by\"", "id = \"../by\"", "organisation `../by`: an id is made of a-z, 0-9 and -"),
        ("language = \"da\"", "language = \"fo\"", "organisation `by`: language is da or en"),
        ("unit = \"Prøveby Kommune\"", "unit = \" \"", "organisation `by`: unit is empty"),
    ] {
        let refused = wrong(&town(from, to));
        assert!(refused.contains(says), "{to} gave {refused}");
    }
    assert!(
        Home::new(&town("https://graph.facebook.com/v25.0", "http://127.0.0.1:9000/v25.0")).load().is_ok()
    );
}

#[test]
fn a_project_whose_daily_quota_is_counted_by_organisation_is_not_two_organisations() {
    let town = |id: &str, accounts: &[(&str, &str)]| {
        let accounts = accounts.iter().map(|(name, project)| {
            format!(
                "\n[[organisations.accounts]]\nname = \"{name}\"\nnetwork = \"youtube\"\n\
                 base_url = \"https://www.googleapis.com\"\npage = \"UC{name}\"\n\
                 options.project = \"{project}\"\n"
            )
        });
        let accounts: String = accounts.collect();
        format!(
            "\n[[organisations]]\nid = \"{id}\"\nname = \"By\"\nunit = \"By\"\nlanguage = \"da\"\n{accounts}"
        )
    };
    let one = town("by", &[("by-a", "12"), ("by-b", "12")]);
    assert!(Home::new(&format!("{one}{}", town("nabo", &[("nabo-a", "13")]))).load().is_ok());
    let refused = wrong(&format!("{one}{}", town("nabo", &[("nabo-a", "12")])));
    assert!(refused.contains("account `nabo-a`: its project is organisation `by`'s already"), "{refused}");
}

#[test]
fn nothing_stands_twice() {
    let twice = wrong(&format!("{TOWN}{TOWN}"));
    for says in [
        "organisation `by` stands twice",
        "account `by-facebook` stands twice",
        "account `by-facebook`: its page is another account's already",
    ] {
        assert!(twice.contains(says), "{twice}");
    }
    let other = TOWN.replace("id = \"by\"", "id = \"anden\"").replace("1234567890", "2");
    assert_eq!(wrong(&format!("{TOWN}{other}")), "account `by-facebook` stands twice");
}

#[test]
fn a_token_that_opens_private_messages_is_refused() {
    let scopes = |scopes: &str| town("page = ", &format!("scopes = [{scopes}]\npage = "));
    let refused = wrong(&scopes("\"pages_manage_engagement\", \"pages_messaging\""));
    assert_eq!(
        refused,
        "account `by-facebook`: the scope `pages_messaging` opens private messages, which the policy forbids"
    );
    assert!(Home::new(&scopes("\"pages_manage_engagement\"")).load().is_ok());
}

#[test]
fn every_mistake_is_told_at_once() {
    let config = format!("[worker]\nevery_seconds = 0\n[log]\nlevel = \"x\"\n{}", town("1234567890", ""));
    let Err(error @ Error::Wrong(_)) = Home::new(&config).load() else { panic!("it should be refused") };
    assert_eq!(error.sentences().len(), 3, "{error}");
}

#[test]
fn a_municipality_brings_its_own_policy_mailboxes_and_words() {
    let home = Home::new("policy = \"own.toml\"\nreplies_en = \"en.toml\"\n");
    let own =
        include_str!("../../config/policy.toml").replace("version = \"2026-11-22\"", "version = \"by 1\"");
    home.write("own.toml", &own, 0o644);
    home.write(
        "en.toml",
        "redirect = [\"Digital Post to {mailbox}: {link} or call {phone}. Guidance only. {unit}\"]",
        0o644,
    );
    assert_eq!(home.load().unwrap().policy.version(), "by 1");
    home.write("own.toml", &own.replace("rule = \"R3\"", "rule = \"R33\""), 0o644);
    let refused = home.load().unwrap_err().to_string();
    assert!(refused.contains("own.toml: when[") && refused.contains("cites `R33`"), "{refused}");
    fs::remove_file(home.path("own.toml")).unwrap();
    assert!(home.load().unwrap_err().to_string().contains("policy: the file"));
}

#[test]
fn a_set_day_for_birth_dates_is_for_everything_but_serving() {
    let config = Home::new(&format!("[detect]\ncpr_today = \"2040-01-01\"\n{TOWN}")).load().unwrap();
    assert_eq!(config.detect.cpr_today.map(Stamp::date), Some((2040, 1, 1)));
    assert!(config.fit_to_serve().unwrap_err().to_string().contains("detect.cpr_today"));
}

#[test]
fn our_own_telephones_are_known_to_the_detectors() {
    let config = Home::new("[detect]\nown_numbers = [\"12 34 56 78\"]\n").load().unwrap();
    let of_mailboxes = config.mailboxes.all().iter().map(|mailbox| mailbox.phone.as_str());
    for number in of_mailboxes.chain(["12 34 56 78"]) {
        assert!(config.detect.own_numbers.iter().any(|own| own == number), "{number}");
    }
}

#[test]
fn an_address_of_our_own_is_a_street_with_its_number() {
    let home = Home::new("[detect]\nown_addresses = [\"Rådhuspladsen 1\"]\n");
    // Where letters to the mailboxes go is known too.
    assert_eq!(home.load().unwrap().detect.own_addresses, ["Nyropsgade 1", "Rådhuspladsen 1"]);
    assert!(wrong("[detect]\nown_addresses = [\"Rådhuspladsen\"]\n").contains("detect.own_addresses"));
}
