//! Numbers from 0 to 99 as words: people spell a number to get it past a filter.

use super::class::Class;

const ONES: [&str; 9] = ["en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni"];
const TENS: [(&str, u8); 9] = [
    ("ti", 10),
    ("tyve", 20),
    ("tredive", 30),
    ("fyrre", 40),
    ("halvtreds", 50),
    ("tres", 60),
    ("halvfjerds", 70),
    ("firs", 80),
    ("halvfems", 90),
];
const REST: [(&str, u8); 41] = [
    ("nul", 0),
    ("null", 0),
    ("noll", 0),
    ("zero", 0),
    ("oh", 0),
    ("et", 1),
    ("één", 1),
    ("én", 1),
    ("ét", 1),
    ("ein", 1),
    ("ett", 1),
    ("one", 1),
    ("two", 2),
    ("två", 2),
    ("three", 3),
    ("four", 4),
    ("fyra", 4),
    ("five", 5),
    ("six", 6),
    ("sex", 6),
    ("seven", 7),
    ("sju", 7),
    ("eight", 8),
    ("åtte", 8),
    ("åtta", 8),
    ("nine", 9),
    ("nio", 9),
    ("elleve", 11),
    ("tolv", 12),
    ("tretten", 13),
    ("fjorten", 14),
    ("femten", 15),
    ("seksten", 16),
    ("sytten", 17),
    ("atten", 18),
    ("nitten", 19),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
];
const ENGLISH: [(&str, u8); 5] =
    [("fifteen", 15), ("sixteen", 16), ("seventeen", 17), ("eighteen", 18), ("nineteen", 19)];
const ENGLISH_TENS: [(&str, u8); 8] = [
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// Every spelled number with its class.
pub(super) fn danish_and_english() -> Vec<(String, Class)> {
    let mut words: Vec<(String, Class)> = Vec::new();
    let mut add = |word: String, value: u8| words.push((word, Class::Numeral(value)));
    for (value, one) in (1..).zip(ONES) {
        add(one.to_owned(), value);
        // Danish says the one first: seksogtredive is 36. Ten joins no ones.
        for (ten, tens) in TENS.into_iter().skip(1) {
            add(format!("{one}og{ten}"), tens + value);
        }
    }
    for (word, value) in TENS.into_iter().chain(REST).chain(ENGLISH) {
        add(word.to_owned(), value);
    }
    words.extend(ENGLISH_TENS.into_iter().map(|(word, value)| (word.to_owned(), Class::Ten(value))));
    words
}
