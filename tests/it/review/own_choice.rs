//! What somebody chooses for their own desk, what they can read of the rules, and what every page ends with.

use axum::http::StatusCode;
use ordstyrer::model::InquiryId;
use ordstyrer::store;

use super::browser::Browser;
use super::desk::{Comment, Desk};
use crate::harness::{engines, minutes};

async fn spare(browser: &mut Browser<'_>, rules: &[&str]) {
    let form: Vec<_> = rules.iter().map(|rule| ("regel", *rule)).collect();
    assert_eq!(browser.post("/emner", &form).await.location(), "/emner?besked=emner");
}

#[tokio::test]
async fn topics_that_are_left_to_colleagues_stay_out_of_ones_list_and_urgent_ones_do_not() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let (mut mette, mut torben) = (desk.signed("Mette").await, desk.signed("Torben").await);
        let at = |age| Comment { age: minutes(age), ..Comment::of("Prøve") };
        let first = desk.comment(Comment { rule: "R10", ..at(1) }).await;
        let spared = desk.comment(Comment { rule: "R4", ..at(2) }).await;
        let next = desk.comment(Comment { rule: "R10", ..at(3) }).await;
        let urgent = desk.comment(Comment { rule: "R4", is_urgent: true, ..at(4) }).await;
        spare(&mut mette, &["R4", "R3"]).await;

        let list = mette.get("/ko").await.body;
        let has = |body: &str, id: &InquiryId| body.contains(id.as_str());
        assert!(has(&list, &first) && has(&list, &next) && has(&list, &urgent), "on {engine:?}: {list}");
        assert!(!has(&list, &spared), "on {engine:?}");
        assert!(list.contains("1 henvendelse er overladt til kolleger") && list.contains("3 venter"));
        assert!(has(&mette.get("/ko?alle=1").await.body, &spared), "on {engine:?}");
        let done = mette.post(&format!("/ko/{first}/behold"), &[("version", "1")]).await;
        assert!(done.location().starts_with(&format!("/ko/{next}")), "on {engine:?}: {}", done.location());

        let theirs = torben.get("/ko").await.body;
        assert!(has(&theirs, &spared) && !theirs.contains("overladt"), "a wish is nobody else's");
        let trail = desk.trail().await;
        assert!(trail.iter().all(|(_, what)| !what.contains("spared") && !what.contains("emner")));
        assert!(mette.get("/emner").await.body.contains("value=\"R4\" checked"));

        spare(&mut mette, &["R99", "' OR 1=1 --"]).await;
        assert!(has(&mette.get("/ko").await.body, &spared), "a word that is no rule spares nothing");
        assert_eq!(mette.get(&format!("/ko/{spared}")).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_key_that_is_younger_than_ones_choice_has_its_usual_letter_where_that_is_free() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    let id = ordstyrer::review::moderators::find(&desk.db, &desk.organisation, "Mette").await.unwrap();
    let id = id.unwrap().id;
    let chosen = "next:g previous:k open:o";
    let mut tx = desk.db.write().await.unwrap();
    store::preference::set_shortcuts(&mut tx, &desk.organisation, &id, chosen).await.unwrap();
    tx.commit().await.unwrap();

    let page = mette.get("/ko").await.body;
    let keys = page.split("data-keys=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(keys.starts_with(chosen) && keys.contains(" answer:s"), "{keys}");
    assert!(!keys.contains("refer:"), "g is taken: {keys}");
}

#[tokio::test]
async fn the_rules_can_be_read_row_by_row_with_an_example_of_what_goes_and_what_stays() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    let page = mette.get("/regler").await.body;
    for line in desk.parts.policy.guidelines() {
        assert!(page.contains(&format!("id=\"{}\"", line.id)), "{} is missing", line.id);
    }
    assert_eq!(page.matches("Fjernes:").count(), page.matches("Bliver stående:").count());
    assert!(page.matches("Fjernes:").count() >= 14, "an example for each that removes something");
    let rows = desk.parts.policy.table().count();
    assert_eq!(
        page.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap().matches("<tr>").count(),
        rows
    );
    assert!(
        page.contains("Automatikken skjuler den.")
            && !page.contains("<form method=\"post\" action=\"/regler")
    );
}

#[tokio::test]
async fn help_and_the_statement_stand_at_the_foot_of_every_page() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    for path in ["/ko", "/statistik", "/regler", "/emner", "/hjaelp", "/tilgaengelighed"] {
        let page = mette.get(path).await.body;
        let foot = page.split("<footer>").nth(1).unwrap();
        assert!(foot.contains("href=\"/hjaelp\"") && foot.contains("href=\"/tilgaengelighed\""), "{path}");
    }
    let statement = mette.get("/tilgaengelighed").await.body;
    assert!(statement.contains("Prøveby Kommune") && statement.contains("Digitaliseringsstyrelsen"));
    let help = mette.get("/hjaelp").await.body;
    let places = help.split("id=\"places\"").nth(1).unwrap();
    for address in places.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).take(17) {
        assert_eq!(mette.get(address).await.status, StatusCode::OK, "{address} leads nowhere");
    }
}
