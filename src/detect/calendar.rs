//! Birth dates as a CPR number writes them. Source: cpr.dk, the table of the seventh digit and the
//! century; the replacement number's day is raised by 60.

/// True for a day that the calendar has.
pub(super) fn is_date(year: i32, month: i32, day: i32) -> bool {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// The date in the first six digits of a CPR number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Birth {
    pub(super) year: i32,
    pub(super) month: i32,
    pub(super) day: i32,
    /// A replacement number: 60 was added to the day.
    pub(super) is_replacement: bool,
}

/// Reads the birth date of ten digits; `None` where there is no such day or it lies after `today`.
pub(super) fn birth(digits: &[u8; 10], today: (i16, i8, i8)) -> Option<Birth> {
    let [d1, d2, m1, m2, y1, y2, seventh, ..] = *digits;
    let two = |tens: u8, ones: u8| i32::from(tens) * 10 + i32::from(ones);
    let year = century(seventh, two(y1, y2)) + two(y1, y2);
    let raised = two(d1, d2);
    let is_replacement = raised > 60;
    let day = if is_replacement { raised - 60 } else { raised };
    let birth = Birth { year, month: two(m1, m2), day, is_replacement };
    let today = (i32::from(today.0), i32::from(today.1), i32::from(today.2));
    let is_past = (birth.year, birth.month, birth.day) <= today;
    (is_past && is_date(birth.year, birth.month, birth.day)).then_some(birth)
}

/// The century that the seventh digit gives a two-digit year.
fn century(seventh: u8, year: i32) -> i32 {
    match (seventh, year) {
        (4 | 9, 0..=36) | (5..=8, 0..=57) => 2000,
        (5..=8, _) => 1800,
        _ => 1900,
    }
}
