//! What a network's review asks for, as text.

use anyhow::Context;
use std::fmt::Write;

use crate::cli::{say, setup};
use crate::config::Config;
use crate::config::onboarding::{Onboarding, Paper, Words, fill};
use crate::model::Language;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// permissions (why each is needed), deletion (the text of the page that tells how data is deleted),
    /// screencast (the script of the recording) or audit (the answers for more quota).
    what: Paper,
    /// Which network.
    #[arg(long)]
    network: String,
    /// da or en; without it English for what a reviewer reads, else the organisation's own.
    #[arg(long, value_parser = language)]
    language: Option<Language>,
    /// Which organisation, where there are several.
    #[arg(long, value_name = "ID")]
    organisation: Option<String>,
}

/// A language by its two letters.
pub(super) fn language(code: &str) -> Result<Language, &'static str> {
    match code {
        "da" => Ok(Language::Danish),
        "en" => Ok(Language::English),
        _ => Err("is da or en"),
    }
}

pub(super) fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    let organisation = setup::organisation(config, args.organisation.as_deref())?;
    let list = &config.onboarding;
    let review = list
        .review(&args.network)
        .with_context(|| format!("nothing is known of a network `{}`", args.network))?;
    let is_for_citizens = args.what == Paper::Deletion;
    let usual = if is_for_citizens { organisation.language } else { Language::English };
    let words = list.words(args.language.unwrap_or(usual));
    let network = words.networks.get(&args.network).map_or(args.network.as_str(), String::as_str);
    if !review.asks.contains(&args.what) {
        return say(&format!("{network} asks for no such paper"));
    }
    let paper = Paperwork { list, words, id: &args.network, network, municipality: &organisation.name };
    let text = match args.what {
        Paper::Permissions => paper.permissions(),
        Paper::Deletion => paper.deletion(),
        Paper::Screencast => paper.screencast(&review.scenes),
        Paper::Audit => paper.audit(),
    };
    say(text.trim_end())?;
    if is_for_citizens { Ok(()) } else { say(&format!("\n({})", words.about)) }
}

/// One paper under way.
struct Paperwork<'a> {
    list: &'a Onboarding,
    words: &'a Words,
    id: &'a str,
    network: &'a str,
    municipality: &'a str,
}

impl Paperwork<'_> {
    fn headed(&self, heading: &str) -> String {
        format!("{heading}: {} – {}\n\n", self.network, self.municipality)
    }

    fn filled(&self, text: &str) -> String {
        fill(text.trim(), self.municipality, self.network)
    }

    fn permissions(&self) -> String {
        let headings = &self.words.headings;
        let mut text = self.headed(&headings.permissions);
        let scenes = self.list.review(self.id).map(|review| review.scenes.as_slice()).unwrap_or_default();
        for permission in self.list.permissions(self.id) {
            let Some(words) = self.words.permission(self.id, &permission.scope) else { continue };
            writeln!(text, "{}", permission.scope).expect("a string takes everything");
            if let Some(step) = &permission.only_for {
                writeln!(text, "{}: {step}", headings.only_for).expect("a string takes everything");
            }
            writeln!(text, "{}: {}", headings.why, self.filled(&words.why))
                .expect("a string takes everything");
            writeln!(text, "{}: {}", headings.r#where, self.filled(&words.r#where))
                .expect("a string takes everything");
            let shown = permission.scenes.iter().filter_map(|scene| {
                let at = scenes.iter().position(|one| one == scene)?;
                Some((at + 1).to_string())
            });
            let shown: Vec<String> = shown.collect();
            if !shown.is_empty() {
                writeln!(text, "{}: {}", headings.scenes, shown.join(", "))
                    .expect("a string takes everything");
            }
            text.push('\n');
        }
        text
    }

    fn deletion(&self) -> String {
        self.headed(&self.words.headings.deletion) + &self.filled(&self.words.deletion.text)
    }

    fn screencast(&self, scenes: &[String]) -> String {
        let headings = &self.words.headings;
        let mut text = self.headed(&headings.screencast);
        for (at, scene) in scenes.iter().enumerate() {
            let Some(words) = self.words.scene(scene) else { continue };
            writeln!(text, "{}. {}: {}", at + 1, headings.shows, self.filled(&words.shows))
                .expect("a string takes everything");
            writeln!(text, "   {}: {}\n", headings.says, self.filled(&words.says))
                .expect("a string takes everything");
        }
        text
    }

    fn audit(&self) -> String {
        let mut text = self.headed(&self.words.headings.audit);
        for one in &self.words.audit {
            let (question, answer) = (self.filled(&one.question), self.filled(&one.answer));
            writeln!(text, "{question}\n{answer}\n").expect("a string takes everything");
        }
        text
    }
}
