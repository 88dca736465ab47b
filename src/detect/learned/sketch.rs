//! A comment as a row of hashed features: words and pairs of words, pieces of words, marks. Training
//! and reading use the same function, so the two cannot drift apart.

use super::fold::Folded;

/// The bits of a bucket's number before a model cuts it down to its own table.
pub const BITS: u32 = 16;
/// The first buckets of every table are for marks, which are few and learnt without counting.
pub const MARK_BUCKETS: u16 = 1 << 11;
/// How many blocks of features there are; each is scaled by its own length.
pub const BLOCKS: usize = 4;

/// The blocks, as indexes.
pub(super) const WORDS: usize = 0;
pub(super) const PIECES: usize = 1;
pub(super) const MARKS: usize = 2;
/// The words of the municipality's own post above the comment.
pub(super) const POST: usize = 3;

/// The distinct buckets of one comment, block by block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    blocks: [Vec<u16>; BLOCKS],
}

impl Features {
    /// The buckets of a block, each once, in the order of the text; empty past [`BLOCKS`].
    #[must_use]
    pub fn block(&self, block: usize) -> &[u16] {
        self.blocks.get(block).map(Vec::as_slice).unwrap_or_default()
    }

    /// The same comment under a post with these features.
    #[must_use]
    pub fn under(mut self, mut post: Self) -> Self {
        std::mem::swap(&mut self.blocks[POST], &mut post.blocks[POST]);
        self
    }
}

/// Collects buckets, each once a block.
pub(super) struct Sketch {
    features: Features,
    /// A bit a bucket; on the stack, because 8 kB from the heap for each comment cost more than its words.
    seen: [u64; 1 << (BITS - 6)],
}

impl Sketch {
    /// For a text of so many bytes.
    pub(super) fn new(length: usize) -> Self {
        let mut features = Features::default();
        // Room for what most texts come to.
        for (block, room) in [(WORDS, length / 2), (PIECES, length * 3), (MARKS, 64)] {
            features.blocks[block].reserve(room);
        }
        Self { features, seen: [0; 1 << (BITS - 6)] }
    }

    pub(super) fn finish(self) -> Features {
        self.features
    }

    /// Words, pairs of words and pieces of words of a comment.
    pub(super) fn text(&mut self, text: &Folded) {
        let mut before = None;
        for (word, edged) in text.words() {
            let own = hash(2, word);
            self.add(WORDS, own);
            if let Some(before) = before {
                self.add(WORDS, pair(before, own));
            }
            before = Some(own);
            self.pieces(PIECES, 3, edged);
        }
    }

    /// The words and pieces of the post above it: the same buckets as in a comment, in a block of
    /// their own, so that what a word says of an area is learnt once.
    pub(super) fn post(&mut self, post: &Folded) {
        for (word, edged) in post.words() {
            self.add(POST, hash(2, word));
            self.pieces(POST, 3, edged);
        }
    }

    /// A mark: what it is, and how much of it.
    pub(super) fn mark(&mut self, name: u64, value: usize) {
        self.put(MARKS, bucket(pair(mix(4, b'#') ^ name, value as u64)) % MARK_BUCKETS);
    }

    /// A mark of the post.
    pub(super) fn post_mark(&mut self, name: u64, value: usize) {
        self.put(POST, bucket(pair(mix(4, b'#') ^ name, value as u64)) % MARK_BUCKETS);
    }

    /// Pieces of three to five letters of a word of at least two, the blanks at its edges included.
    fn pieces(&mut self, block: usize, seed: u64, edged: &[u8]) {
        if edged.len() < 4 {
            return;
        }
        let mut rest = edged;
        while let [one, two, three, more @ ..] = rest {
            let mut hash = mix(mix(mix(seed, *one), *two), *three);
            self.add(block, hash);
            for letter in more.iter().take(2) {
                hash = mix(hash, *letter);
                self.add(block, hash);
            }
            rest = rest.get(1..).unwrap_or_default();
        }
    }

    fn add(&mut self, block: usize, hash: u64) {
        let bucket = bucket(hash);
        self.put(block, if bucket < MARK_BUCKETS { bucket + MARK_BUCKETS } else { bucket });
    }

    fn put(&mut self, block: usize, bucket: u16) {
        let (cell, bit) = (usize::from(bucket >> 6), 1_u64 << (bucket & 63));
        if let Some(seen) = self.seen.get_mut(cell)
            && *seen & bit == 0
        {
            *seen |= bit;
            if let Some(block) = self.features.blocks.get_mut(block) {
                block.push(bucket);
            }
        }
    }
}

/// The upper bits of a product are the well mixed ones.
fn bucket(hash: u64) -> u16 {
    u16::try_from(hash.wrapping_mul(ODD) >> (64 - BITS)).unwrap_or_default()
}

const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(hash: u64, byte: u8) -> u64 {
    (hash.rotate_left(7) ^ u64::from(byte)).wrapping_mul(0x517c_c1b7_2722_0a95)
}

fn pair(one: u64, two: u64) -> u64 {
    (one.rotate_left(29) ^ two).wrapping_mul(0x517c_c1b7_2722_0a95)
}

fn hash(seed: u64, word: &[u8]) -> u64 {
    word.iter().fold(seed, |hash, byte| mix(hash, *byte))
}
