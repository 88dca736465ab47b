//! Small numbers in a table that crosses two things: a cell under five could point at somebody, so it is held
//! back, and with it as many others as it takes that no sum gives it away. Totals always stand.

use std::collections::{BTreeSet, HashSet, VecDeque};

/// A crossed cell from one to under this could point at somebody.
const FEW: i64 = 5;

/// Row and column.
type Cell = (usize, usize);

/// A row or a column of the table.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    Row(usize),
    Column(usize),
}

/// The cells of a table whose row and column totals are shown, with `None` for what is held back: each from
/// one to four, and the smallest others without which a difference of totals would tell it. A table of one
/// row is nothing but its column totals: there all of it is held back, and the totals are not shown.
#[must_use]
pub fn hold_back(table: &[Vec<i64>]) -> Vec<Vec<Option<i64>>> {
    let few: BTreeSet<Cell> = cells(table).filter(|cell| (1..FEW).contains(&value(table, *cell))).collect();
    let mut held = few.clone();
    while let Some(told) = few.iter().copied().find(|cell| is_told(table, &held, *cell)) {
        let Some(round) = smallest_round(table, &held, told) else {
            held.extend(cells(table));
            break;
        };
        held.extend(round);
    }
    let shown = |cell: Cell| (!held.contains(&cell)).then(|| value(table, cell));
    let row =
        |(row, cells): (usize, &Vec<i64>)| (0..cells.len()).map(|column| shown((row, column))).collect();
    table.iter().enumerate().map(row).collect()
}

fn cells(table: &[Vec<i64>]) -> impl Iterator<Item = Cell> {
    table.iter().enumerate().flat_map(|(row, cells)| (0..cells.len()).map(move |column| (row, column)))
}

fn value(table: &[Vec<i64>], (row, column): Cell) -> i64 {
    table.get(row).and_then(|cells| cells.get(column)).copied().unwrap_or(0)
}

/// The three cells that make a rectangle with one that is told, and leave it another value: what it has less,
/// its neighbours in row and column have more, and the far corner has less; or the other way round. Of all of
/// them the one that holds back the least. `None` where no cell could give anything.
fn smallest_round(table: &[Vec<i64>], held: &BTreeSet<Cell>, (row, column): Cell) -> Option<[Cell; 3]> {
    let far = cells(table).filter(|cell| cell.0 != row && cell.1 != column);
    let rounds = far.map(|far| [(row, far.1), (far.0, column), far]);
    let can_move = |[beside, below, far]: &[Cell; 3]| {
        value(table, *far) > 0 || (value(table, *beside) > 0 && value(table, *below) > 0)
    };
    let cost = |round: &[Cell; 3]| -> i64 {
        round.iter().filter(|cell| !held.contains(*cell)).map(|cell| value(table, *cell)).sum()
    };
    rounds.filter(can_move).min_by_key(cost)
}

/// Whether the totals and the cells that are shown leave this one, which is not nothing, no other value. One
/// more here is one less in its row and in its column, and so on around: there is another value when such a
/// round comes back.
fn is_told(table: &[Vec<i64>], held: &BTreeSet<Cell>, (row, column): Cell) -> bool {
    let (row, column) = (Side::Row(row), Side::Column(column));
    !leads(table, held, row, column) && !leads(table, held, column, row)
}

/// Whether a round of changes leads from one side to the other without their own cell: from a row to a column
/// one more, from a column to a row one less, where there is something to take.
fn leads(table: &[Vec<i64>], held: &BTreeSet<Cell>, from: Side, to: Side) -> bool {
    let (mut seen, mut next) = (HashSet::from([from]), VecDeque::from([from]));
    while let Some(here) = next.pop_front() {
        for (row, column) in held {
            let (can_step, other) = match here {
                Side::Row(at) if at == *row => (true, Side::Column(*column)),
                Side::Column(at) if at == *column => (value(table, (*row, *column)) > 0, Side::Row(*row)),
                Side::Row(_) | Side::Column(_) => continue,
            };
            let is_own = here == from && other == to;
            if can_step && !is_own && seen.insert(other) {
                if other == to {
                    return true;
                }
                next.push_back(other);
            }
        }
    }
    false
}
