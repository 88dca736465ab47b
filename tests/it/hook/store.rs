//! What `store::hint` promises, on both engines.

use ordstyrer::model::{AccountName, OrganisationId, Stamp};
use ordstyrer::store::hint::{self, Hint, Open};
use ordstyrer::store::{Db, Engine};

use super::ears::{Ears, now, organisation};
use crate::harness::{days, engines, minutes};

fn account() -> AccountName {
    AccountName::from_text("by-facebook")
}

fn one(number: usize, heard_at: Stamp) -> Hint {
    Hint {
        id: format!("{number:032x}"),
        account: account(),
        post: number.is_multiple_of(2).then(|| format!("1_{number}")),
        kind: "comment.added".to_owned(),
        heard_at,
    }
}

async fn put(db: &Db, organisation: &OrganisationId, hints: &[Hint]) -> u64 {
    let mut tx = db.write().await.unwrap();
    let new = hint::insert(&mut tx, organisation, hints).await.unwrap();
    tx.commit().await.unwrap();
    new
}

async fn open(db: &Db) -> Option<Open> {
    hint::open(&mut db.read().await.unwrap(), &organisation(), &account()).await.unwrap()
}

async fn take(db: &Db, up_to: Stamp) -> u64 {
    let mut tx = db.write().await.unwrap();
    let taken = hint::take(&mut tx, &organisation(), &account(), up_to, now().later(days(1))).await.unwrap();
    tx.commit().await.unwrap();
    taken
}

#[tokio::test]
async fn any_number_of_hints_is_stored_once_whatever_stands_twice_among_them() {
    for engine in engines() {
        let ears = Ears::new(engine).await;
        let db = &ears.db;
        let mut all = 0;
        for count in [0, 1, 2, 3, 63, 64, 65, 127, 128, 200] {
            let hints: Vec<_> = (all..all + count).map(|number| one(number, now())).collect();
            let doubled: Vec<_> = hints.iter().chain(&hints).cloned().collect();
            assert_eq!(put(db, &organisation(), &doubled).await, u64::try_from(count).unwrap(), "{engine:?}");
            assert_eq!(put(db, &organisation(), &hints).await, 0, "{engine:?}: they are there");
            all += count;
        }
        let mut tx = db.read().await.unwrap();
        assert_eq!(hint::count(&mut tx, &organisation()).await.unwrap(), i64::try_from(all).unwrap());
        assert!(hint::has(&mut tx, &organisation(), &one(7, now()).id).await.unwrap());
        assert!(!hint::has(&mut tx, &organisation(), "another").await.unwrap());
        drop(tx);
        let stand = ears.hints().await;
        assert_eq!((stand.len(), &stand[2]), (all, &one(2, now())), "{engine:?}: as they were put");
    }
}

#[tokio::test]
async fn what_is_open_names_each_post_once_and_says_up_to_when_it_may_be_taken() {
    for engine in engines() {
        let ears = Ears::new(engine).await;
        let db = &ears.db;
        assert_eq!(open(db).await, None, "{engine:?}");
        let at = |minute: u64| now().later(minutes(minute));
        let on = |number, minute, post: Option<&str>| Hint {
            post: post.map(str::to_owned),
            ..one(number, at(minute))
        };
        let hints = [
            on(1, 3, Some("1_9")),
            on(2, 1, Some("1_7")),
            Hint { kind: "comment.edited".to_owned(), ..on(3, 2, Some("1_7")) },
            on(4, 2, None),
            on(5, 2, None),
        ];
        put(db, &organisation(), &hints).await;
        let posts = |posts: &[&str]| posts.iter().map(|post| (*post).to_owned()).collect::<Vec<_>>();
        let all = Open { posts: posts(&["1_7", "1_9"]), edited: posts(&["1_7"]), hints: 5, up_to: at(3) };
        assert_eq!(open(db).await, Some(all), "{engine:?}");

        assert_eq!(take(db, at(2)).await, 4, "{engine:?}: what was stored until then, and nothing later");
        assert_eq!(take(db, at(2)).await, 0, "they are taken");
        let left = Open { posts: posts(&["1_9"]), edited: posts(&[]), hints: 1, up_to: at(3) };
        assert_eq!(open(db).await, Some(left), "{engine:?}");
        assert_eq!(put(db, &organisation(), &hints).await, 0, "what was taken is still known");
        assert_eq!(take(db, at(3)).await, 1);
        assert_eq!(open(db).await, None, "{engine:?}");
    }
}

