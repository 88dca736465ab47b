//! Small numbers in a table that crosses two things: a cell under five could point at somebody, so it is held
//! back, and with it as many others as it takes that no sum gives it away. Totals always stand.

use std::collections::{BTreeSet, HashSet, VecDeque};

/// A crossed cell from one to under this could point at somebody.
const FEW: i64 = 5;

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
    let cells = || {
        let rows = table.iter().enumerate();
        rows.flat_map(|(row, cells)| {
            cells.iter().enumerate().map(move |(column, value)| (row, column, *value))
        })
    };
    let few = cells().filter(|cell| (1..FEW).contains(&cell.2));
    let few: BTreeSet<_> = few.map(|(row, column, _)| (row, column)).collect();
    let mut held = few.clone();
    while let Some(told) = few.iter().copied().find(|cell| is_told(table, &held, *cell)) {
        let free = cells().filter(|(row, column, _)| !held.contains(&(*row, *column)));
        // A cell without anything in it hides little; one in the same row or column hides the most.
        let next = free.min_by_key(|(row, column, value)| {
            (*value == 0, *row != told.0 && *column != told.1, *value, *row, *column)
        });
        let Some((row, column, _)) = next else { break };
        held.insert((row, column));
    }
    let shown = |row: usize, column: usize, value: i64| (!held.contains(&(row, column))).then_some(value);
    table
        .iter()
        .enumerate()
        .map(|(row, cells)| {
            cells.iter().enumerate().map(|(column, value)| shown(row, column, *value)).collect()
        })
        .collect()
}

/// Whether the totals and the cells that are shown leave this one, which is not nothing, no other value. One
/// more here is one less in its row and in its column, and so on around: there is another value when such a
/// round comes back.
fn is_told(table: &[Vec<i64>], held: &BTreeSet<(usize, usize)>, (row, column): (usize, usize)) -> bool {
    let (row, column) = (Side::Row(row), Side::Column(column));
    !leads(table, held, row, column) && !leads(table, held, column, row)
}

/// Whether a round of changes leads from one side to the other without their own cell: from a row to a column
/// one more, from a column to a row one less, where there is something to take.
fn leads(table: &[Vec<i64>], held: &BTreeSet<(usize, usize)>, from: Side, to: Side) -> bool {
    let (mut seen, mut next) = (HashSet::from([from]), VecDeque::from([from]));
    while let Some(here) = next.pop_front() {
        for (row, column) in held {
            let (step, other) = match here {
                Side::Row(at) if at == *row => (true, Side::Column(*column)),
                Side::Column(at) if at == *column => {
                    let value = table.get(*row).and_then(|cells| cells.get(*column));
                    (value.is_some_and(|value| *value > 0), Side::Row(*row))
                }
                Side::Row(_) | Side::Column(_) => continue,
            };
            let is_own = here == from && other == to;
            if step && !is_own && seen.insert(other) {
                if other == to {
                    return true;
                }
                next.push_back(other);
            }
        }
    }
    false
}
