//! Field expansion: `id,from{id,name},comments.limit(0).summary(true)`.

use std::iter::Peekable;
use std::str::Chars;

/// One field that was asked for.
pub(in crate::demo) struct Field {
    pub(in crate::demo) name: String,
    pub(in crate::demo) with: Vec<(String, String)>,
    pub(in crate::demo) of: Vec<Field>,
}

impl Field {
    pub(in crate::demo) fn named(name: &str) -> Self {
        Self { name: name.to_owned(), with: Vec::new(), of: Vec::new() }
    }

    pub(in crate::demo) fn argument(&self, name: &str) -> Option<&str> {
        self.with.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// `None` when the text cannot be read.
pub(in crate::demo) fn parse(text: &str) -> Option<Vec<Field>> {
    let mut rest = text.chars().peekable();
    let fields = list(&mut rest)?;
    rest.next().is_none().then_some(fields)
}

fn list(rest: &mut Peekable<Chars<'_>>) -> Option<Vec<Field>> {
    let mut fields = vec![field(rest)?];
    while rest.next_if_eq(&',').is_some() {
        fields.push(field(rest)?);
    }
    Some(fields)
}

fn field(rest: &mut Peekable<Chars<'_>>) -> Option<Field> {
    let mut field = Field::named(&word(rest)?);
    while rest.next_if_eq(&'.').is_some() {
        let name = word(rest)?;
        rest.next_if_eq(&'(')?;
        field.with.push((name, word(rest)?));
        rest.next_if_eq(&')')?;
    }
    if rest.next_if_eq(&'{').is_some() {
        field.of = list(rest)?;
        rest.next_if_eq(&'}')?;
    }
    Some(field)
}

fn word(rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut word = String::new();
    while let Some(letter) = rest.next_if(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':' | '+'))
    {
        word.push(letter);
    }
    (!word.is_empty()).then_some(word)
}
