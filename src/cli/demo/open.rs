//! The open demo: real time, the review queue in the browser, until Ctrl-C.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio_util::sync::CancellationToken;

use super::once::Temporary;
use super::{Args, Scene, story};
use crate::model::{Clock, Role, SystemClock};
use crate::review::{self, moderators};

/// Between two turns.
const BEAT: Duration = Duration::from_secs(4);
/// How long the printed sign-in can be used.
const SIGN_IN: Duration = Duration::from_hours(1);

pub(super) async fn run(args: &Args) -> anyhow::Result<()> {
    let clock = SystemClock;
    let temporary;
    let folder = if let Some(folder) = &args.data {
        folder.as_path()
    } else {
        temporary = Temporary::new(clock.now())?;
        &temporary.0
    };
    // Before anything is made: the port is what fails most.
    let listener = tokio::net::TcpListener::bind(args.listen)
        .await
        .with_context(|| format!("listening on {}: choose another with --listen", args.listen))?;
    let mut scene = Scene::new(folder, args, Arc::new(clock)).await?;
    let organisation = scene.app.config.organisations[0].id.clone();
    let now = clock.now();
    let (db, vault) = (&scene.app.db, &scene.app.vault);
    // Everything that somebody may look at: who decides is seldom who reads along in a real house.
    let roles = [Role::TeamLead, Role::Dpo, Role::Legal, Role::SecurityLead];
    let moderator = moderators::add(db, vault, &organisation, "demo", &roles, now).await?;
    let code = moderators::one_time(db, vault, &organisation, &moderator, SIGN_IN, now).await?;
    greet(args, organisation.as_str(), &code)?;

    let stop = CancellationToken::new();
    crate::cli::signals::cancel_on_signal(stop.clone())?;
    let desk = Arc::new(scene.app.desk(scene.can.clone())?);
    let queue = tokio::spawn(review::serve(listener, desk, stop.clone()));
    while !stop.is_cancelled() {
        let happened = scene.step(true).await?;
        let mut out = std::io::stdout().lock();
        for sentence in story::tell(&happened, args.english) {
            writeln!(out, "{sentence}")?;
        }
        drop(out);
        tokio::select! {
            () = tokio::time::sleep(BEAT) => {}
            () = stop.cancelled() => {}
        }
    }
    scene.worker.release().await?;
    queue.await.context("the review queue")?
}

fn greet(args: &Args, organisation: &str, code: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let address = format!("http://{}", args.listen);
    let sign_in = format!("{address}/engang/{organisation}/{code}");
    if args.english {
        writeln!(
            out,
            "A small town writes to its municipality. Nothing of it is real and nothing leaves this machine."
        )?;
        writeln!(
            out,
            "The review queue: {address}\nSign in once, within an hour: {sign_in}\n\
             You have every role that reads or decides, and nobody is asked for a code from a phone.\n\
             Ctrl-C ends it.\n"
        )?;
    } else {
        writeln!(
            out,
            "En lille by skriver til sin kommune. Intet af det er virkeligt, og intet forlader denne maskine."
        )?;
        writeln!(
            out,
            "Køen: {address}\nLog ind én gang, inden for en time: {sign_in}\n\
             Du har alle roller, der læser eller afgør, og ingen bliver bedt om en kode fra en telefon.\n\
             Ctrl-C slutter.\n"
        )?;
    }
    Ok(())
}
