//! A line of the input, read as a comment. Its words are a citizen's: no error quotes them.

use serde::Deserialize;
use serde_json::Value;

use crate::model::Text;

/// How a line is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum Format {
    Jsonl,
    Text,
}

/// What is screened.
pub(in crate::cli) struct Comment {
    pub(in crate::cli) id: Value,
    pub(in crate::cli) text: Text,
    pub(in crate::cli) author: Option<Text>,
    /// The municipality's own post above it.
    pub(in crate::cli) post: Option<Text>,
}

#[derive(Deserialize)]
struct Row {
    id: Value,
    text: String,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    post: Option<String>,
}

/// Reads a line; `nth` names it where it has no name of its own.
pub(in crate::cli) fn parse(line: &[u8], format: Format, nth: u64) -> Result<Comment, &'static str> {
    let line = std::str::from_utf8(line).map_err(|_| "is not UTF-8")?;
    match format {
        Format::Text => Ok(Comment {
            id: Value::String(nth.to_string()),
            text: Text::new(line),
            author: None,
            post: None,
        }),
        Format::Jsonl => {
            let row: Row = serde_json::from_str(line).map_err(|_| "is not a JSON object with id and text")?;
            if !(row.id.is_string() || row.id.is_number()) {
                return Err("has an id that is neither a text nor a number");
            }
            Ok(Comment {
                id: row.id,
                text: Text::new(row.text),
                author: row.author.map(Text::new),
                post: row.post.map(Text::new),
            })
        }
    }
}
