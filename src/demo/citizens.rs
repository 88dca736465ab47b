//! The people of the town: by seed, each turn a handful of them write, answer, edit and delete, at
//! times in the ways that make moderation hard. They know nothing of us but what they see.

use std::ops::RangeInclusive;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::writing::When;
use super::{Act, Doing, Habits, Network, Town, Truth, phrases};
use crate::model::Stamp;

/// So many posts and comments stay in people's minds.
const REMEMBERED: usize = 200;
const RECENT_POSTS: usize = 6;
/// A comment that is longer is not added to: Bluesky holds 300 characters.
const LONGEST_TO_EDIT: usize = 200;

/// How often citizens write what, out of 100.
const MOODS: &[(u32, Truth)] = &[
    (12, Truth::Leak),
    (6, Truth::Contact),
    (12, Truth::Abuse),
    (18, Truth::CaseRequest),
    (20, Truth::Question),
    (14, Truth::Praise),
    (14, Truth::Criticism),
    (4, Truth::Spam),
];

/// The people.
pub struct Citizens {
    habits: Habits,
    chance: StdRng,
    posts: Vec<Known>,
    comments: Vec<Known>,
    last: Option<Stamp>,
}

#[derive(Clone)]
struct Known {
    id: String,
    network: Network,
    truth: Truth,
    written_at: Stamp,
    /// It stands below one of our posts.
    is_in_thread: bool,
}

