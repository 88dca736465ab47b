//! What people do in the town: the verbs of tests and of the seeded citizens. An id is the
//! network's own, and says by itself which network it is on.

use serde_json::Value;

use super::entry::{Audience, By, Entry, Gone, Kind};
use super::hooks::What;
use super::side::{Inner, Side};
use super::{Network, Town, Truth};
use crate::model::Stamp;

/// Something on its way into a network.
#[derive(Clone, Copy)]
pub(super) struct Writing<'a> {
    pub(super) kind: Kind,
    pub(super) by: By,
    pub(super) author: &'a str,
    pub(super) words: &'a str,
    pub(super) root: Option<usize>,
    pub(super) parent: Option<usize>,
    pub(super) quotes: Option<usize>,
    pub(super) written_at: Stamp,
    pub(super) arrived_at: Stamp,
    /// From when on lists show it.
    pub(super) listed_from: Stamp,
    pub(super) audience: Audience,
}

impl<'a> Writing<'a> {
    pub(super) fn of_citizen(kind: Kind, author: &'a str, words: &'a str, at: Stamp) -> Self {
        Self::new(kind, By::Citizen, author, words, at)
    }

    fn new(kind: Kind, by: By, author: &'a str, words: &'a str, at: Stamp) -> Self {
        let (root, parent, quotes) = (None, None, None);
        let audience = Audience::Everybody;
        Self {
            kind,
            by,
            author,
            words,
            root,
            parent,
            quotes,
            written_at: at,
            arrived_at: at,
            listed_from: at,
            audience,
        }
    }

    pub(super) fn by_us(by: By, words: &'a str, at: Stamp) -> Self {
        Self::new(Kind::Comment, by, "", words, at)
    }

    /// What all networks keep alike; each fills in its own ids and names.
    pub(super) fn entry(&self) -> Entry {
        Entry {
            id: String::new(),
            kind: self.kind,
            by: self.by,
            root: self.root,
            parent: self.parent,
            name: String::new(),
            handle: String::new(),
            account: String::new(),
            words: self.words.to_owned(),
            written_at: self.written_at,
            arrived_at: self.arrived_at,
            listed_from: self.listed_from,
            edited_at: None,
            audience: self.audience,
            is_restricted: false,
            version: 1,
            is_closed: false,
            is_hidden: false,
            is_spam: false,
            gone: None,
            is_served: false,
            truth: (self.by != By::Citizen).then_some(Truth::Ours),
            record: Value::Null,
            cid: String::new(),
        }
    }
}

/// When a citizen's words came, and when they say they were written.
#[derive(Clone, Copy)]
pub(super) struct When {
    pub(super) arrived_at: Stamp,
    pub(super) written_at: Stamp,
}

impl Town {
    /// We post; answers with the post's id.
    pub fn post(&self, network: Network, words: &str) -> String {
        let side = self.side(network);
        side.write(Writing::new(Kind::Post, By::Colleague, "", words, side.clock.now()))
    }

    /// A citizen comments on a post, or answers a comment. Facebook leaves an empty author out, as
    /// it does for private profiles.
    ///
    /// # Panics
    /// When nothing of that id was ever there.
    pub fn comment(&self, on: &str, author: &str, words: &str) -> String {
        let now = self.side_of(on).clock.now();
        self.comment_when(on, author, words, When { arrived_at: now, written_at: now })
    }

    /// A citizen's comment that claims to have been written at another time: only Bluesky lets the
    /// writer's app set it; Facebook takes its own clock.
    ///
    /// # Panics
    /// When nothing of that id was ever there.
    pub fn backdated(&self, on: &str, author: &str, words: &str, written_at: Stamp) -> String {
        let arrived_at = self.side_of(on).clock.now();
        self.comment_when(on, author, words, When { arrived_at, written_at })
    }

    pub(super) fn comment_when(&self, on: &str, author: &str, words: &str, when: When) -> String {
        let mut writing = Writing::of_citizen(Kind::Comment, author, words, when.arrived_at);
        writing.written_at = when.written_at;
        self.side_of(on).write_under(on, writing)
    }

    /// A colleague answers as our page, in the network's own app.
    ///
    /// # Panics
    /// When nothing of that id was ever there.
    pub fn colleague_replies(&self, to: &str, words: &str) -> String {
        let side = self.side_of(to);
        side.write_under(to, Writing::by_us(By::Colleague, words, side.clock.now()))
    }

    /// We post in an ad alone: on our page nobody sees it, and citizens comment on it all the same.
    pub fn ad(&self, network: Network, words: &str) -> String {
        let side = self.side(network);
        let post = Writing::new(Kind::Post, By::Colleague, "", words, side.clock.now());
        side.write(Writing { audience: Audience::Unlisted, ..post })
    }

    /// We restrict whoever wrote it, or no longer: the network counts it, and shows it to its writer
    /// alone. Only Instagram has that.
    ///
    /// # Panics
    /// When nothing of that id was ever there.
    pub fn restrict(&self, id: &str, is_restricted: bool) {
        let side = self.side_of(id);
        let at = side.place(id);
        side.lock().world.get_mut(at).is_restricted = is_restricted;
    }

