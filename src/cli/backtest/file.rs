//! Comments from a file, read in turns: as many chunks as there are cores, so that memory does not grow
//! with the file.

use std::io::{Read, Write};
use std::ops::Range;
use std::thread;

use anyhow::{Context, anyhow};

use super::fate::Change;
use super::trial::{Telling, Trial};
use crate::cli::complain;
use crate::cli::scan::comment::{Format, parse};
use crate::cli::scan::lines::{Line, Lines};
use crate::detect::Comment;

/// Lines of a chunk.
const LINES: usize = 4096;
/// Bytes of a chunk, whatever its lines.
const BYTES: usize = 4 << 20;

#[derive(Default)]
struct Chunk {
    bytes: Vec<u8>,
    lines: Vec<(u64, Range<usize>)>,
    too_long: Vec<u64>,
}

/// What a chunk came to.
struct Tried {
    comments: u64,
    changes: Vec<Change>,
    broken: Vec<(u64, &'static str)>,
}

/// Tries the rules on every comment of an input in the form of `scan`.
pub(super) fn read<W: Write>(
    trial: &Trial,
    input: impl Read,
    telling: &mut Telling<'_, W>,
) -> anyhow::Result<()> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut lines = Lines::new(input);
    let mut chunks = turn(&mut lines, cores)?;
    while !chunks.is_empty() {
        let (next, read) = thread::scope(|scope| {
            let readers: Vec<_> = chunks.iter().map(|chunk| scope.spawn(|| chunk.read(trial))).collect();
            // The next turn is read from the disk meanwhile.
            let next = turn(&mut lines, cores);
            let read: Vec<_> = readers.into_iter().map(thread::ScopedJoinHandle::join).collect();
            (next, read)
        });
        for one in read {
            let one = one.map_err(|_| anyhow!("a reader stopped"))?;
            telling.sum.comments += one.comments;
            for change in one.changes {
                telling.change(change)?;
            }
            for (number, what) in one.broken {
                telling.sum.unreadable += 1;
                complain(&format!("line {number} {what}"));
            }
        }
        telling.progress();
        chunks = next?;
    }
    Ok(())
}

/// The chunks of a turn; none at the end.
fn turn<R: Read>(lines: &mut Lines<R>, cores: usize) -> anyhow::Result<Vec<Chunk>> {
    let mut chunks = Vec::new();
    while chunks.len() < cores {
        let mut chunk = Chunk::default();
        while chunk.lines.len() < LINES && chunk.bytes.len() < BYTES {
            match lines.next().context("reading the comments")? {
                None if chunk.lines.is_empty() && chunk.too_long.is_empty() => return Ok(chunks),
                None => {
                    chunks.push(chunk);
                    return Ok(chunks);
                }
                Some((number, Line::TooLong)) => chunk.too_long.push(number),
                Some((number, Line::Whole(line))) => {
                    let start = chunk.bytes.len();
                    chunk.bytes.extend_from_slice(line);
                    chunk.lines.push((number, start..chunk.bytes.len()));
                }
            }
        }
        chunks.push(chunk);
    }
    Ok(chunks)
}

impl Chunk {
    fn read(&self, trial: &Trial) -> Tried {
        let mut read = Tried { comments: 0, changes: Vec::new(), broken: Vec::new() };
        read.broken.extend(self.too_long.iter().map(|number| (*number, "is too long")));
        for (number, at) in &self.lines {
            let line = self.bytes.get(at.clone()).unwrap_or_default().trim_ascii();
            if line.is_empty() {
                continue;
            }
            match parse(line, Format::Jsonl, *number) {
                Err(what) => read.broken.push((*number, what)),
                Ok(comment) => {
                    read.comments += 1;
                    let (text, author) = (&comment.text, comment.author.as_ref());
                    let given =
                        Comment { text, author_name: author, handle: None, post: comment.post.as_ref() };
                    read.changes.extend(trial.compare(|| comment.id.clone(), &given, &[]));
                }
            }
        }
        read.broken.sort_unstable();
        read
    }
}
