//! `account check`: counts, permissions and hints, and never a name or a word.

use ordstyrer::demo::{Access, Network};
use ordstyrer::platform::Needs;
use serde_json::{Value, json};

use super::Desk;

fn read(out: &str) -> Value {
    serde_json::from_str(out).expect("one line of JSON")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_check_prints_counts_of_what_is_shown_and_no_name_or_word() {
    let desk = Desk::new().await;
    for network in desk.networks.networks() {
        let account = format!("by-{}", network.name());
        let name = account.as_str();
        let missing = desk.run(&["account", "check", name]);
        missing.complains(&format!("no token yet: run `ordstyrer account add {name}`"));
        desk.does(&["account", "add", name, "--secrets", &desk.secrets(network)], "stored as version 1");
        let (posts, words) = (["kanariopslag et", "kanariopslag to"], "kanaritekst om en sag");
        let [first, second] = posts.map(|words| desk.networks.post(network, words));
        for (post, author) in
            [(&first, "Kanarinavn Hansen"), (&first, "Kanarinavn Jensen"), (&second, "Kanarinavn")]
        {
            desk.networks.comment(post, author, words);
        }

        let out = desk.does(&["account", "check", name, "--json"], "");
        let seen = read(&out);
        let pull = &seen["pull"];
        assert_eq!((&seen["token_version"], &seen["wrong"]), (&json!(1), &json!([])), "{out}");
        assert_eq!(
            (&pull["posts"], &pull["threads"], &pull["comments"]),
            (&json!(2), &json!(2), &json!(3)),
            "{out}"
        );
        assert_eq!(
            (&pull["there"], &pull["shown"], &pull["fewer"]),
            (&json!(3), &json!(3), &json!(0)),
            "{out}"
        );
        assert_eq!((&pull["unreadable"], &pull["is_whole"]), (&json!(0), &json!(true)), "{out}");
        let told = desk.does(&["account", "check", name], "3 comments, 0 without an author, 0 hidden there");
        assert!(
            told.contains("the network counts 3 and shows 3 of them") && told.contains("nothing is wrong")
        );
        for printed in [&out, &told] {
            assert!(!printed.to_lowercase().contains("kanari"), "{name}: {printed}");
        }
        assert_eq!(desk.networks.effects().len(), 0, "nothing was done");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn comments_without_an_author_are_counted_with_the_likely_cause() {
    let desk = Desk::new().await;
    let file = desk.secrets(Network::Facebook);
    desk.does(&["account", "add", "by-facebook", "--secrets", &file], "stored");
    let post = desk.networks.post(Network::Facebook, "Nye åbningstider.");
    for author in ["", "", "Testborger"] {
        desk.networks.comment(&post, author, "Hvornår åbner I?");
    }
    let told = desk.does(&["account", "check", "by-facebook"], "3 comments, 2 without an author");
    assert!(
        told.contains("2 comments without an author: Advanced Access to pages_read_user_content is missing")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_token_or_a_lost_permission_fails_the_check_and_says_what_could_not_be_read() {
    let desk = Desk::new().await;
    let file = desk.secrets(Network::Facebook);
    desk.does(&["account", "add", "by-facebook", "--secrets", &file], "stored");
    desk.networks.set_access(Network::Facebook, Access::Revoked);
    desk.run(&["account", "check", "by-facebook"]).complains("the token is no longer valid");
    let ended = desk.run(&["account", "check", "by-facebook", "--json"]);
    let seen = read(&ended.out);
    assert_eq!((ended.code, &seen["pull"]), (Some(1), &Value::Null), "{seen}");
    assert!(seen["token"]["refusal"].is_string(), "{seen}");
    let online = desk.run(&["check", "--online"]);
    online.complains("account `by-facebook`: the token is no longer valid");
    assert!(online.err.contains("account `by-bluesky`: no token yet"), "{}", online.err);
    desk.networks.set_access(Network::Facebook, Access::Full);
    desk.does(&["account", "check", "by-facebook"], "nothing is wrong");
}

#[test]
fn permissions_are_held_against_what_is_needed() {
    let needs =
        Needs { needed: &["read", "answer"], unless_off: &[("ads_read", "ads")], refused: &["messages"] };
    let judged = |scopes: &[&str], options: &str| {
        let scopes: Vec<_> = scopes.iter().map(|&scope| scope.to_owned()).collect();
        needs.judge(&scopes, &options.parse().expect("options"))
    };
    let judge = |scopes: &[&str]| judged(scopes, "ads = false");

    for options in ["", "ads = true"] {
        assert_eq!(judged(&["answer", "read"], options).missing, ["ads_read"], "{options}");
        assert!(judged(&["answer", "read", "ads_read"], options).spare.is_empty(), "{options}");
    }
    assert_eq!(judge(&["answer", "read", "ads_read"]).spare, ["ads_read"], "nobody asked for it");
    let fine = judge(&["answer", "read"]);
    assert!(fine.missing.is_empty() && fine.refused.is_empty() && fine.spare.is_empty());
    let judged = judge(&["read", "messages", "insights"]);
    assert_eq!(judged.missing, ["answer"]);
    assert_eq!((judged.refused, judged.spare), (vec!["messages".to_owned()], vec!["insights".to_owned()]));
}
