//! A page of the queue beside a static file, over the same connection to the same desk: what the database and
//! the opening of fifty sealed rows cost, and whether that grows with what is stored.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::get::Getter;
use super::stored::Installation;
use crate::decide::lint::Lint;
use crate::decide::{Answers, Mailboxes, Policy, Replies};
use crate::detect::{self, Detectors, Lists};
use crate::model::{Clock, Role, Staffed, SystemClock};
use crate::review::{self, Desk, moderators};
use crate::screen::Outgoing;
use crate::settle::Caps;

const STATIC: &str = "/stil.css";
const QUEUE: &str = "/ko";
const LINK: Duration = Duration::from_hours(1);

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many inquiries are stored when the page is measured; one after the other, the smallest first.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 200_000], value_name = "N,N")]
    stored: Vec<usize>,
    /// How many of them wait for a person.
    #[arg(long, default_value_t = 1_000, value_name = "N")]
    open: usize,
    /// How often each page is asked for; the median is reported.
    #[arg(long, default_value_t = 500, value_name = "N", value_parser = clap::value_parser!(u32).range(10..100_000))]
    rounds: u32,
    /// The main database, if not a temporary `SQLite` file; it must be empty.
    #[arg(long, value_name = "ADDRESS", requires = "keys")]
    main: Option<String>,
    /// The database of keys that goes with it; it must be empty too.
    #[arg(long, value_name = "ADDRESS", requires = "main")]
    keys: Option<String>,
    /// Print a line of JSON for each number of inquiries.
    #[arg(long)]
    json: bool,
}

/// What was measured.
#[derive(Debug, serde::Serialize)]
struct Measured {
    engine: &'static str,
    stored: usize,
    open: usize,
    /// Rows on the page.
    rows: usize,
    bytes: usize,
    /// Medians, in microseconds.
    page_us: u128,
    static_us: u128,
    /// The first by the second.
    ratio: f64,
    page_p99_us: u128,
}

pub(super) async fn run(args: &Args) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let place = Installation::new((args.main.as_deref(), args.keys.as_deref())).await?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("listening on loopback")?;
    let address = listener.local_addr()?;
    let stop = CancellationToken::new();
    let desk = Arc::new(desk(&place, &format!("http://{address}"))?);
    let served = tokio::spawn(review::serve(listener, desk, stop.clone()));
    let (db, vault, organisation) = (&place.db, &place.vault, &place.organisation);
    let who = moderators::add(db, vault, organisation, "Mette Prøve", &[Role::Moderator], now).await?;
    let code = moderators::one_time(db, vault, organisation, &who, LINK, now).await?;
    let mut getter = Getter::to(address).await?;
    getter.sign_in(&format!("/engang/{organisation}/{code}")).await?;

    let mut sizes = args.stored.clone();
    sizes.sort_unstable();
    let mut there = 0;
    for stored in sizes {
        place.store(there, stored, args.open, now).await?;
        there = stored;
        report(args, &measure(args, &place, &mut getter, stored).await?)?;
    }
    drop(getter);
    stop.cancel();
    served.await.context("serving the desk")?
}

#[expect(clippy::disallowed_methods, reason = "speed is measured by a command")]
async fn measure(
    args: &Args,
    place: &Installation,
    getter: &mut Getter,
    stored: usize,
) -> anyhow::Result<Measured> {
    let first = getter.get(QUEUE).await?.body;
    let rows = String::from_utf8_lossy(&first).matches("<article>").count();
    let open = stored.min(args.open);
    if rows != open.min(50) {
        bail!("{rows} rows stand on the page where {open} inquiries wait");
    }
    let (mut pages, mut files) = (Vec::new(), Vec::new());
    // In turns, so that whatever else the machine does falls on both.
    for _ in 0..args.rounds {
        for (path, times) in [(STATIC, &mut files), (QUEUE, &mut pages)] {
            let began = Instant::now();
            getter.get(path).await?;
            times.push(began.elapsed());
        }
    }
    pages.sort_unstable();
    files.sort_unstable();
    let at = |times: &[Duration], share: usize| {
        times.get(times.len() * share / 100).map_or(0, Duration::as_micros)
    };
    let (page_us, static_us) = (at(&pages, 50), at(&files, 50));
    Ok(Measured {
        engine: place.engine(),
        stored,
        open,
        rows,
        bytes: first.len(),
        page_us,
        static_us,
        ratio: ratio(page_us, static_us),
        page_p99_us: at(&pages, 99),
    })
}

#[expect(clippy::cast_precision_loss, reason = "microseconds of a page are a small number")]
fn ratio(one: u128, other: u128) -> f64 {
    one as f64 / other.max(1) as f64
}

fn report(args: &Args, measured: &Measured) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(measured)?)?;
        return Ok(());
    }
    let Measured { engine, stored, open, rows, bytes, page_us, static_us, ratio, page_p99_us } = measured;
    writeln!(
        out,
        "{engine}, {stored} inquiries stored, {open} open: a page of the queue ({rows} rows, {bytes} bytes) took \
         {page_us} µs, a static file {static_us} µs (medians of {}): ratio {ratio:.1}; p99 of the page \
         {page_p99_us} µs",
        args.rounds
    )?;
    Ok(())
}

/// A desk as the shipped configuration makes it.
fn desk(place: &Installation, public_url: &str) -> anyhow::Result<Desk> {
    let detectors = Detectors::new(&Lists::shipped()).context("building the detectors")?;
    let lint = Lint::shipped().knowing(Replies::shipped().vocabulary());
    Ok(Desk {
        db: place.db.clone(),
        vault: Arc::clone(&place.vault),
        clock: Arc::new(SystemClock),
        policy: Arc::new(Policy::shipped()),
        mailboxes: Arc::new(Mailboxes::shipped()),
        replies: Arc::new(Replies::shipped()),
        answers: Arc::new(Answers::shipped()),
        outgoing: Outgoing::new(Arc::new(detectors), Arc::new(lint), None),
        settings: review::Settings {
            organisations: vec![review::Organisation {
                id: place.organisation.clone(),
                name: "Prøveby Kommune".to_owned(),
                unit: "Borgerservice".to_owned(),
            }],
            public_url: public_url.parse().context("an address on loopback")?,
            // Nobody is there to read a notice or a phone.
            client_header: None,
            logins: BTreeMap::new(),
            staff_notice: false,
            second_step: Vec::new(),
            undo: Duration::from_mins(2),
            reasons: detect::sentence,
            staffed: Staffed::default(),
            can: BTreeMap::new(),
            caps: Caps { a_day: 100, an_hour: 40, reversed_percent: 20, reversed_least: 10 },
            told: BTreeMap::new(),
        },
    })
}
