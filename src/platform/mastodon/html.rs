//! The words out of the HTML in which a post comes: text in, text out, never HTML again.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

/// What no reader is shown.
const UNSEEN: [&[u8]; 3] = [b"script", b"style", b"title"];

/// What begins and ends a line.
const BLOCKS: [&[u8]; 8] = [b"p", b"div", b"li", b"ul", b"ol", b"pre", b"blockquote", b"hr"];

/// The words as a reader sees them, link and mention by their own words. Tags inside a word vanish
/// without a trace, so that a number cut up by them is one number again.
pub(super) fn words(html: &str) -> String {
    let mut emitter = DefaultEmitter::<()>::default();
    // Without it a script is taken apart as if it were HTML, and a `<` in it ends it.
    emitter.naively_switch_states(true);
    let (mut out, mut unseen) = (String::with_capacity(html.len()), None);
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => {
                if UNSEEN.contains(&tag.name.as_slice()) {
                    unseen = Some(tag.name);
                } else if tag.name.as_slice() == b"br" {
                    out.push('\n');
                } else {
                    end_line(&mut out, &tag.name);
                }
            }
            Token::EndTag(tag) => {
                if unseen.as_ref() == Some(&tag.name) {
                    unseen = None;
                }
                end_line(&mut out, &tag.name);
            }
            Token::String(text) if unseen.is_none() => out.push_str(&String::from_utf8_lossy(&text)),
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn end_line(out: &mut String, tag: &[u8]) {
    if BLOCKS.contains(&tag) && !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}
