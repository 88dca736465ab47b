//! What becomes of what was signed: a hint for what can be read again, a count for the rest.

use axum::http::StatusCode;
use ordstyrer::hook::Network;
use ordstyrer::store::Engine;
use serde_json::{Value, json};

use super::ears::{
    Ears, INSTAGRAM, INSTAGRAMS_SECRET, NOON, PAGE, SECRET, call, comment, entry, feed, organisation,
    settings, signature,
};
use crate::harness::{days, engines, hours, minutes};
use crate::privacy::{contains, heard, listen, walk};

/// Kind and post of what one call came to.
async fn heard_of(ears: &Ears, body: &Value) -> Vec<(String, Option<String>)> {
    let before = ears.hints().await;
    assert_eq!(ears.facebook(body).await, StatusCode::OK, "{body}");
    let new = ears.hints().await.into_iter().filter(|hint| !before.contains(hint));
    new.map(|hint| (hint.kind, hint.post)).collect()
}

#[tokio::test]
async fn each_event_is_a_hint_of_its_kind() {
    let ours = format!("{PAGE}_77001");
    let ears = Ears::new(Engine::Sqlite).await;
    for (item, verb, kind) in [
        ("comment", "add", "comment.added"),
        ("comment", "edited", "comment.edited"),
        ("comment", "remove", "comment.removed"),
        ("comment", "hide", "comment.hidden"),
        ("comment", "unhide", "comment.shown"),
        ("comment", "follow", "other"),
    ] {
        let body = feed(json!({"item": item, "verb": verb, "comment_id": "77001_5", "post_id": ours}));
        assert_eq!(heard_of(&ears, &body).await, [(kind.to_owned(), Some(ours.clone()))], "{verb}");
    }
    let items = ["post", "status", "photo", "video", "share", "something new"];
    for (number, item) in items.into_iter().enumerate() {
        let body = feed(json!({"item": item, "verb": "add", "post_id": format!("{PAGE}_{number}")}));
        let expected = [("posted".to_owned(), None)];
        assert_eq!(heard_of(&ears, &body).await, expected, "{item}: it may be a visitor's");
    }
    let mention = json!({"field": "mention", "value": {"item": "post", "verb": "add", "post_id": "9_8"}});
    let body = entry(json!({"id": PAGE, "time": NOON, "changes": [mention]}));
    assert_eq!(heard_of(&ears, &body).await, [("mentioned".to_owned(), None)]);
}

#[tokio::test]
async fn instagram_says_less_and_is_heard_all_the_same() {
    let ears = Ears::new(Engine::Sqlite).await;
    for (field, value) in [
        ("comments", json!({"id": "111", "text": "hej", "media": {"id": "76543987"}})),
        ("comments", json!({"id": "112", "text": "hej"})),
        ("live_comments", json!({"id": "113", "media": {"id": "76543988"}})),
        // Somebody else's picture.
        ("mentions", json!({"comment_id": "114", "media_id": "999"})),
    ] {
        let changes = json!([{"field": field, "value": value}]);
        let entry = json!({"id": INSTAGRAM, "time": NOON, "changes": changes});
        let body = json!({"object": "instagram", "entry": [entry]});
        assert_eq!(ears.instagram(&body).await, StatusCode::OK);
    }
    let mut hints: Vec<_> = ears.hints().await.into_iter().map(|hint| (hint.kind, hint.post)).collect();
    hints.sort();
    let added = |post: Option<&str>| ("comment.added".to_owned(), post.map(str::to_owned));
    let expected =
        [added(None), added(Some("76543987")), added(Some("76543988")), ("mentioned".to_owned(), None)];
    assert_eq!(hints, expected);
}

#[tokio::test]
async fn a_post_that_is_not_ours_is_named_in_no_hint() {
    let ears = Ears::new(Engine::Sqlite).await;
    let long = format!("{PAGE}_{}", "1".repeat(80));
    for (number, post) in
        ["555_77001", "1234567890321", "12345678903211_5", "1234567890321_5_6", "1234567890321_x", &long, ""]
            .into_iter()
            .enumerate()
    {
        let body = feed(json!({
            "item": "comment", "verb": "add", "comment_id": format!("1_{number}"), "post_id": post
        }));
        assert_eq!(heard_of(&ears, &body).await, [("comment.added".to_owned(), None)], "{post}");
    }
}

