//! Figures in rows and columns: printed as an aligned table, or as JSON.

use std::io::Write;

use crate::learn::metrics::{Interval, Rate};
use serde_json::{Map, Value, json};

/// One figure.
#[derive(Clone, Copy)]
pub(super) enum Figure {
    /// A share of a count, with Wilson's interval.
    Rate(Rate),
    /// A figure with a bootstrap's interval; `None` where there is nothing to measure.
    Score(Option<Interval>),
}

/// A table with its title. Rows need not have the same columns.
pub(super) struct Sheet {
    title: String,
    rows: Vec<(String, Vec<(String, Figure)>)>,
    /// Columns that are zero in every row are not printed.
    is_sparse: bool,
}

impl Figure {
    fn interval(&self) -> Option<Interval> {
        match self {
            Self::Rate(rate) => rate.interval(),
            Self::Score(interval) => *interval,
        }
    }

    fn json(&self) -> Value {
        let Some(Interval { value, low, high }) = self.interval() else { return Value::Null };
        match self {
            Self::Rate(rate) => {
                json!({"value": value, "low": low, "high": high, "hits": rate.hits, "of": rate.of})
            }
            Self::Score(_) => json!({"value": value, "low": low, "high": high}),
        }
    }

    fn text(&self) -> String {
        let Some(Interval { value, low, high }) = self.interval() else { return "-".to_owned() };
        let count = match self {
            Self::Rate(rate) => format!(" {}/{}", rate.hits, rate.of),
            Self::Score(_) => String::new(),
        };
        format!("{value:.3} ({low:.3}-{high:.3}){count}")
    }
}

impl Sheet {
    pub(super) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), rows: Vec::new(), is_sparse: false }
    }

    /// A table of many columns, of which only those are printed that are not zero everywhere.
    pub(super) fn sparse(title: impl Into<String>) -> Self {
        Self { is_sparse: true, ..Self::new(title) }
    }

    /// Adds a row with its columns.
    pub(super) fn row(
        &mut self,
        name: impl Into<String>,
        columns: impl IntoIterator<Item = (impl Into<String>, Figure)>,
    ) {
        let columns = columns.into_iter().map(|(column, figure)| (column.into(), figure)).collect();
        self.rows.push((name.into(), columns));
    }

    pub(super) fn title(&self) -> &str {
        &self.title
    }

    pub(super) fn json(&self) -> Value {
        let row = |columns: &Vec<(String, Figure)>| -> Value {
            columns
                .iter()
                .map(|(column, figure)| (column.clone(), figure.json()))
                .collect::<Map<_, _>>()
                .into()
        };
        self.rows.iter().map(|(name, columns)| (name.clone(), row(columns))).collect::<Map<_, _>>().into()
    }

    /// Prints it, aligned.
    pub(super) fn print(&self, out: &mut impl Write) -> std::io::Result<()> {
        let mut columns: Vec<&str> = Vec::new();
        for (column, figure) in self.rows.iter().flat_map(|(_, columns)| columns) {
            let is_zero = matches!(figure, Figure::Rate(rate) if rate.hits == 0);
            let is_shown = !self.is_sparse || !is_zero;
            if is_shown && !columns.contains(&column.as_str()) {
                columns.push(column);
            }
        }
        let head: Vec<String> =
            std::iter::once(self.title.clone()).chain(columns.iter().map(ToString::to_string)).collect();
        let mut lines = vec![head];
        for (name, figures) in &self.rows {
            let cell = |column: &&str| {
                let figure = figures.iter().find(|(name, _)| name == column);
                figure.map_or_else(String::new, |(_, figure)| figure.text())
            };
            lines.push(std::iter::once(name.clone()).chain(columns.iter().map(cell)).collect());
        }
        let width =
            |at: usize| lines.iter().filter_map(|line| line.get(at)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = (0..=columns.len()).filter_map(width).collect();
        writeln!(out)?;
        for line in &lines {
            let cells: Vec<_> =
                line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            writeln!(out, "{}", cells.join("  ").trim_end())?;
        }
        if columns.is_empty() {
            writeln!(out, "  (0 everywhere)")?;
        }
        Ok(())
    }
}
