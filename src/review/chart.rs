//! A chart made here: columns of stacked parts, drawn with plain attributes and classes, so that the
//! policy needs no inline style. Its twin is a table with the same numbers.

const WIDTH: i64 = 720;
const HEIGHT: i64 = 200;
/// Room for the numbers at the side, and for the days below.
const LEFT: i64 = 36;
const BELOW: i64 = 24;
const ABOVE: i64 = 10;

/// One column: its name, and a number for each part.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) parts: Vec<i64>,
}

/// A drawn chart.
pub(super) struct Chart {
    pub(super) title: String,
    /// The parts, each with the class that colours it.
    pub(super) legend: Vec<(String, usize)>,
    pub(super) columns: Vec<Column>,
    pub(super) boxes: Vec<Rect>,
    pub(super) ticks: Vec<(i64, String)>,
    pub(super) lines: Vec<(i64, i64)>,
    pub(super) is_empty: bool,
}

/// A part of a column.
pub(super) struct Rect {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) part: usize,
}

impl Chart {
    pub(super) fn of(title: String, parts: Vec<String>, columns: Vec<Column>) -> Self {
        let most = columns.iter().map(|column| column.parts.iter().sum::<i64>()).max().unwrap_or(0);
        let top = ceiling(most);
        let room = HEIGHT - BELOW - ABOVE;
        let count = i64::try_from(columns.len()).unwrap_or(1).max(1);
        let step = (WIDTH - LEFT) / count;
        let mut boxes = Vec::new();
        let mut ticks = Vec::new();
        let every = (count / 6).max(1);
        for (at, column) in (0..).zip(&columns) {
            let x = LEFT + at * step;
            let mut y = HEIGHT - BELOW;
            for (part, value) in column.parts.iter().enumerate().filter(|(_, value)| **value > 0) {
                let height = (value * room / top).max(1);
                y -= height;
                boxes.push(Rect { x: x + 1, y, width: (step - 3).max(2), height, part: part % 5 + 1 });
            }
            if at % every == 0 {
                ticks.push((x, column.name.clone()));
            }
        }
        let lines = [0, top / 2, top].map(|value| (HEIGHT - BELOW - value * room / top, value));
        Self {
            title,
            legend: parts.into_iter().enumerate().map(|(part, name)| (name, part % 5 + 1)).collect(),
            columns,
            boxes,
            ticks,
            lines: lines.into(),
            is_empty: most == 0,
        }
    }
}

/// A round number at or above `most`, that halves.
fn ceiling(most: i64) -> i64 {
    let mut power = 1;
    loop {
        if let Some(step) = [4, 10, 20].into_iter().find(|step| step * power >= most) {
            return step * power;
        }
        power *= 10;
    }
}

/// Bars beside each other's names; their twin is the table that stands with them.
pub(super) struct Bars {
    pub(super) title: String,
    pub(super) lines: Vec<Bar>,
    pub(super) height: i64,
}

/// One of them, a line of the drawing.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) value: i64,
    pub(super) y: i64,
    pub(super) width: i64,
}

impl Bars {
    /// A line's height, the room for the names, and the letters that fit there.
    const LINE: i64 = 26;
    pub(super) const NAMES: i64 = 300;
    const LETTERS: usize = 44;

    /// Draws them in the order given.
    pub(super) fn of(title: String, counts: Vec<(String, i64)>) -> Self {
        let most = counts.iter().map(|(_, value)| *value).max().unwrap_or(0).max(1);
        let room = WIDTH - Self::NAMES - 60;
        let bars = (0..).zip(counts).map(|(at, (name, value))| {
            let is_long = name.chars().count() > Self::LETTERS;
            let mut shown: String = name.chars().take(Self::LETTERS).collect();
            if is_long {
                shown.push('…');
            }
            Bar { name: shown, value, y: at * Self::LINE, width: value * room / most }
        });
        let bars: Vec<_> = bars.collect();
        let height = i64::try_from(bars.len()).unwrap_or(0) * Self::LINE;
        Self { title, lines: bars, height }
    }
}