#[tokio::test]
async fn reactions_and_unknown_fields_are_counted_and_nothing_else() {
    let ears = Ears::new(Engine::Sqlite).await;
    for body in [
        feed(json!({"item": "reaction", "verb": "add", "post_id": format!("{PAGE}_1")})),
        feed(json!({"item": "like", "verb": "add", "post_id": format!("{PAGE}_1")})),
        entry(json!({"id": PAGE, "time": NOON, "changes": [{"field": "picture", "value": "a new one"}]})),
        entry(json!({"id": PAGE, "time": NOON, "changes": [{"field": "name", "value": [1, {"a": 2.5}]}]})),
        entry(json!({"id": PAGE, "time": NOON, "changes": [{"field": "name", "value": null}]})),
        entry(json!({"id": PAGE, "time": NOON, "changes": [{"field": "name", "value": true}]})),
        entry(json!({"id": PAGE, "time": NOON, "changes": [{"field": "name"}]})),
    ] {
        assert_eq!(ears.facebook(&body).await, StatusCode::OK, "{body}");
    }
    assert_eq!((ears.hints().await.len(), ears.counts.ignored.get()), (0, 7));
    assert_eq!(ears.counts.unreadable.get(), 0);
}

#[tokio::test]
async fn direct_messages_are_dropped_unread_and_counted() {
    for engine in engines() {
        let ears = Ears::new(engine).await;
        let message = json!({"sender": {"id": "1"}, "timestamp": NOON * 1000, "message": {"text": "privat"}});
        let changes = comment(1)["entry"][0]["changes"].clone();
        for body in [
            entry(json!({"id": PAGE, "time": NOON * 1000, "messaging": [message, message]})),
            entry(json!({"id": PAGE, "time": NOON * 1000, "standby": [message]})),
            // Beside a comment, of a page that is not ours, too old, and in the shape of a change.
            entry(json!({"id": PAGE, "time": NOON, "messaging": [message], "changes": changes})),
            entry(json!({"id": "999", "time": NOON, "messaging": [message]})),
            entry(json!({"id": PAGE, "time": 1, "messaging": [message]})),
            entry(json!({"id": PAGE, "time": NOON, "changes": [{"field": "messages", "value": message}]})),
            entry(
                json!({"id": PAGE, "time": NOON, "changes": [{"field": "conversations", "value": message}]}),
            ),
        ] {
            assert_eq!(ears.facebook(&body).await, StatusCode::OK, "{body}");
        }
        assert_eq!(ears.counts.direct_messages.get(), 8);
        assert_eq!(ears.hints().await.len(), 1, "{engine:?}: only the comment");
    }
}

#[tokio::test]
async fn a_page_that_is_not_ours_is_answered_counted_and_not_stored() {
    let ears = Ears::new(Engine::Sqlite).await;
    let mut body = comment(1);
    body["entry"][0]["id"] = json!("999");
    assert_eq!(ears.facebook(&body).await, StatusCode::OK);
    let mut body = comment(1);
    body["object"] = json!("whatsapp_business_account");
    assert_eq!(ears.facebook(&body).await, StatusCode::OK);
    // A number is an id too.
    let mut body = comment(1);
    body["entry"][0]["id"] = json!(PAGE.parse::<u64>().unwrap());
    assert_eq!(ears.facebook(&body).await, StatusCode::OK);
    assert_eq!((ears.hints().await.len(), ears.counts.unknown.get()), (1, 2));
}

#[tokio::test]
async fn ten_thousand_deliveries_of_one_event_are_one_row() {
    for engine in engines() {
        let ears = Ears::new(engine).await;
        let body = comment(1).to_string();
        let signed = signature(SECRET, &body);
        let calls = (0..10_000).map(|_| ears.ask(call(Network::Facebook, &body, &signed)));
        // In waves, so that many stand in one transaction and many do not.
        let mut calls: Vec<_> = calls.collect();
        while !calls.is_empty() {
            let wave = calls.split_off(calls.len().saturating_sub(500));
            let answers = futures_util::future::join_all(wave).await;
            assert!(answers.iter().all(|(status, _)| *status == StatusCode::OK));
        }
        assert_eq!(ears.hints().await.len(), 1, "{engine:?}");
        assert_eq!((ears.counts.stored.get(), ears.counts.doubled.get()), (1, 9_999));
    }
}

