//! All rule files together, compiled. Every file shares one vocabulary; an error names the file, the
//! rule and what to mend.

use std::collections::{BTreeMap, BTreeSet};

use super::super::lists::Error;
use super::super::reason::sentence;
use super::super::terms::Shape;
use super::pattern::{Pattern, What};
use super::set::{MOST_CLASSES, Set};
use super::vocabulary::Vocabulary;
use super::written::{File, Finds, Mode, Reach, Rule};
use crate::model::{Kind, Label};

const MOST_RULES: usize = 1000;
const MOST_PATTERNS: usize = 80;
const MOST_BYTES: usize = 1 << 20;

/// The rules, ready to run.
pub(in crate::detect) struct Book {
    pub(super) rules: Vec<Compiled>,
    pub(super) guards: Vec<Guard>,
    /// Each class of topics with what it says of a person.
    pub(super) kinds: BTreeMap<u16, Kind>,
    pub(super) topics: Set,
    /// For each class the patterns that start from it, by rule and place in the rule.
    pub(super) starters: Vec<Vec<(u16, u16)>>,
    /// Patterns that start from a link or a mention.
    pub(super) marked: Vec<(u16, u16)>,
    vocabulary: Vocabulary,
}

/// One rule.
pub(super) struct Compiled {
    pub(super) id: String,
    pub(super) file: String,
    pub(super) effect: Effect,
    pub(super) patterns: Vec<Pattern>,
    pub(super) with: Vec<Pattern>,
    pub(super) guards: Vec<usize>,
    pub(super) mode: Mode,
    pub(super) must: Vec<String>,
    pub(super) must_not: Vec<String>,
}

/// What a match leads to.
pub(super) enum Effect {
    Label {
        label: Label,
        score: f32,
    },
    /// `None`: the kind of the topic that matched.
    Finds {
        kind: Option<Kind>,
        reason: String,
    },
}

/// What lowers or cancels rules.
pub(super) struct Guard {
    pub(super) patterns: Vec<Pattern>,
    pub(super) quotes: bool,
    pub(super) reach: Reach,
    pub(super) factor: f32,
}

/// An error in a file, beside one of its rules.
pub(super) fn wrong(file: &str, rule: &str, why: impl Into<String>) -> Error {
    Error::Rule { file: file.to_owned(), rule: rule.to_owned(), why: why.into() }
}

impl Book {
    /// Compiles rule files, given by name and text; of two files with one name the later holds.
    pub(in crate::detect) fn new(files: &[(String, String)]) -> Result<Self, Error> {
        let mut last: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, text) in files {
            last.insert(name, text);
        }
        let mut written: Vec<(&str, File)> = Vec::new();
        for (name, text) in last {
            if text.len() > MOST_BYTES {
                return Err(wrong(name, "", "is larger than a megabyte"));
            }
            let file = toml::from_str(text)
                .map_err(|error| wrong(name, "", error.to_string().trim_end().replace('\n', " ")))?;
            written.push((name, file));
        }
        let mut vocabulary = vocabulary(&written)?;
        let (guards, named) = guards(&written, &mut vocabulary)?;
        let kinds = kinds(&written, &vocabulary)?;
        let mut rules = Vec::new();
        let mut seen = BTreeSet::new();
        for (name, file) in &written {
            for rule in &file.rules {
                if !seen.insert(&rule.id) {
                    return Err(wrong(name, &rule.id, "the id stands twice"));
                }
                rules.push(
                    compiled(rule, name, &named, &mut vocabulary)
                        .map_err(|why| wrong(name, &rule.id, why))?,
                );
            }
        }
        if rules.len() > MOST_RULES {
            return Err(wrong("", "", format!("all files hold more than {MOST_RULES} rules")));
        }
        let mut topics = Set::new();
        for class in kinds.keys() {
            topics.add(*class);
        }
        let (starters, marked) = starters(&rules);
        Ok(Self { rules, guards, kinds, topics, starters, marked, vocabulary })
    }

    /// How many rules there are, and how many of them are shadows.
    pub(in crate::detect) fn count(&self) -> (usize, usize) {
        (self.rules.len(), self.rules.iter().filter(|rule| rule.mode == Mode::Shadow).count())
    }

    /// Every term with its class, for the word lists.
    pub(in crate::detect) fn terms(&self) -> &[(u16, Shape)] {
        self.vocabulary.terms()
    }
}

fn vocabulary(written: &[(&str, File)]) -> Result<Vocabulary, Error> {
    let mut vocabulary = Vocabulary::default();
    for (name, file) in written {
        for (class, terms) in &file.words {
            vocabulary.add(class, terms).map_err(|why| wrong(name, "", why))?;
        }
    }
    for (name, file) in written {
        for (group, members) in &file.groups {
            vocabulary.group(group, members).map_err(|why| wrong(name, "", why))?;
        }
    }
    for (name, file) in written {
        for group in file.groups.keys() {
            vocabulary.set(group).map_err(|why| wrong(name, "", why))?;
        }
        for class in &file.common {
            vocabulary.is_common(class).map_err(|why| wrong(name, "", why))?;
        }
    }
    Ok(vocabulary)
}