    /// The network itself holds a comment back, for review or as likely spam: it is shown to us alone.
    /// Only YouTube has that.
    ///
    /// # Panics
    /// When nothing of that id was ever there.
    pub fn hold(&self, id: &str, as_spam: bool) {
        let side = self.side_of(id);
        let at = side.place(id);
        let mut inner = side.lock();
        let entry = inner.world.get_mut(at);
        (entry.is_hidden, entry.is_spam) = (true, as_spam);
    }

    /// We switch comments off under a post, or on again: none is shown, and none is lost. Only YouTube
    /// has that.
    ///
    /// # Panics
    /// When nothing of that id was ever there.
    pub fn close(&self, post: &str, is_closed: bool) {
        let side = self.side_of(post);
        let at = side.place(post);
        side.lock().world.get_mut(at).is_closed = is_closed;
    }

    /// A citizen posts on our page; only Facebook has that.
    pub fn visitor_post(&self, network: Network, author: &str, words: &str) -> String {
        let side = self.side(network);
        side.write(Writing::of_citizen(Kind::Visit, author, words, side.clock.now()))
    }

    /// A citizen names us in a post elsewhere. On Bluesky our handle is put in front of the words
    /// if it is not in them.
    pub fn mention(&self, network: Network, author: &str, words: &str) -> String {
        let side = self.side(network);
        side.write(Writing::of_citizen(Kind::Mention, author, words, side.clock.now()))
    }

    /// A citizen shares our post with words of their own: a quote on Bluesky, a mention on Facebook.
    ///
    /// # Panics
    /// When nothing of that id was ever there, or its network tells nobody of such posts.
    pub fn quote(&self, post: &str, author: &str, words: &str) -> String {
        let side = self.side_of(post);
        let kind = side.lock().tongue.customs().quotes.expect("the network knows posts that share ours");
        let mut writing = Writing::of_citizen(kind, author, words, side.clock.now());
        writing.quotes = Some(side.place(post));
        side.write(writing)
    }

    /// Somebody likes it: of no interest to us, but on Bluesky it takes a place among the
    /// notifications.
    ///
    /// # Panics
    /// When nothing of that id was ever there.
    pub fn like(&self, id: &str, author: &str) {
        let side = self.side_of(id);
        let (at, now) = (side.place(id), side.clock.now());
        let mut inner = side.lock();
        let Inner { world, tongue, .. } = &mut *inner;
        tongue.like(world, at, author, now);
    }

    /// Its author changes the words. The network's time of writing stays.
    ///
    /// # Panics
    /// When nothing of that id was ever there.
    pub fn edit(&self, id: &str, words: &str) {
        let side = self.side_of(id);
        let (at, now) = (side.place(id), side.clock.now());
        let mut inner = side.lock();
        let Inner { world, tongue, .. } = &mut *inner;
        tongue.rewrite(world, at, words, now);
        inner.tell(at, What::Edited, now);
    }

    /// Its author deletes it; on Facebook the replies go with it.
    ///
    /// # Panics
    /// When nothing of that id was ever there.
    pub fn delete(&self, id: &str) {
        let side = self.side_of(id);
        let (at, now) = (side.place(id), side.clock.now());
        let mut inner = side.lock();
        let Inner { world, tongue, .. } = &mut *inner;
        tongue.end(world, at, Gone::ByAuthor);
        inner.tell(at, What::Removed, now);
    }

    /// A citizen writes to us alone. It is not for us to read: only Mastodon puts such a thing among
    /// the others.
    ///
    /// # Panics
    /// When this network keeps private messages to itself.
    pub fn direct(&self, network: Network, author: &str, words: &str) -> String {
        let side = self.side(network);
        assert!(side.lock().tongue.customs().private, "private messages never reach this API");
        let mut writing = Writing::of_citizen(Kind::Mention, author, words, side.clock.now());
        writing.audience = Audience::Named;
        side.write(writing)
    }

    /// The same, as an answer to something that stands in public.
    ///
    /// # Panics
    /// When nothing of that id was ever there, or its network keeps private messages to itself.
    pub fn direct_under(&self, on: &str, author: &str, words: &str) -> String {
        let side = self.side_of(on);
        assert!(side.lock().tongue.customs().private, "private messages never reach this API");
        let mut writing = Writing::of_citizen(Kind::Comment, author, words, side.clock.now());
        writing.audience = Audience::Named;
        side.write_under(on, writing)
    }

    /// Notes what it really is.
    ///
    /// # Panics
    /// When nothing of that id was ever there.
    pub fn mark(&self, id: &str, truth: Truth) {
        let side = self.side_of(id);
        let at = side.place(id);
        side.lock().world.get_mut(at).truth = Some(truth);
    }
}

impl Side {
    fn write(&self, mut writing: Writing<'_>) -> String {
        let mut inner = self.lock();
        let Inner { world, tongue, late, .. } = &mut *inner;
        late.hold(&mut writing);
        let at = tongue.write(world, &writing);
        inner.tell(at, What::Added, writing.arrived_at);
        inner.world.get(at).id.clone()
    }

    fn write_under(&self, on: &str, mut writing: Writing<'_>) -> String {
        let at = self.place(on);
        writing.parent = Some(at);
        writing.root = Some(self.lock().world.get(at).root.unwrap_or(at));
        self.write(writing)
    }

    fn place(&self, id: &str) -> usize {
        self.lock().world.find(id).expect("what is written about was written in this town")
    }
}