#[tokio::test]
async fn a_second_try_with_a_later_moment_is_the_same_comment_but_another_edit() {
    let ears = Ears::new(Engine::Sqlite).await;
    for (verb, new) in [("add", 1), ("edited", 2), ("remove", 1), ("hide", 2), ("unhide", 2)] {
        let mut body = feed(json!({"item": "comment", "verb": verb, "comment_id": "77001_5"}));
        let before = ears.hints().await.len();
        ears.facebook(&body).await;
        ears.facebook(&body).await;
        body["entry"][0]["time"] = json!(NOON + 60);
        ears.facebook(&body).await;
        assert_eq!(ears.hints().await.len() - before, new, "{verb}");
    }
}

#[tokio::test]
async fn what_is_older_than_the_window_or_from_the_future_is_answered_and_not_stored() {
    for engine in engines() {
        let ears = Ears::new(engine).await;
        let at = |time: Value| {
            let mut body = comment(1);
            body["entry"][0]["time"] = time;
            body
        };
        let two_days = 48 * 3600;
        for time in [json!(NOON - two_days - 1), json!(0), json!(-5), json!(null), json!(i64::MIN)] {
            assert_eq!(ears.facebook(&at(time)).await, StatusCode::OK);
        }
        for time in [json!(NOON + 601), json!(NOON * 2), json!(i64::MAX)] {
            assert_eq!(ears.facebook(&at(time)).await, StatusCode::OK);
        }
        assert_eq!((ears.counts.too_old.get(), ears.counts.too_early.get()), (5, 3));
        assert_eq!(ears.hints().await, [], "{engine:?}");
        assert_eq!(ears.facebook(&at(json!(NOON - two_days))).await, StatusCode::OK);
        assert_eq!(ears.hints().await.len(), 1, "the edge of the window is inside");
    }
}

#[tokio::test]
async fn a_replay_is_never_new_whether_its_hint_still_stands_or_is_gone() {
    for engine in engines() {
        let ears = Ears::new(engine).await;
        let body = comment(1);
        ears.facebook(&body).await;
        for _ in 0..30 {
            ears.later(days(1));
            let mut tx = ears.db.write().await.unwrap();
            let week = ears_now(&ears).earlier(days(7));
            ordstyrer::store::hint::expire(&mut tx, &organisation(), week).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(ears.facebook(&body).await, StatusCode::OK);
        }
        assert_eq!(ears.counts.stored.get(), 1, "{engine:?}");
        assert_eq!(ears.hints().await, [], "its seven days are over");
    }
}

fn ears_now(ears: &Ears) -> ordstyrer::model::Stamp {
    ordstyrer::model::Clock::now(&ears.clock)
}

#[tokio::test]
async fn the_order_of_arrival_changes_nothing_but_the_order() {
    for engine in engines() {
        let mut ids = Vec::new();
        for shuffle in 0..4_u32 {
            let ears = Ears::new(engine).await;
            let mut events: Vec<_> = (0..40).map(comment).collect();
            for verb in ["edited", "remove", "hide", "unhide"] {
                events.push(feed(json!({"item": "comment", "verb": verb, "comment_id": "77001_5"})));
            }
            // A different order each time, without chance.
            events.sort_by_key(|event| {
                let bytes = event.to_string().into_bytes();
                bytes
                    .iter()
                    .fold(shuffle, |mixed, byte| mixed.wrapping_mul(31).wrapping_add(u32::from(*byte)))
            });
            for event in &events {
                assert_eq!(ears.facebook(event).await, StatusCode::OK);
            }
            let mut hints: Vec<_> =
                ears.hints().await.into_iter().map(|hint| (hint.kind, hint.post)).collect();
            hints.sort();
            ids.push(hints);
        }
        assert!(ids.windows(2).all(|two| two[0] == two[1]), "{engine:?}");
        assert_eq!(ids[0].len(), 44);
    }
}

#[tokio::test]
async fn many_events_in_one_call_are_stored_together() {
    for engine in engines() {
        let ears = Ears::new(engine).await;
        let changes: Vec<_> = (0..1000).map(|n| comment(n)["entry"][0]["changes"][0].clone()).collect();
        let body = entry(json!({"id": PAGE, "time": NOON, "changes": changes}));
        assert_eq!(ears.facebook(&body).await, StatusCode::OK);
        assert_eq!(ears.hints().await.len(), 1000, "{engine:?}");
    }
}

#[tokio::test]
async fn what_was_stored_later_is_never_said_to_have_been_heard_earlier() {
    let ears = Ears::new(Engine::Sqlite).await;
    ears.facebook(&comment(1)).await;
    let first = ears.hints().await[0].heard_at;
    ears.later(minutes(1));
    ears.facebook(&comment(2)).await;
    let hints = ears.hints().await;
    assert_eq!(hints.len(), 2);
    assert!(hints[0].heard_at == first && hints[1].heard_at == first.later(minutes(1)));
}

