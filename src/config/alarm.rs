//! The bell: its ways out, the line of people, and the hours in which somebody is at work.

use std::time::Duration;

use super::check::keep;
use super::secret::{self, Places};
use super::{Organisation, Review, shape};
use crate::alarm::{Line, Security, Server, Settings};
use crate::model::Staffed;
use crate::platform::{Address, ConnectError};

/// One step of a conversation, or one call.
const DEADLINE: Duration = Duration::from_secs(20);
/// People in one step, and steps: a line longer than this is a mailing list.
const MOST: usize = 20;

/// Everything that is wrong becomes a sentence in `wrong`.
pub(super) fn read(
    written: &shape::Alarm,
    review: Option<&Review>,
    organisations: &[Organisation],
    places: &Places,
    wrong: &mut Vec<String>,
) -> Option<Settings> {
    for (key, value, least, most) in [
        ("alarm.repeat_minutes", written.repeat_minutes, 1, 240),
        ("alarm.rounds_each", written.rounds_each, 1, 100),
    ] {
        if !(least..=most).contains(&value) {
            wrong.push(format!("{key} is {value}, which is not between {least} and {most}"));
        }
    }
    let (days, closed) = (&written.staffed_days, written.closed.clone());
    let staffed = Staffed::new(days, &written.staffed_from, &written.staffed_until, closed);
    let staffed = keep(staffed.map_err(|what| format!("alarm.{what}")), wrong);
    let mail = keep(server(written, places), wrong);
    let webhook = keep(webhook(written, places), wrong);
    let mut lines = std::collections::BTreeMap::new();
    for organisation in organisations {
        let own = |own: &Option<Vec<Vec<String>>>, common: &Vec<Vec<String>>| {
            own.clone().unwrap_or_else(|| common.clone())
        };
        let line = Line {
            name: organisation.name.clone(),
            language: organisation.language,
            staffed: own(&organisation.on_call, &written.on_call),
            outside: own(&organisation.on_call_outside, &written.on_call_outside),
        };
        let whose = format!("the alarms of organisation `{}`", organisation.id);
        for steps in [&line.staffed, &line.outside] {
            if steps.len() > MOST || steps.iter().any(|step| step.is_empty() || step.len() > MOST) {
                wrong.push(format!(
                    "{whose}: each step of on_call names 1 to {MOST} people, in {MOST} steps at most"
                ));
            }
            if let Some(Some(server)) = &mail
                && let Err(what) = server.check(steps)
            {
                wrong.push(format!("{whose}: {what}"));
            }
        }
        if matches!(&mail, Some(Some(_))) && line.staffed.is_empty() {
            wrong.push(format!("{whose} reach nobody: alarm.smtp is set, and on_call is empty"));
        }
        if matches!(&mail, Some(None)) && !line.staffed.is_empty() {
            wrong.push(format!("{whose} reach nobody: on_call is set, and alarm.smtp is empty"));
        }
        lines.insert(organisation.id.clone(), line);
    }
    Some(Settings {
        mail: mail?,
        webhook: webhook?,
        public_url: review?.public_url.clone(),
        staffed: staffed?,
        repeat: Duration::from_mins(u64::from(written.repeat_minutes)),
        rounds_each: i64::from(written.rounds_each),
        lines,
    })
}

fn server(written: &shape::Alarm, places: &Places) -> Result<Option<Server>, String> {
    if written.smtp.is_empty() {
        return Ok(None);
    }
    let shape = "alarm.smtp is a host and a port, as mail.kommune.dk:587";
    let (host, port) = written.smtp.rsplit_once(':').filter(|(host, _)| !host.is_empty()).ok_or(shape)?;
    let port = port.parse::<u16>().map_err(|_| shape)?;
    let is_here = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
    let security = match written.smtp_security.as_str() {
        "starttls" => Security::StartTls,
        "tls" => Security::Tls,
        "none" if is_here => Security::None,
        "none" => {
            return Err("alarm.smtp_security is none, which is for a mail server on this machine only: \
                        use starttls or tls"
                .to_owned());
        }
        _ => return Err("alarm.smtp_security is starttls, tls or none".to_owned()),
    };
    let credentials = match (written.smtp_user.as_str(), written.smtp_password.as_str()) {
        ("", "") => None,
        ("", _) => return Err("alarm.smtp_password stands without alarm.smtp_user".to_owned()),
        (_, "") => return Err("alarm.smtp_user stands without alarm.smtp_password".to_owned()),
        (user, reference) => {
            let read = places.reference(reference).and_then(|path| secret::read(&path));
            Some((user.to_owned(), read.map_err(|what| format!("alarm.smtp_password: {what}"))?))
        }
    };
    let host = host.trim_matches(['[', ']']).to_owned();
    let from = written.from.clone();
    let server = Server { host, port, security, credentials, from, deadline: DEADLINE };
    server.check(&[]).map_err(|what| format!("alarm.from: {what}"))?;
    Ok(Some(server))
}

fn webhook(written: &shape::Alarm, places: &Places) -> Result<Option<Address>, String> {
    if written.webhook.is_empty() {
        return Ok(None);
    }
    let url = written.webhook.parse().map_err(|_| "alarm.webhook is not an address")?;
    let token = match written.webhook_token.as_str() {
        "" => None,
        reference => {
            let read = places.reference(reference).and_then(|path| secret::read(&path));
            Some(read.map_err(|what| format!("alarm.webhook_token: {what}"))?)
        }
    };
    let address = Address { url, is_near: written.webhook_near, token, deadline: DEADLINE };
    address.check().map_err(|error| match error {
        ConnectError::Address(what) => format!("alarm.webhook {what}"),
        other => format!("alarm.webhook: {other}"),
    })?;
    Ok(Some(address))
}
