//! The words out of the HTML.

use serde_json::json;

use super::wire::{Wire, notice, serve_notices};
use crate::platform::network::{ever, open, said};

async fn words(html: &str) -> String {
    let (server, platform) = open(&Wire).await;
    let mut one = notice(&said(1, ""));
    one["status"]["content"] = json!(html);
    serve_notices(&server, vec![one]).await;
    let mut page = platform.pull(ever(), None).await.expect("it reads");
    page.items.remove(0).text.expose().to_owned()
}

#[tokio::test]
async fn a_post_reads_as_its_reader_sees_it() {
    for (html, expected) in [
        ("", ""),
        ("ren tekst", "ren tekst"),
        ("<p>Hvornår er vejen åben igen? 🚧</p>", "Hvornår er vejen åben igen? 🚧"),
        ("<p>et</p><p>to<br>tre<br/>fire</p>", "et\nto\ntre\nfire"),
        ("før<ul><li>a</li><li>b</li></ul>efter", "før\na\nb\nefter"),
        ("<p>Jens &amp; Lone &lt;3 &#127881; &aelig;&nbsp;x</p>", "Jens & Lone <3 🎉 æ\u{a0}x"),
        ("<p>&amp;lt;b&amp;gt;</p>", "&lt;b&gt;"),
        ("2 < 3 og 4 > 3", "2 < 3 og 4 > 3"),
        (
            "<p><span class=\"h-card\"><a href=\"https://x.example/@kommune\" class=\"u-url mention\">@<span>kommune</span></a></span> hej</p>",
            "@kommune hej",
        ),
        (
            "<a href=\"https://evil.example/\"><span class=\"invisible\">https://</span><span class=\"ellipsis\">borger.dk/langt</span><span class=\"invisible\">/endnu</span></a>",
            "https://borger.dk/langt/endnu",
        ),
        ("<!-- KANARIE --><!doctype html><p>hej</p>", "hej"),
        ("<p title=\"KANARIE\">hej</p", "hej"),
    ] {
        assert_eq!(words(html).await, expected, "{html}");
    }
}

#[tokio::test]
async fn scripts_and_styles_are_no_words() {
    for html in [
        "<script>alert('<p>KANARIE')</script><p>hej</p>",
        "<p>hej</p><style>p { KANARIE }</style>",
        "<SCRIPT>a</b>KANARIE</SCRIPT>hej",
        "<title>KANARIE</title>hej",
        "hej<script>KANARIE",
    ] {
        assert_eq!(words(html).await, "hej", "{html}");
    }
}

#[tokio::test]
async fn a_number_cut_up_by_tags_is_one_number_again() {
    for html in [
        "<p>31<b>12</b>36-<i>40</i>04</p>",
        "311236<span></span>-4004",
        "&#51;11236-400&#52;",
        "311236<!-- x -->-4004",
    ] {
        assert_eq!(words(html).await, "311236-4004", "{html}");
    }
}

#[tokio::test]
async fn hostile_html_is_read_to_its_end() {
    let deep = format!("{}hej{}", "<blockquote>".repeat(20_000), "</blockquote>".repeat(20_000));
    assert_eq!(words(&deep).await, "hej");
    let open = "<".repeat(20_000);
    assert!(!words(&format!("{open}hej")).await.contains("hej"), "an unfinished tag is no word");
    assert!(words("\u{0}hej\u{fffd}").await.contains("hej"));
    for html in ["<p", "<!--", "&", "&#x110000;", "</", "<![CDATA[hej", "<p a='"] {
        words(html).await;
    }
}