type Named<'a> = BTreeMap<&'a str, usize>;

fn guards<'a>(
    written: &'a [(&str, File)],
    vocabulary: &mut Vocabulary,
) -> Result<(Vec<Guard>, Named<'a>), Error> {
    let (mut guards, mut named) = (Vec::new(), BTreeMap::new());
    for (name, file) in written {
        for guard in &file.guards {
            let fault = |why: &str| wrong(name, &guard.id, why);
            if !(0.0..1.0).contains(&guard.factor) {
                return Err(fault("the factor of a guard is from 0 to below 1"));
            }
            if guard.patterns.is_empty() && !guard.quotes {
                return Err(fault("a guard has a `match`, or `quotes = true`"));
            }
            if named.insert(&*guard.id, guards.len()).is_some() {
                return Err(fault("the id stands twice"));
            }
            let patterns = patterns(&guard.patterns, vocabulary).map_err(|why| fault(&why))?;
            guards.push(Guard { patterns, quotes: guard.quotes, reach: guard.reach, factor: guard.factor });
        }
    }
    Ok((guards, named))
}

fn kinds(written: &[(&str, File)], vocabulary: &Vocabulary) -> Result<BTreeMap<u16, Kind>, Error> {
    let mut kinds = BTreeMap::new();
    for (name, file) in written {
        for (class, kind) in &file.kinds {
            let set = vocabulary.set(class).map_err(|why| wrong(name, "", why))?;
            kinds.extend(set.classes().map(|class| (class, *kind)));
        }
    }
    Ok(kinds)
}

fn patterns(written: &[String], vocabulary: &mut Vocabulary) -> Result<Vec<Pattern>, String> {
    written.iter().map(|pattern| Pattern::parse(pattern, vocabulary)).collect()
}

fn compiled(
    rule: &Rule,
    file: &str,
    named: &Named<'_>,
    vocabulary: &mut Vocabulary,
) -> Result<Compiled, String> {
    let effect = effect(rule)?;
    if rule.patterns.is_empty() || rule.patterns.len() > MOST_PATTERNS {
        return Err(format!("a rule has 1 to {MOST_PATTERNS} patterns in `match`"));
    }
    if rule.must.is_empty() || rule.must_not.is_empty() {
        return Err("a rule has sentences that it must match, and such that it must not".to_owned());
    }
    let patterns = patterns(&rule.patterns, vocabulary)?;
    if let Some(nth) = patterns.iter().position(|pattern| pattern.anchor.is_none()) {
        let pattern = rule.patterns.get(nth).map_or("", |pattern| pattern);
        return Err(format!(
            "pattern \"{pattern}\": every slot is common or optional: it would be tried on every comment"
        ));
    }
    let guard =
        |id: &String| named.get(&**id).copied().ok_or_else(|| format!("the guard `{id}` stands in no file"));
    Ok(Compiled {
        id: rule.id.clone(),
        file: file.to_owned(),
        effect,
        patterns,
        with: self::patterns(&rule.with, vocabulary)?,
        guards: rule.guards.iter().map(guard).collect::<Result<_, _>>()?,
        mode: rule.mode,
        must: rule.must.clone(),
        must_not: rule.must_not.clone(),
    })
}

fn effect(rule: &Rule) -> Result<Effect, String> {
    match (rule.label, rule.score, rule.finds, &rule.reason) {
        (Some(label), Some(score), None, None) if score > 0.0 && score <= 1.0 => {
            Ok(Effect::Label { label, score })
        }
        (Some(_), Some(_), None, None) => Err("a score is above 0 and at most 1".to_owned()),
        (None, None, Some(finds), Some(reason)) if sentence(reason, true).is_some() => {
            let kind = match finds {
                Finds::Topic => None,
                Finds::Kind(kind) => Some(kind),
            };
            Ok(Effect::Finds { kind, reason: reason.clone() })
        }
        (None, None, Some(_), Some(reason)) => {
            Err(format!("the reason `{reason}` has no sentences in reasons.toml"))
        }
        _ => Err("a rule has `label` and `score`, or `finds` and `reason`".to_owned()),
    }
}

type Starters = Vec<(u16, u16)>;

fn starters(rules: &[Compiled]) -> (Vec<Starters>, Starters) {
    let mut starters = vec![Vec::new(); MOST_CLASSES];
    let mut marked = Vec::new();
    for (nth, rule) in (0_u16..).zip(rules) {
        for (place, pattern) in (0_u16..).zip(&rule.patterns) {
            let Some(What::Word { classes, marks }) =
                pattern.anchor.and_then(|anchor| pattern.slots.get(anchor)).map(|slot| &slot.what)
            else {
                continue;
            };
            for class in classes.classes() {
                if let Some(list) = starters.get_mut(usize::from(class)) {
                    list.push((nth, place));
                }
            }
            if !marks.is_none() {
                marked.push((nth, place));
            }
        }
    }
    (starters, marked)
}
