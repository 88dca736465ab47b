//! Whether an account acts.

use anyhow::bail;

use super::examine;
use super::find;
use crate::app::App;
use crate::cli::{complain, say};
use crate::model::{By, Mode};
use crate::store;

/// Switches it. To let an account act, the network is asked first: with a token that is dead or may
/// open private messages every decision would wait in vain, or must not be carried out at all. What was
/// true at the last check is not enough for that. A permission that is missing is said and does not stand
/// in the way: what we know of a network's permissions can be older than the network.
pub(super) async fn turn(app: &App, name: &str, mode: Mode) -> anyhow::Result<()> {
    let (organisation, account) = find(app, name)?;
    let (id, now) = (&organisation.id, app.clock.now());
    if mode == Mode::Acting {
        let dead = app.config.dead_links(id);
        if !dead.is_empty() {
            bail!(
                "{name} does not act: the links of these mailboxes lead nowhere (their id is zeros): {}; put the \
                 real ones in the file `mailboxes`, or say `trial = true`",
                dead.join(", ")
            );
        }
        match examine::stored(app, organisation, account).await? {
            Ok(told) => {
                told.examined.wrong().iter().for_each(|wrong| complain(wrong));
                if told.examined.refusal.is_some() {
                    bail!("{name} does not act: with this token it cannot");
                }
                if told.examined.is_untold() {
                    bail!("{name} does not act: {}", examine::UNTOLD);
                }
            }
            Err(wrong) => bail!("{name} does not act: {wrong}"),
        }
    }
    let mut tx = app.db.write().await?;
    let is_new = store::account::set_mode(&mut tx, id, &account.name, mode).await?;
    let word = match mode {
        Mode::Observing => "observes",
        Mode::Acting => "acts",
    };
    if is_new {
        app.vault.audit(&mut tx, id, &By::Operator, format!("account.{word}:{name}"), None, now).await?;
    }
    tx.commit().await?;
    say(&if is_new { format!("{name} {word} now") } else { format!("{name} {word} already") })
}