#[tokio::test]
async fn another_account_and_another_organisation_keep_their_own() {
    for engine in engines() {
        let ears = Ears::new(engine).await;
        let db = &ears.db;
        let (ours, other) = (organisation(), OrganisationId::from_text("nabo"));
        put(db, &organisation(), &[one(1, now())]).await;
        put(db, &organisation(), &[Hint { account: AccountName::from_text("by-2"), ..one(2, now()) }]).await;
        assert_eq!(put(db, &other, &[one(1, now())]).await, 1, "{engine:?}: its ids are its own");
        assert_eq!(take(db, now()).await, 1);
        let any = async |organisation| {
            let mut tx = db.read().await.unwrap();
            hint::is_any_open(&mut tx, organisation, &account()).await.unwrap()
        };
        assert!(!any(&ours).await && any(&other).await, "{engine:?}");
        let mut tx = db.write().await.unwrap();
        assert_eq!(hint::expire(&mut tx, &organisation(), now().later(days(1))).await.unwrap(), 2);
        tx.commit().await.unwrap();
        assert!(any(&other).await, "{engine:?}");
        assert_eq!(ears.hints().await.len(), 1);
    }
}

#[tokio::test]
async fn hints_live_for_seven_days_taken_or_not() {
    for engine in engines() {
        let town = crate::harness::Town::new(engine).await;
        let hint = |number| Hint { heard_at: town.now(), ..one(number, now()) };
        put(&town.db, &town.organisation, &[hint(1), hint(2)]).await;
        town.later(days(3));
        put(&town.db, &town.organisation, &[hint(3)]).await;
        town.later(days(4));
        town.turn().await;
        let count = async || {
            let mut tx = town.db.read().await.unwrap();
            hint::count(&mut tx, &town.organisation).await.unwrap()
        };
        assert_eq!(count().await, 3, "{engine:?}: the seventh day is not over");
        town.later(minutes(1));
        town.turn().await;
        assert_eq!(count().await, 1, "{engine:?}");
    }
}

#[test]
fn a_users_name_is_a_name_and_nothing_more() {
    for name in ["", "1a", "a b", "a;DROP TABLE hint", "A", "å", "a\"b", "pg-1", &"a".repeat(64)] {
        assert_eq!(hint::grants(name), None, "{name}");
    }
    let sql = hint::grants("ordstyrer_hook").unwrap();
    let given: Vec<_> = sql.lines().filter(|line| line.starts_with("GRANT")).collect();
    assert_eq!(
        given,
        ["GRANT USAGE ON SCHEMA public TO ordstyrer_hook;", "GRANT INSERT ON TABLE hint TO ordstyrer_hook;"]
    );
}

#[tokio::test]
async fn only_a_database_that_is_there_and_takes_hints_is_opened_for_them() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}", folder.path().join("main.db").display());
    assert!(Db::open_to_hint(&address).await.is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "none was made");
    std::fs::write(folder.path().join("main.db"), "").unwrap();
    assert!(Db::open_to_hint(&address).await.is_err(), "an empty file has no table");
    let ears = Ears::new(Engine::Sqlite).await;
    let db = Db::open_to_hint(&ears.address).await.unwrap();
    assert!(hint::can_read(&db).await.unwrap(), "SQLite has no users");
    assert_eq!(put(&db, &organisation(), &[one(1, now())]).await, 1);
}