impl Citizens {
    /// Equal seeds give equal towns.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::with(seed, Habits::default())
    }

    /// The same, as lively as they are told.
    #[must_use]
    pub fn with(seed: u64, habits: Habits) -> Self {
        let chance = StdRng::seed_from_u64(seed);
        Self { habits, chance, posts: Vec::new(), comments: Vec::new(), last: None }
    }

    /// So many comments a turn from now on.
    pub fn set_comments(&mut self, comments: RangeInclusive<u32>) {
        self.habits.comments = comments;
    }

    /// What happens between the last turn and `now`, in order.
    pub fn step(&mut self, town: &Town, now: Stamp) -> Vec<Doing> {
        let since = self.last.replace(now).unwrap_or(now);
        let mut done = Vec::new();
        if self.posts.is_empty() {
            for network in [town.networks(), town.networks()].concat() {
                self.post(town, network, now, &mut done);
            }
        }
        let mut times: Vec<Stamp> = (0..self.chance.random_range(self.habits.comments.clone()))
            .map(|_| self.between(since, now))
            .collect();
        times.sort_unstable();
        for at in times {
            self.comment(town, at, &mut done);
        }
        if self.chances(self.habits.edits) {
            self.edit(town, &mut done);
        }
        if self.chances(self.habits.deletions) {
            self.delete(town, &mut done);
        }
        if self.chances(self.habits.bursts) {
            self.burst(town, now, &mut done);
        }
        if self.chances(self.habits.backdated) {
            self.backdate(town, now, &mut done);
        }
        if self.chances(self.habits.elsewhere) {
            self.elsewhere(town, &mut done);
        }
        if self.chances(self.habits.colleagues) {
            self.colleague(town, &mut done);
        }
        if self.chances(self.habits.posts) {
            let network = self.network(town);
            self.post(town, network, now, &mut done);
        }
        done
    }

    /// What one of them would write, and under which name: (name, words).
    pub fn remark(&mut self) -> (String, String) {
        let truth = self.mood();
        let words = phrases::one(&mut self.chance, phrases::of(truth));
        (phrases::name(&mut self.chance), words)
    }

    fn happens(&mut self, percent: u32) -> bool {
        self.chances(percent * 10)
    }

    fn chances(&mut self, thousandths: u32) -> bool {
        self.chance.random_ratio(thousandths.min(1000), 1000)
    }

    fn network(&mut self, town: &Town) -> Network {
        let networks = town.networks();
        *networks.choose(&mut self.chance).expect("a town has a network")
    }

    fn between(&mut self, since: Stamp, now: Stamp) -> Stamp {
        let span = u64::try_from(now.since(since).as_millis()).unwrap_or(0);
        now.earlier(Duration::from_millis(self.chance.random_range(0..=span.saturating_sub(1))))
    }

    fn mood(&mut self) -> Truth {
        let mut roll = self.chance.random_range(0..MOODS.iter().map(|(weight, _)| weight).sum());
        for (weight, truth) in MOODS {
            if roll < *weight {
                return *truth;
            }
            roll -= weight;
        }
        Truth::Question
    }

    /// One of our newer posts on this network; now and then an old one wakes up.
    fn a_post(&mut self, network: Network) -> Option<Known> {
        let most = if self.happens(5) { REMEMBERED } else { RECENT_POSTS };
        let posts = self.posts.iter().rev().filter(|post| post.network == network);
        let recent: Vec<_> = posts.take(most).collect();
        recent.choose(&mut self.chance).map(|post| (*post).clone())
    }

    /// Something a citizen wrote that still stands.
    fn a_comment(&mut self, town: &Town) -> Option<Known> {
        let comment = self.comments.choose(&mut self.chance)?.clone();
        (!town.is_deleted(&comment.id)).then_some(comment)
    }

    fn remember(&mut self, known: &Known) {
        self.comments.push(known.clone());
        if self.comments.len() > REMEMBERED {
            self.comments.remove(0);
        }
    }

    fn post(&mut self, town: &Town, network: Network, now: Stamp, done: &mut Vec<Doing>) {
        let words = phrases::one(&mut self.chance, phrases::of(Truth::Ours));
        let id = town.post(network, &words);
        done.push(Doing { act: Act::Posted, network, truth: Some(Truth::Ours), id: id.clone() });
        self.posts.push(Known { id, network, truth: Truth::Ours, written_at: now, is_in_thread: true });
        if self.posts.len() > REMEMBERED {
            self.posts.remove(0);
        }
    }

    /// A comment below one of our posts, or an answer to one that stands there.
    fn comment(&mut self, town: &Town, at: Stamp, done: &mut Vec<Doing>) {
        let network = self.network(town);
        let answered = if self.happens(25) { self.a_comment(town) } else { None };
        let answered = answered.filter(|comment| comment.is_in_thread);
        let act = if answered.is_some() { Act::Answered } else { Act::Commented };
        if let Some(on) = answered.or_else(|| self.a_post(network)) {
            let at = at.max(on.written_at);
            self.write(town, act, &on, When { arrived_at: at, written_at: at }, done);
        }
    }

    fn write(&mut self, town: &Town, act: Act, on: &Known, when: When, done: &mut Vec<Doing>) {
        let truth = self.mood();
        let words = phrases::one(&mut self.chance, phrases::of(truth));
        let author = phrases::name(&mut self.chance);
        let is_private = town.customs(on.network).nameless && self.happens(10);
        let author = if is_private { String::new() } else { author };
        let id = town.comment_when(&on.id, &author, &words, when);
        let network = on.network;
        self.wrote(
            town,
            act,
            Known { id, network, truth, written_at: when.arrived_at, is_in_thread: true },
            done,
        );
    }

    fn wrote(&mut self, town: &Town, act: Act, known: Known, done: &mut Vec<Doing>) {
        town.mark(&known.id, known.truth);
        self.remember(&known);
        done.push(Doing { act, network: known.network, truth: Some(known.truth), id: known.id });
    }

    /// A harmless comment gets a CPR number, or only a comma.
    fn edit(&mut self, town: &Town, done: &mut Vec<Doing>) {
        let Some(comment) = self.a_comment(town) else { return };
        let Some(standing) = town.comment_now(&comment.id) else { return };
        if standing.words.chars().count() > LONGEST_TO_EDIT {
            return;
        }
        let leaks = self.happens(60) && !matches!(comment.truth, Truth::Abuse | Truth::Leak);
        let more =
            if leaks { phrases::one(&mut self.chance, phrases::AFTERTHOUGHTS) } else { " (rettet)".into() };
        town.edit(&comment.id, &format!("{}{more}", standing.words));
        let truth = if leaks { Truth::Leak } else { comment.truth };
        town.mark(&comment.id, truth);
        if let Some(known) = self.comments.iter_mut().find(|known| known.id == comment.id) {
            known.truth = truth;
        }
        done.push(Doing { act: Act::Edited, network: comment.network, truth: Some(truth), id: comment.id });
    }

    fn delete(&mut self, town: &Town, done: &mut Vec<Doing>) {
        if let Some(Known { id, network, truth, .. }) = self.a_comment(town) {
            town.delete(&id);
            self.comments.retain(|known| known.id != id);
            done.push(Doing { act: Act::Deleted, network, truth: Some(truth), id });
        }
    }

    /// Many replies of the same moment, and likes in between: where pages lose some, Bluesky's above all.
    fn burst(&mut self, town: &Town, now: Stamp, done: &mut Vec<Doing>) {
        let network = self.network(town);
        let Some(post) = self.a_post(network) else { return };
        for _ in 0..self.chance.random_range(4..=9) {
            if self.happens(30) {
                let author = phrases::name(&mut self.chance);
                town.like(&post.id, &author);
                done.push(Doing { act: Act::Liked, network: post.network, truth: None, id: post.id.clone() });
            }
            self.write(town, Act::Commented, &post, When { arrived_at: now, written_at: now }, done);
        }
    }

    /// A reply that claims to be old, or one from a clock that is ahead.
    fn backdate(&mut self, town: &Town, now: Stamp, done: &mut Vec<Doing>) {
        let mut networks = town.networks();
        networks.retain(|network| town.customs(*network).writers_set_the_time);
        let Some(network) = networks.choose(&mut self.chance) else { return };
        let Some(post) = self.a_post(*network) else { return };
        let hours = Duration::from_hours(self.chance.random_range(1..=24 * 400));
        let written_at = if self.happens(80) { now.earlier(hours) } else { now.later(hours) };
        self.write(town, Act::Backdated, &post, When { arrived_at: now, written_at }, done);
    }

    /// Outside the threads of our own posts.
    fn elsewhere(&mut self, town: &Town, done: &mut Vec<Doing>) {
        let (network, truth) = (self.network(town), self.mood());
        let customs = town.customs(network);
        let words = phrases::one(&mut self.chance, phrases::of(truth));
        let author = phrases::name(&mut self.chance);
        if customs.private && self.happens(30) {
            return self.privately(town, network, &author, (&words, truth), done);
        }
        let (act, id) = match self.a_post(network) {
            _ if customs.visits && self.happens(70) => {
                (Act::VisitedOurPage, town.visitor_post(network, &author, &words))
            }
            Some(post) if customs.quotes.is_some() && self.happens(30) => {
                (Act::Quoted, town.quote(&post.id, &author, &words))
            }
            _ if customs.mentions => (Act::Mentioned, town.mention(network, &author, &words)),
            _ => return,
        };
        let written_at = town.comment_now(&id).map_or_else(Stamp::default, |standing| standing.written_at);
        self.wrote(town, act, Known { id, network, truth, written_at, is_in_thread: false }, done);
    }

    /// To us alone; now and then a colleague answers it, in the app and in private too.
    fn privately(
        &mut self,
        town: &Town,
        network: Network,
        author: &str,
        (words, truth): (&str, Truth),
        done: &mut Vec<Doing>,
    ) {
        let below = self.a_post(network).filter(|_| self.happens(50));
        let id = match below {
            Some(post) => town.direct_under(&post.id, author, words),
            None => town.direct(network, author, words),
        };
        if self.happens(30) {
            let words = phrases::one(&mut self.chance, phrases::REPLIES);
            town.colleague_replies(&id, &words);
        }
        town.mark(&id, truth);
        done.push(Doing { act: Act::WroteInPrivate, network, truth: Some(truth), id });
    }

    /// A colleague answers in the network's own app, now and then with a number in it.
    fn colleague(&mut self, town: &Town, done: &mut Vec<Doing>) {
        let Some(comment) = self.a_comment(town) else { return };
        let slips = self.happens(15);
        let words = if slips { phrases::SLIPS } else { phrases::REPLIES };
        let words = phrases::one(&mut self.chance, words);
        let id = town.colleague_replies(&comment.id, &words);
        let act = if slips { Act::ColleagueLeaked } else { Act::ColleagueReplied };
        done.push(Doing { act, network: comment.network, truth: Some(Truth::Ours), id });
    }
}
