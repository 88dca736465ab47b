//! Field selectors, in the two grammars that networks have for them.

/// One field that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// What Meta lets follow a name: `limit(0)` as (`limit`, `0`).
    pub(crate) modifiers: Vec<(String, String)>,
    pub(crate) within: Vec<Field>,
}

impl Field {
    /// Every leaf as a path: `from.name`. A modifier stands at its name: `comments.summary(true)`.
    pub(crate) fn paths(fields: &[Field]) -> Vec<String> {
        let mut paths = Vec::new();
        for field in fields {
            for (name, value) in &field.modifiers {
                paths.push(format!("{}.{name}({value})", field.name));
            }
            if field.within.is_empty() {
                paths.push(field.name.clone());
            }
            let below = Self::paths(&field.within);
            paths.extend(below.into_iter().map(|path| format!("{}.{path}", field.name)));
        }
        paths
    }
}

/// Meta's: `id,from{id,name},comments.filter(stream).limit(0)`.
pub(crate) fn meta(text: &str) -> Result<Vec<Field>, String> {
    let mut reader = Reader { text, at: 0 };
    let fields = reader.list(|reader| {
        let name = reader.word()?;
        let mut modifiers = Vec::new();
        while reader.takes('.') {
            let modifier = reader.word()?;
            modifiers.push((modifier, reader.bracketed()?));
        }
        let within = if reader.takes('{') { reader.meta_until_brace()? } else { Vec::new() };
        Ok(Field { name, modifiers, within })
    })?;
    reader.end(fields)
}

/// Google's: `nextPageToken,items(id,snippet(textDisplay))`, or `items/id`.
pub(crate) fn google(text: &str) -> Result<Vec<Field>, String> {
    let mut reader = Reader { text, at: 0 };
    let fields = reader.list(Reader::google_field)?;
    reader.end(fields)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn takes(&mut self, sign: char) -> bool {
        let is_there = self.rest().starts_with(sign);
        self.at += if is_there { sign.len_utf8() } else { 0 };
        is_there
    }

    fn word(&mut self) -> Result<String, String> {
        let is_part = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '*';
        let word: String = self.rest().chars().take_while(|sign| is_part(*sign)).collect();
        self.at += word.len();
        if word.is_empty() { Err(format!("no name at {} of {}", self.at, self.text)) } else { Ok(word) }
    }

    fn bracketed(&mut self) -> Result<String, String> {
        if !self.takes('(') {
            return Err(format!("no bracket at {} of {}", self.at, self.text));
        }
        let inner: String = self.rest().chars().take_while(|sign| *sign != ')').collect();
        self.at += inner.len();
        if self.takes(')') { Ok(inner) } else { Err(format!("an open bracket in {}", self.text)) }
    }

    fn list(
        &mut self,
        mut one: impl FnMut(&mut Self) -> Result<Field, String>,
    ) -> Result<Vec<Field>, String> {
        let mut fields = vec![one(self)?];
        while self.takes(',') {
            fields.push(one(self)?);
        }
        Ok(fields)
    }

    fn meta_until_brace(&mut self) -> Result<Vec<Field>, String> {
        let (mut depth, mut length) = (1_usize, 0);
        for sign in self.rest().chars() {
            depth = match sign {
                '{' => depth + 1,
                '}' => depth - 1,
                _ => depth,
            };
            if depth == 0 {
                break;
            }
            length += sign.len_utf8();
        }
        let inner = self.rest().get(..length).unwrap_or_default().to_owned();
        self.at += length;
        if self.takes('}') { meta(&inner) } else { Err(format!("an open brace in {}", self.text)) }
    }

    fn google_field(&mut self) -> Result<Field, String> {
        let name = self.word()?;
        let within = if self.takes('(') {
            let within = self.list(Self::google_field)?;
            if !self.takes(')') {
                return Err(format!("an open bracket in {}", self.text));
            }
            within
        } else if self.takes('/') {
            vec![self.google_field()?]
        } else {
            Vec::new()
        };
        Ok(Field { name, modifiers: Vec::new(), within })
    }

    fn end(&self, fields: Vec<Field>) -> Result<Vec<Field>, String> {
        if self.rest().is_empty() {
            Ok(fields)
        } else {
            Err(format!("{:?} follows in {}", self.rest(), self.text))
        }
    }
}

#[test]
fn both_grammars_are_read_and_what_is_neither_is_refused() {
    let fields = meta("id,from{id,name},comments.filter(stream).limit(0),attachments{media{image{src}}}");
    assert_eq!(
        Field::paths(&fields.expect("it is whole")),
        [
            "id",
            "from.id",
            "from.name",
            "comments.filter(stream)",
            "comments.limit(0)",
            "comments",
            "attachments.media.image.src"
        ]
    );
    let fields = google("nextPageToken,items(id,snippet(a,topLevelComment/id))");
    assert_eq!(
        Field::paths(&fields.expect("it is whole")),
        ["nextPageToken", "items.id", "items.snippet.a", "items.snippet.topLevelComment.id"]
    );
    for wrong in ["", "id,", "from{id", "from{}", "a b", "id}", "comments.limit", "comments.limit(1"] {
        assert!(meta(wrong).is_err(), "{wrong}");
    }
    for wrong in ["", "items(", "items()", "items(id", "items/", "a{b}", "id)"] {
        assert!(google(wrong).is_err(), "{wrong}");
    }
}
