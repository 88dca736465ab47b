//! `ordstyrer alarm test`: one alarm by every way out, to the first in line.

use std::path::Path;
use std::process::ExitCode;

use super::{complain, say, setup};
use crate::model::{AlarmKind, By};
use crate::store::Reach;
use crate::store::alarm::{self, New};

/// What is told to whoever is on call.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Send one alarm that says it is a test, by mail and webhook, to the first in line.
    Test {
        /// Only this organisation; without it, each.
        #[arg(long, value_name = "ID")]
        organisation: Option<String>,
    },
}

pub(super) async fn run(file: Option<&Path>, command: &Command) -> anyhow::Result<ExitCode> {
    let Command::Test { organisation } = command;
    let app = setup::open(file).await?;
    let only =
        organisation.as_deref().map(|name| setup::organisation(&app.config, Some(name))).transpose()?;
    let Some(bell) = app.bell()? else {
        complain("no alarm goes anywhere: set alarm.smtp with alarm.on_call, or alarm.webhook");
        return Ok(ExitCode::FAILURE);
    };
    let now = app.clock.now();
    let mut is_well = true;
    for one in app.config.organisations.iter().filter(|one| only.is_none_or(|only| only.id == one.id)) {
        let kind = AlarmKind::Test;
        let due = app.config.alarm.staffed.due(now, kind.in_hand_within());
        let cause = format!("test:{}", now.ms());
        let new = New { cause: &cause, kind, account: None, inquiry: None, due, next_at: now, step: 0 };
        let mut tx = app.db.write().await?;
        alarm::raise(&mut tx, &one.id, &new, now).await?;
        app.vault.audit(&mut tx, &one.id, &By::Operator, "alarm.test", None, now).await?;
        tx.commit().await?;
        let rung = bell.ring(&app.db, &one.id, "alarm-test", now).await?;
        let mut tx = app.db.write().await?;
        let trouble = alarm::list(&mut tx, &one.id, &Reach::ALL, 1000).await?;
        for test in trouble.iter().filter(|alarm| alarm.kind == kind && alarm.acknowledged_at.is_none()) {
            is_well &= test.trouble.is_none();
            if let Some(trouble) = &test.trouble {
                complain(&format!("{}: {trouble}", one.id));
            }
            // It was a test: it shall not ring again.
            alarm::acknowledge(&mut tx, &one.id, &test.id, By::Operator.as_str(), now).await?;
        }
        tx.commit().await?;
        say(&format!("{}: {} messages went out, {} did not", one.id, rung.sent, rung.failed))?;
    }
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
