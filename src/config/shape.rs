//! The shape of the configuration as it is written. A field without a key in `default.toml` does not
//! exist; a key without a field is refused.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shape {
    pub(super) trial: bool,
    pub(super) policy: String,
    pub(super) mailboxes: String,
    pub(super) replies_da: String,
    pub(super) replies_en: String,
    pub(super) lint: String,
    pub(super) answers: String,
    pub(super) onboarding: String,
    pub(super) onboarding_da: String,
    pub(super) onboarding_en: String,
    pub(super) organisations: Vec<Organisation>,
    pub(super) store: Store,
    pub(super) vault: Vault,
    pub(super) worker: Worker,
    pub(super) review: Review,
    pub(super) hook: Hook,
    pub(super) act: Act,
    pub(super) alarm: Alarm,
    pub(super) log: Log,
    pub(super) detect: Detect,
    pub(super) model: Model,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Organisation {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) language: String,
    #[serde(default)]
    pub(super) horizon_days: Option<u32>,
    #[serde(default)]
    pub(super) on_call: Option<Vec<Vec<String>>>,
    #[serde(default)]
    pub(super) on_call_outside: Option<Vec<Vec<String>>>,
    #[serde(default)]
    pub(super) login: Option<Login>,
    #[serde(default)]
    pub(super) accounts: Vec<Account>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Login {
    pub(super) issuer: String,
    pub(super) client: String,
    #[serde(default)]
    pub(super) secret: String,
    #[serde(default)]
    pub(super) groups: String,
    pub(super) roles: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) acr: Vec<String>,
    #[serde(default)]
    pub(super) amr: Vec<String>,
    #[serde(default)]
    pub(super) is_near: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    pub(super) name: String,
    pub(super) network: String,
    pub(super) base_url: String,
    pub(super) page: String,
    // Where tokens stood before they were sealed in the database: known only to say so.
    pub(super) token_file: Option<IgnoredAny>,
    pub(super) token_credential: Option<IgnoredAny>,
    #[serde(default)]
    pub(super) scopes: Vec<String>,
    #[serde(default)]
    pub(super) options: toml::Table,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Store {
    pub(super) main: String,
    pub(super) keys: String,
    pub(super) main_password: String,
    pub(super) keys_password: String,
    pub(super) hook: String,
    pub(super) hook_password: String,
    pub(super) residue_days: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vault {
    pub(super) folder: String,
    pub(super) master: String,
    pub(super) ledger: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Worker {
    pub(super) every_seconds: u32,
    pub(super) lease_seconds: u32,
    pub(super) overlap_minutes: u32,
    pub(super) horizon_days: u32,
    pub(super) full_read_minutes: u32,
    pub(super) quiet_reads: u32,
    pub(super) wide_read_hours: u32,
    pub(super) gap_alarm_hours: u32,
    pub(super) silence_comments: u32,
    pub(super) recheck_minutes: u32,
    pub(super) recheck_old_hours: u32,
    pub(super) page_cap: u32,
    pub(super) backoff_max_minutes: u32,
    pub(super) deadline_seconds: u32,
    pub(super) most_bytes: u32,
    pub(super) warnings_days: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Review {
    pub(super) listen: String,
    pub(super) public_url: String,
    pub(super) undo_seconds: u32,
    pub(super) second_step: Vec<String>,
    pub(super) staff_notice: bool,
    pub(super) client_header: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hook {
    pub(super) listen: String,
    pub(super) most_bytes: u32,
    pub(super) deadline_seconds: u32,
    pub(super) oldest_hours: u32,
    pub(super) at_once: u32,
    pub(super) queue: u32,
    pub(super) facebook: Channel,
    pub(super) instagram: Channel,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Channel {
    pub(super) app_secrets: Vec<String>,
    pub(super) verify_tokens: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Act {
    pub(super) most_a_day: u32,
    pub(super) most_an_hour: u32,
    pub(super) reversed_percent: u32,
    pub(super) reversed_least: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Alarm {
    pub(super) smtp: String,
    pub(super) smtp_security: String,
    pub(super) smtp_user: String,
    pub(super) smtp_password: String,
    pub(super) from: String,
    pub(super) webhook: String,
    pub(super) webhook_near: bool,
    pub(super) webhook_token: String,
    pub(super) repeat_minutes: u32,
    pub(super) rounds_each: u32,
    pub(super) on_call: Vec<Vec<String>>,
    pub(super) on_call_outside: Vec<Vec<String>>,
    pub(super) staffed_days: Vec<String>,
    pub(super) staffed_from: String,
    pub(super) staffed_until: String,
    pub(super) closed: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Log {
    pub(super) level: String,
    pub(super) json: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Detect {
    pub(super) own_numbers: Vec<String>,
    pub(super) own_email_domains: Vec<String>,
    pub(super) own_addresses: Vec<String>,
    pub(super) rules: String,
    pub(super) cpr_today: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Model {
    pub(super) url: String,
    pub(super) onnx: String,
    pub(super) onnx_runtime: String,
    pub(super) processor: String,
    pub(super) lift_percent: u32,
    pub(super) deadline_ms: u32,
    pub(super) allow_public: bool,
}