#[tokio::test]
async fn nothing_that_a_citizen_wrote_or_is_called_reaches_the_database_or_the_log() {
    for engine in engines() {
        listen();
        let mut settings = settings();
        settings.deadline = std::time::Duration::from_secs(30);
        let ears = Ears::with(engine, settings).await;
        let canary = "kanarikrogqx";
        let mut body = comment(1);
        {
            let value = body["entry"][0]["changes"][0]["value"].as_object_mut().unwrap();
            value.insert("message".into(), json!(format!("{canary} cpr 311236-4004")));
            value.insert("from".into(), json!({"id": "100000000000099", "name": format!("{canary} Hansen")}));
            value.insert("sender_name".into(), json!(canary));
            value.insert("comment_id".into(), json!("77001_kanarikommentarqx"));
            value.insert("post_id".into(), json!(format!("{PAGE}_{canary}")));
            value.insert("verb".into(), json!("add"));
            value.insert(canary.into(), json!([[canary]]));
        }
        assert_eq!(ears.facebook(&body).await, StatusCode::OK);
        // Words where only ids and verbs are expected, and words that break the shape.
        for strange in [
            feed(json!({"item": canary, "verb": canary, "comment_id": canary})),
            feed(json!({"item": "comment", "verb": canary, "post_id": canary})),
            feed(json!({"item": {"x": canary}})),
            entry(json!({"id": canary, "time": canary})),
            entry(json!({"id": PAGE, "time": NOON, "messaging": [{"text": canary}]})),
            json!({"object": canary, "entry": canary}),
        ] {
            assert_eq!(ears.facebook(&strange).await, StatusCode::OK, "{strange}");
        }
        let plain = format!("{canary} is no JSON");
        ears.ask(call(Network::Facebook, &plain, &signature(SECRET, &plain))).await;
        ears.ask(call(Network::Instagram, &plain, &signature(INSTAGRAMS_SECRET, &plain))).await;
        ears.ask(call(Network::Facebook, &plain, canary)).await;
        assert!(ears.counts.stored.get() >= 3 && ears.counts.unreadable.get() >= 5);
        // The database fails, and that is told.
        ears.db.checkpoint().await.unwrap();
        ears.db.close().await;
        assert_eq!(ears.facebook(&comment(9)).await, StatusCode::SERVICE_UNAVAILABLE);

        let logged = heard();
        assert!(contains(&logged, b"the database takes no hints"), "the failure was logged");
        let mut written = vec![("the log".to_owned(), logged)];
        walk(ears.folder.path(), &mut written);
        if engine == Engine::Postgres {
            for folder in crate::harness::postgres::folders_of(std::slice::from_ref(&ears.address)).await {
                walk(&folder, &mut written);
            }
        }
        assert!(
            written.iter().any(|(_, bytes)| contains(bytes, b"comment.added")),
            "{engine:?}: it was stored"
        );
        for (file, bytes) in &written {
            for needle in [canary, "kanarikommentarqx", "311236-4004", "100000000000099"] {
                assert!(!contains(bytes, needle.as_bytes()), "{engine:?}: {needle} stands in {file}");
            }
        }
    }
}

#[tokio::test]
async fn the_monitor_is_told_numbers_and_whether_hints_are_stored() {
    let ears = Ears::new(Engine::Sqlite).await;
    ears.facebook(&comment(1)).await;
    ears.facebook(&comment(1)).await;
    let ask = || axum::http::Request::get("/health").body(axum::body::Body::empty()).unwrap();
    let (status, body) = ears.ask(ask()).await;
    let told: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((status, &told["is_well"]), (StatusCode::OK, &json!(true)));
    assert_eq!((&told["counts"]["stored"], &told["counts"]["doubled"]), (&json!(1), &json!(1)));
    let numbers = told["counts"].as_object().unwrap();
    assert!(numbers.len() > 10 && numbers.values().all(Value::is_u64), "nothing but numbers");

    ears.db.close().await;
    ears.later(hours(1));
    assert_eq!(ears.facebook(&comment(2)).await, StatusCode::SERVICE_UNAVAILABLE);
    let (status, body) = ears.ask(ask()).await;
    let told: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((status, &told["is_well"]), (StatusCode::SERVICE_UNAVAILABLE, &json!(false)));
    assert_eq!(told["counts"]["failed"], 1);
}
