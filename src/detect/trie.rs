//! Terms by their letters: from one place of a text a single walk meets every term that begins there.
//!
//! A double array: the cell of a child is the base of its parent plus the letter, and names its parent,
//! so a step is one look. What only one term goes on with is kept as its rest and compared at once.

/// The terms of a list, by their numbers in it.
pub(super) struct Trie {
    /// The base of the root.
    base: u32,
    cells: Vec<Cell>,
    ends: Vec<End>,
    rests: Vec<u8>,
}

#[derive(Clone, Copy)]
struct Cell {
    parent: u32,
    base: u32,
    /// The term that ends here, as its place in `ends`.
    end: u32,
}

struct End {
    term: u32,
    /// What is left of the term, in `rests`.
    from: u32,
    to: u32,
}

const ROOT: u32 = 0;
const NONE: u32 = u32::MAX;
const FREE: Cell = Cell { parent: NONE, base: 0, end: NONE };
/// Bytes have so many values.
const WIDTH: usize = 256;
/// After so many cells that do not fit, the search for room moves on for good.
const PATIENCE: usize = 64;

impl Trie {
    /// Takes terms that are sorted, distinct and not empty.
    pub(super) fn new(terms: &[Vec<u8>]) -> Self {
        let mut trie = Self { base: 0, cells: vec![FREE; WIDTH], ends: Vec::new(), rests: Vec::new() };
        if let Some(root) = trie.cells.first_mut() {
            root.parent = ROOT;
        }
        let mut room = 1;
        let mut open = vec![(0, 0..terms.len(), 0)];
        while let Some((cell, range, depth)) = open.pop() {
            let of = |nth: usize| terms.get(nth).and_then(|term| term.get(depth)).copied();
            let mut from = range.start;
            if depth > 0 && (of(from).is_none() || range.len() == 1) {
                trie.end(cell, from, terms.get(from).and_then(|term| term.get(depth..)).unwrap_or_default());
                from += 1;
            }
            let mut children: Vec<(u8, std::ops::Range<usize>)> = Vec::new();
            while let Some(letter) = of(from).filter(|_| from < range.end) {
                let more = (from..range.end).take_while(|nth| of(*nth) == Some(letter)).count();
                children.push((letter, from..from + more));
                from += more;
            }
            let base = trie.room(&children, &mut room);
            if let Some(cell) = trie.cells.get_mut(cell) {
                cell.base = small(base);
            }
            for (letter, terms) in children {
                let child = base + usize::from(letter);
                if let Some(child) = trie.cells.get_mut(child) {
                    child.parent = small(cell);
                }
                open.push((child, terms, depth + 1));
            }
        }
        trie.base = trie.cells.first().map_or(0, |root| root.base);
        trie
    }

    /// Whether any term begins with the two letters at a place, or is the first of them.
    pub(super) fn opens(&self, text: &[u8], start: usize) -> bool {
        let first = self.step(ROOT, self.base, text.get(start));
        first.is_some_and(|(nth, cell)| {
            cell.end != NONE || self.step(nth, cell.base, text.get(start + 1)).is_some()
        })
    }

    /// The terms that begin at a place, the shorter ones first: where each stops, and its number.
    pub(super) fn walk<'a>(&'a self, text: &'a [u8], start: usize) -> Walk<'a> {
        Walk { trie: self, text, place: start, cell: ROOT, base: self.base }
    }

    /// The child of a cell by a letter.
    fn step(&self, parent: u32, base: u32, letter: Option<&u8>) -> Option<(u32, Cell)> {
        let nth = base + u32::from(*letter?);
        self.cells.get(nth as usize).filter(|cell| cell.parent == parent).map(|cell| (nth, *cell))
    }

    fn end(&mut self, cell: usize, term: usize, rest: &[u8]) {
        let from = self.rests.len();
        self.rests.extend_from_slice(rest);
        if let Some(cell) = self.cells.get_mut(cell) {
            cell.end = small(self.ends.len());
        }
        self.ends.push(End { term: small(term), from: small(from), to: small(self.rests.len()) });
    }

    /// A base from which the cells of all children are free; `room` is where the search begins.
    fn room(&mut self, children: &[(u8, std::ops::Range<usize>)], room: &mut usize) -> usize {
        let Some(first) = children.first().map(|(letter, _)| usize::from(*letter)) else { return 0 };
        let is_free = |cells: &[Cell], at: usize| cells.get(at).is_none_or(|cell| cell.parent == NONE);
        let mut tried = 0;
        let mut place = (*room).max(first + 1);
        loop {
            let base = place - first;
            if children.iter().all(|(letter, _)| is_free(&self.cells, base + usize::from(*letter))) {
                if tried > PATIENCE {
                    *room = place;
                }
                if self.cells.len() < base + WIDTH {
                    self.cells.resize(base + WIDTH, FREE);
                }
                return base;
            }
            tried += 1;
            place += 1;
        }
    }
}

/// No list comes near 2^32 terms or letters: the rule files are bounded and the rest is ours.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}

/// See [`Trie::walk`].
pub(super) struct Walk<'a> {
    trie: &'a Trie,
    text: &'a [u8],
    place: usize,
    cell: u32,
    base: u32,
}

impl Iterator for Walk<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (nth, cell) = self.trie.step(self.cell, self.base, self.text.get(self.place))?;
            self.place += 1;
            (self.cell, self.base) = (nth, cell.base);
            if let Some(end) = self.trie.ends.get(cell.end as usize) {
                let rest = self.trie.rests.get(end.from as usize..end.to as usize)?;
                if self.text.get(self.place..)?.starts_with(rest) {
                    return Some((self.place + rest.len(), end.term as usize));
                }
            }
        }
    }
}
