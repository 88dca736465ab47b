//! Reading: our own feed, posts by name, and whole threads.

use serde_json::{Value, json};

use super::repo::{Repo, limit};
use super::{errors, view};
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::model::Stamp;

const MOST_POSTS: usize = 25;
const MOST_DEPTH: usize = 1000;

impl Repo {
    /// `app.bsky.feed.getAuthorFeed`: newest first, the cursor a bare time as well.
    pub(super) fn author_feed(&self, world: &World, ask: &Ask) -> Result<Told, Told> {
        let limit = limit(ask)?;
        let actor = ask.asked("actor").unwrap_or_default();
        if actor != self.did && actor != self.handle {
            return Err(errors::invalid("Profile not found"));
        }
        let with_replies = match ask.asked("filter") {
            None | Some("posts_with_replies" | "posts_and_author_threads") => true,
            Some("posts_no_replies") => false,
            Some(_) => return Err(errors::invalid("Error: filter is not known")),
        };
        let before = ask.asked("cursor").and_then(Stamp::parse);
        let mut ours: Vec<usize> = self.ours.clone();
        ours.retain(|at| {
            let entry = world.get(*at);
            let fits = with_replies || entry.parent.is_none();
            world.is_listed(*at) && fits && before.is_none_or(|before| entry.sort_at() < before)
        });
        ours.sort_by_key(|at| std::cmp::Reverse((world.get(*at).sort_at(), *at)));
        ours.truncate(world.page_of(limit));
        let feed: Vec<Value> = ours.iter().map(|at| self.feed_item(world, *at)).collect();
        let mut answer = json!({"feed": feed});
        if let (Some(last), Value::Object(answer)) = (ours.last(), &mut answer) {
            answer.insert("cursor".to_owned(), world.get(*last).sort_at().rfc3339().into());
        }
        Ok(Told::ok(&answer))
    }

    fn feed_item(&self, world: &World, at: usize) -> Value {
        let mut item = json!({"post": view::post(world, &self.gates, at)});
        let entry = world.get(at);
        if let (Some(root), Some(parent), Value::Object(item)) = (entry.root, entry.parent, &mut item) {
            let part = |at: usize| match world.get(at) {
                gone if gone.gone.is_some() => {
                    json!({"$type": "app.bsky.feed.defs#notFoundPost", "uri": gone.id, "notFound": true})
                }
                _ => {
                    let mut post = view::post(world, &self.gates, at);
                    if let Value::Object(post) = &mut post {
                        post.insert("$type".to_owned(), "app.bsky.feed.defs#postView".into());
                    }
                    post
                }
            };
            item.insert("reply".to_owned(), json!({"root": part(root), "parent": part(parent)}));
        }
        item
    }

    /// `app.bsky.feed.getPosts`: those that are gone are simply not there.
    pub(super) fn posts(&self, world: &World, ask: &Ask) -> Result<Told, Told> {
        let uris = ask.all("uris");
        if uris.is_empty() || uris.len() > MOST_POSTS {
            return Err(errors::invalid("Error: uris must have between 1 and 25 elements"));
        }
        let living = uris.into_iter().filter_map(|uri| world.alive(uri));
        let posts: Vec<Value> = living.map(|at| view::post(world, &self.gates, at)).collect();
        Ok(Told::ok(&json!({"posts": posts})))
    }

    /// `app.bsky.feed.getPostThread`.
    pub(super) fn thread(&self, world: &World, ask: &Ask) -> Result<Told, Told> {
        let number = |name: &str, usual: usize| match ask.asked(name).map(str::parse::<usize>) {
            None => Ok(usual),
            Some(Ok(number)) if number <= MOST_DEPTH => Ok(number),
            Some(_) => Err(errors::invalid(&format!("Error: {name} can not be greater than 1000"))),
        };
        let (depth, height) = (number("depth", 6)?, number("parentHeight", 80)?);
        let uri = ask.asked("uri").unwrap_or_default();
        let at = world.alive(uri).ok_or_else(|| errors::no_post(uri))?;
        let mut shows = Vec::new();
        let mut thread = view::thread(world, &self.gates, at, depth, &mut shows);
        let entry = world.get(at);
        if let (Some(parent), Value::Object(thread)) =
            (view::parents(world, &self.gates, entry, height), &mut thread)
        {
            thread.insert("parent".to_owned(), parent);
        }
        let mut answer = json!({"thread": thread});
        let root = entry.root.map_or(entry.id.as_str(), |root| world.get(root).id.as_str());
        if let (Some(gate), Value::Object(answer)) = (self.gates.view(root), &mut answer) {
            answer.insert("threadgate".to_owned(), gate);
        }
        Ok(Told::ok(&answer).showing(shows))
    }
}
