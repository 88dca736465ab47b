//! Plain words as the HTML that Mastodon makes of them.

/// `<p>`, with the names and addresses in it as links.
pub(super) fn content(words: &str) -> String {
    let lines: Vec<String> = words.split('\n').map(line).collect();
    format!("<p>{}</p>", lines.join("<br />"))
}

fn line(line: &str) -> String {
    line.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn word(word: &str) -> String {
    if let Some(acct) = word.strip_prefix('@').filter(|acct| is_acct(acct)) {
        let (user, host) = acct.split_once('@').unwrap_or((acct, "lilleby.test"));
        return format!(
            "<span class=\"h-card\" translate=\"no\"><a href=\"https://{host}/@{user}\" class=\"u-url mention\">\
             @<span>{user}</span></a></span>"
        );
    }
    match word.strip_prefix("https://") {
        Some(rest) => {
            let rest = escaped(rest);
            format!(
                "<a href=\"https://{rest}\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\">\
                 <span class=\"invisible\">https://</span><span class=\"\">{rest}</span>\
                 <span class=\"invisible\"></span></a>"
            )
        }
        None => escaped(word),
    }
}

fn is_acct(acct: &str) -> bool {
    !acct.is_empty() && acct.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-@".contains(&byte))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}
