//! A word looked for in every open inquiry, beside reading both tables without opening anything: what the
//! seal costs a search.

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::bail;

use super::stored::{Installation, SOUGHT};
use crate::model::{Clock, SystemClock};
use crate::review::search;
use crate::store::{self, queue};

/// Rows of one reading.
const BATCH: i64 = 250;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many inquiries are open.
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    rows: usize,
    /// Rounds; the one in the middle is reported.
    #[arg(long, default_value_t = 5, value_name = "N", value_parser = clap::value_parser!(u32).range(1..100))]
    rounds: u32,
    /// The main database, if not a temporary `SQLite` file; it must be empty.
    #[arg(long, value_name = "ADDRESS", requires = "keys")]
    main: Option<String>,
    /// The database of keys that goes with it; it must be empty too.
    #[arg(long, value_name = "ADDRESS", requires = "main")]
    keys: Option<String>,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
}

/// What was measured.
#[derive(Debug, serde::Serialize)]
struct Measured {
    engine: &'static str,
    rows: usize,
    hits: usize,
    rounds: u32,
    search_ms: u128,
    reading_ms: u128,
    /// The first by the second: the round in the middle.
    ratio: f64,
}

#[expect(clippy::disallowed_methods, reason = "speed is measured by a command")]
pub(super) async fn run(args: &Args) -> anyhow::Result<()> {
    let place = Installation::new((args.main.as_deref(), args.keys.as_deref())).await?;
    place.store(0, args.rows, args.rows, SystemClock.now()).await?;
    let mut rounds = Vec::new();
    let mut hits = 0;
    for round in 0..=args.rounds {
        let reading = read(&place, args.rows).await?;
        let began = Instant::now();
        hits = find(&place, args.rows).await?;
        let searching = began.elapsed();
        // The first one only warms up.
        if round > 0 {
            rounds.push((searching.as_secs_f64() / reading.as_secs_f64(), searching, reading));
        }
    }
    if hits != args.rows.div_ceil(100) {
        bail!("{hits} were found where {} hold the word", args.rows.div_ceil(100));
    }
    rounds.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (ratio, searching, reading) = rounds.swap_remove(rounds.len() / 2);
    let measured = Measured {
        engine: place.engine(),
        rows: args.rows,
        hits,
        rounds: args.rounds,
        search_ms: searching.as_millis(),
        reading_ms: reading.as_millis(),
        ratio,
    };
    let mut out = std::io::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&measured)?)?;
        return Ok(());
    }
    let Measured { engine, rows, search_ms, reading_ms, .. } = measured;
    writeln!(
        out,
        "{engine}: a word in {rows} open inquiries took {search_ms} ms ({hits} found), reading both tables \
         {reading_ms} ms: ratio {ratio:.2} (the middle of {} rounds)",
        args.rounds
    )?;
    Ok(())
}

/// Both tables, read in the same steps as the search and by nothing but reading.
#[expect(clippy::disallowed_methods, reason = "speed is measured by a command")]
async fn read(place: &Installation, rows: usize) -> anyhow::Result<Duration> {
    let began = Instant::now();
    let (mut after, mut seen) = (String::new(), 0);
    loop {
        let mut tx = place.db.read().await?;
        let page = queue::after(&mut tx, &place.organisation, &after, BATCH).await?;
        drop(tx);
        let Some(last) = page.last() else { break };
        after = last.id.to_string();
        let mut keys = place.vault.keys.read().await?;
        for page in page.chunks(store::keys::AT_ONCE) {
            let ids: Vec<_> = page.iter().map(|row| &row.id).collect();
            seen += store::keys::some(&mut keys, &place.organisation, &ids).await?.len();
        }
    }
    if seen != rows {
        bail!("{seen} keys were read where {rows} rows stand");
    }
    Ok(began.elapsed())
}

/// The search of the desk, press after press to its end.
async fn find(place: &Installation, rows: usize) -> anyhow::Result<usize> {
    let terms = [SOUGHT.to_owned()];
    let (mut after, mut hits, mut read) = (String::new(), 0, 0);
    loop {
        let stretch = search::stretch(&place.db, &place.vault, &place.organisation, &terms, after).await?;
        hits += stretch.hits.len();
        read += stretch.read;
        if stretch.is_over {
            break;
        }
        after = stretch.after;
        write!(std::io::stderr(), "\rread {read} of {rows}")?;
    }
    writeln!(std::io::stderr())?;
    Ok(hits)
}
