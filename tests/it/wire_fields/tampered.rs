//! The walk must be able to say no: sources and lists with one thing wrong each.

use super::allowed::{differences, parse};
use super::declared::{Declared, of};

const SOURCE: &str = r#"
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Seen {
    uri: String,
    #[serde(default, deserialize_with = "lenient")]
    created_at: Option<String>,
    #[serde(rename = "displayName", alias = "name")]
    shown: Option<String>,
    author: Option<Author>,
    #[serde(skip)]
    ours: bool,
}

fn read() {
    #[derive(serde::Deserialize)]
    struct Author { handle: String }
    let reason = value.get("reason").and_then(|reason| reason["text"].as_str());
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind { DirectReply, #[serde(alias = "cite")] Quote { text: String } }

impl<'de> Deserialize<'de> for Id {
    fn deserialize(from: D) -> Self {
        match key { "id" | "comment_id" => read(), _ => pass() }
    }
}

struct NotRead { avatar: String }
"#;

const LIST: &str = r#"
[net.Seen]
uri = "technical id"
createdAt = "moment"
displayName = "name"
name = "name"
author = "parts"
[net.Author]
handle = "handle"
[net.Kind]
direct_reply = "state"
cite = "state"
"quote.text" = "content"
[net.Id]
"by hand" = "technical id"
id = "technical id"
comment_id = "technical id"
[net."by hand"]
reason = "state"
text = "content"
"#;

fn found(source: &str) -> Vec<Declared> {
    of("net", source).expect("it is Rust")
}

fn said(source: &str, list: &str) -> String {
    differences(&found(source), &parse(list).expect("it is whole")).join("\n")
}

#[test]
fn a_source_that_reads_what_is_listed_passes() {
    assert_eq!(said(SOURCE, LIST), "");
}

#[test]
fn a_field_more_is_noticed_wherever_and_however_it_is_read() {
    for (old, new, says) in [
        ("uri: String,", "uri: String, avatar_url: String,", "net.Seen.avatarUrl: is not on the list"),
        ("handle: String", "handle: String, birthday: u64", "net.Author.birthday: is not on the list"),
        (
            "alias = \"name\"",
            "alias = \"name\", alias = \"fullName\"",
            "net.Seen.fullName: is not on the list",
        ),
        ("#[serde(skip)]", "", "net.Seen.ours: is not on the list"),
        ("\"id\" |", "\"id\" | \"message\" |", "net.Id.message: is not on the list"),
        ("alias = \"cite\"", "alias = \"message\"", "net.Kind.message: is not on the list"),
        ("DirectReply,", "DirectReply, Message,", "net.Kind.message: is not on the list"),
        ("text: String }", "text: String, from: String }", "net.Kind.quote.from: is not on the list"),
        ("value.get(\"reason\")", "value.get(\"avatar\")", "net.by hand.avatar: is not on the list"),
        ("reason[\"text\"]", "reason[\"email\"]", "net.by hand.email: is not on the list"),
        (
            "reason[\"text\"]",
            "reason.pointer(\"/from/email\")",
            "net.by hand./from/email: is not on the list",
        ),
        (
            "struct NotRead",
            "#[derive(Debug, Deserialize)] struct NotRead",
            "net.NotRead.avatar: is not on the list",
        ),
        ("for Id {", "for Whole {", "net.Whole.by hand: is not on the list"),
        ("uri: String", "uri: Value", "net.Seen.uri: takes whatever comes"),
        ("Option<Author>", "Option<HashMap<String, Author>>", "net.Seen.author: takes whatever comes"),
        ("Option<Author>", "Option<String>", "net.Seen.author: holds a value of its own"),
    ] {
        let tampered = SOURCE.replacen(old, new, 1);
        assert_ne!(tampered, SOURCE, "{old}");
        assert!(said(&tampered, LIST).contains(says), "{says} is not in {}", said(&tampered, LIST));
    }
}

#[test]
fn a_field_less_and_a_reason_less_are_noticed() {
    let without = SOURCE.replace("uri: String,", "");
    assert_eq!(said(&without, LIST), "net.Seen.uri: is on the list and nowhere else");
    for (reason, says) in
        [("\"\"", "is no reason"), ("\"because\"", "is no reason"), ("\"named: it is\"", "is no reason")]
    {
        let list = LIST.replace("uri = \"technical id\"", &format!("uri = {reason}"));
        assert!(parse(&list).is_err_and(|fault| fault.contains(says)), "{reason}");
    }
    assert!(parse("[net.Seen]\nuri = 1").is_err());
}

#[test]
fn what_the_walk_does_not_understand_is_an_error_and_not_passed_over() {
    for odd in [
        "#[serde(rename_all = \"Train-Case\")]",
        "#[serde(rename(deserialize = \"x\"))]",
        "#[serde(remote = \"Other\")]",
        "#[serde(try_from = \"Other\")]",
    ] {
        let source = format!("#[derive(Deserialize)] {odd} struct Odd {{ x: String }}");
        assert!(of("net", &source).is_err(), "{odd}");
    }
    assert!(of("net", "struct {").is_err());
}
