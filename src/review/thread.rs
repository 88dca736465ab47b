//! What a comment stands under: our own post, and the comment that it answers where we hold that one. The
//! words of our posts are not kept, so the page says when it is from and leaves the rest to the network.

use super::desk::Reception;
use super::failure::Failure;
use super::flag;
use super::list;
use super::signed::Signed;
use super::untrusted::Untrusted;
use super::when::Moment;
use super::words::Words;
use crate::model::{InquiryId, Kept, Stamp, State};
use crate::store::inquiry::Row;
use crate::store::{inquiry, post, tombstone};

/// Letters of the comment above.
const MOST: usize = 600;

/// The thread that a comment stands in.
pub(super) struct Thread {
    /// About the post at its root.
    pub(super) post: String,
    pub(super) above: Above,
}

/// What it answers.
pub(super) enum Above {
    /// The post itself.
    Post,
    /// A comment that we hold.
    Comment(Comment),
    /// One that we do not show: in a sentence why.
    Unseen(String),
}

/// The comment above, masked as every other.
pub(super) struct Comment {
    pub(super) id: String,
    pub(super) who: Option<Untrusted>,
    /// `None` where it is hard to read: it has its own page.
    pub(super) words: Option<Untrusted>,
    pub(super) language: &'static str,
    pub(super) moment: Moment,
    pub(super) standing: String,
}

/// The thread of a comment. A comment above that is shown is noted as opened.
pub(super) async fn of(
    reception: &Reception,
    signed: &Signed,
    row: &Row,
    kept: &Kept,
    now: Stamp,
) -> Result<Thread, Failure> {
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let mut tx = desk.db.read().await?;
    let root = match &kept.target.post {
        Some(id) => post::get(&mut tx, owner, &row.account, id.expose()).await?,
        None => None,
    };
    let post = match (&kept.target.post, root) {
        (_, Some(post)) => words.about("thread-post", Moment::of(words, post.written_at, now).shown),
        (Some(_), None) => words.say("thread-post-unknown"),
        (None, _) => words.say("thread-no-post"),
    };
    let parent = kept.parent.as_ref().filter(|parent| kept.target.post.as_ref() != Some(*parent));
    let Some(parent) = parent else { return Ok(Thread { post, above: Above::Post }) };
    let mac = desk.vault.tombstone(&row.account, parent);
    let stone = tombstone::get(&mut tx, owner, &row.account, &mac).await?;
    let unseen = |key: &str| Above::Unseen(words.say(key));
    let above = match stone {
        Some(stone) if stone.is_ours => unseen("thread-ours"),
        Some(stone) => {
            let held = match &stone.inquiry {
                Some(id) => inquiry::get(&mut tx, owner, id).await?,
                None => None,
            };
            drop(tx);
            match held.filter(|held| held.state != State::Going) {
                Some(held) => read(reception, signed, words, &held, now).await?,
                None => unseen("thread-unkept"),
            }
        }
        None => unseen("thread-unkept"),
    };
    Ok(Thread { post, above })
}

async fn read(
    reception: &Reception,
    signed: &Signed,
    words: Words,
    row: &Row,
    now: Stamp,
) -> Result<Above, Failure> {
    let desk = &reception.desk;
    let mut keys = desk.vault.keys.read().await?;
    let kept = list::opened(reception, &mut keys, signed, row).await;
    drop(keys);
    let Some(kept) = kept else { return Ok(Above::Unseen(words.say("cannot-be-read"))) };
    note(reception, signed, &row.id, now).await?;
    let is_hard = kept.labels.iter().any(|label| flag::is_hard(*label));
    let text = kept.text.as_ref().filter(|_| !is_hard);
    Ok(Above::Comment(Comment {
        id: row.id.to_string(),
        who: list::who(&kept),
        words: text.map(|text| Untrusted::lines(text.expose(), MOST)),
        language: list::language(kept.language),
        moment: Moment::of(words, row.written_at, now),
        standing: words.say(&format!("state-{}", row.state.as_str())),
    }))
}

async fn note(reception: &Reception, signed: &Signed, id: &InquiryId, now: Stamp) -> Result<(), Failure> {
    let desk = &reception.desk;
    let mut tx = desk.db.write().await?;
    desk.vault.audit(&mut tx, &signed.organisation.id, &signed.by(), "opened", Some(id), now).await?;
    Ok(tx.commit().await?)
}
