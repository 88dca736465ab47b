//! The thread that a comment stands in: what we hold is shown masked, and what we do not is said.

use ordstyrer::model::{AccountName, InquiryId, Label, RemoteId, Stamp, Tombstone};
use ordstyrer::store;

use super::desk::{Comment, Desk};
use crate::harness::engines;

/// Our post, and what we remember of a comment.
async fn remember(desk: &Desk, remote: &str, inquiry: Option<&InquiryId>, is_ours: bool) {
    let account = AccountName::from_text("prøveby-fb");
    let stone = Tombstone {
        mac: desk.vault.tombstone(&account, &RemoteId::new(remote)),
        post: Some("post-1".to_owned()),
        marker: "marker".to_owned(),
        inquiry: inquiry.cloned(),
        is_ours,
        deleted_at: None,
    };
    let mut tx = desk.db.write().await.unwrap();
    let written_at = Stamp::parse("2026-11-20T08:00:00Z").unwrap();
    store::post::note(&mut tx, &desk.organisation, &account, "post-1", written_at, "m", None).await.unwrap();
    store::tombstone::set(&mut tx, &desk.organisation, &account, &stone, desk.now()).await.unwrap();
    tx.commit().await.unwrap();
}

fn under(parent: Option<&str>) -> Comment {
    Comment { post: Some("post-1"), parent: parent.map(str::to_owned), ..Comment::of("Enig!") }
}

#[tokio::test]
async fn the_comment_above_is_shown_masked_with_its_own_page_and_noted_as_opened() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let above = desk.comment(Comment::of("Hvor <b>blev</b> bænken af?")).await;
        remember(&desk, "remote-above", Some(&above), false).await;
        let id = desk.comment(under(Some("remote-above"))).await;

        let page = mette.get(&format!("/ko/{id}")).await.body;

        assert!(
            page.contains("Vores opslag fra") && page.contains("gemmes ikke her"),
            "on {engine:?}: {page}"
        );
        let thread = page.split("id=\"thread\"").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(thread.contains("blev") && !thread.contains("<b>"), "on {engine:?}: {thread}");
        assert!(thread.contains(&format!("href=\"/ko/{above}\"")));
        let mut tx = desk.db.read().await.unwrap();
        let lines = store::audit::list(&mut tx, &desk.organisation, 0, 100).await.unwrap();
        let opened = |id: &InquiryId| {
            lines
                .iter()
                .filter(|one| one.line.what == "opened" && one.line.inquiry.as_ref() == Some(id))
                .count()
        };
        assert_eq!((opened(&id), opened(&above)), (1, 1), "on {engine:?}");
    }
}

#[tokio::test]
async fn what_is_not_kept_of_a_thread_is_said_and_never_made_up() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    remember(&desk, "ours", None, true).await;
    let gone = InquiryId::new(desk.now());
    remember(&desk, "gone", Some(&gone), false).await;
    let hard = desk.comment(Comment { labels: vec![Label::Threat], ..Comment::of("Grimme ord") }).await;
    remember(&desk, "hard", Some(&hard), false).await;
    for (parent, sentence) in [
        (None, "ikke et svar på en anden kommentar"),
        (Some("post-1"), "ikke et svar på en anden kommentar"),
        (Some("ours"), "noget, vi selv har skrevet"),
        (Some("gone"), "som ikke gemmes her"),
        (Some("never seen"), "som ikke gemmes her"),
        (Some("hard"), "Teksten er skjult"),
    ] {
        let id = desk.comment(under(parent)).await;
        let page = mette.get(&format!("/ko/{id}")).await.body;
        let thread = page.split("id=\"thread\"").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(thread.contains(sentence), "{parent:?}: {thread}");
        assert!(!thread.contains("Grimme ord"), "{parent:?}");
    }
    let alone = desk.comment(Comment::of("Et brev på væggen")).await;
    assert!(
        mette.get(&format!("/ko/{alone}")).await.body.contains("Den står ikke under et af vores opslag.")
    );
}
