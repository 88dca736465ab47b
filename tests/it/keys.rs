//! Keys: made on purpose, lost with a sentence, and gone when they shall be.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use ordstyrer::demo::Network;
use ordstyrer::model::{AccountName, InquiryId, Stamp};
use ordstyrer::retain;
use ordstyrer::store::{self, Db, Schema, keys::Key};
use ordstyrer::vault::{Entry, Error, KeyRing, Ledger, Master, Phase, Vault};

use crate::harness::{Town, days, engines, hours, name};

#[test]
fn a_key_folder_that_is_missing_or_anothers_or_readable_by_others_stops_the_start_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys");
    let missing = KeyRing::open(&keys, &Master::InFolder).unwrap_err();
    assert!(matches!(missing, Error::Missing(_)));
    assert!(missing.to_string().contains("ordstyrer keys create"), "{missing}");

    KeyRing::create(&keys, &Master::InFolder, "first").unwrap();
    assert!(matches!(KeyRing::create(&keys, &Master::InFolder, "again"), Err(Error::Exists(_))));
    assert_eq!(KeyRing::open(&keys, &Master::InFolder).unwrap().installation(), "first");

    let other = folder.path().join("other");
    KeyRing::create(&other, &Master::InFolder, "other").unwrap();
    let wrong = KeyRing::open(&keys, &Master::File(other.join("master.key"))).unwrap_err();
    assert!(matches!(wrong, Error::WrongMaster(_)), "{wrong}");

    fs::write(other.join("master.key"), "not a key").unwrap();
    assert!(matches!(KeyRing::open(&other, &Master::InFolder), Err(Error::NotAKey(_))));

    fs::set_permissions(keys.join("master.key"), fs::Permissions::from_mode(0o644)).unwrap();
    let open = KeyRing::open(&keys, &Master::InFolder).unwrap_err();
    assert!(matches!(open, Error::Open(_)), "{open}");
}

#[tokio::test]
async fn a_key_folder_does_not_open_another_installations_database() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let folder = town.folder.path().join("foreign");
        let ring = KeyRing::create(&folder, &Master::InFolder, "foreign").unwrap();
        let keys = Db::open(&town.addresses[1], Schema::Keys).await.unwrap();
        let ledger = Ledger::open(&town.folder.path().join("other.jsonl")).unwrap();
        let opened = Vault::new(keys, ring, ledger, town.now()).await;
        assert!(matches!(opened, Err(Error::Foreign(_))), "{engine:?}");
    }
}

#[tokio::test]
async fn a_sealed_row_that_was_changed_or_moved_does_not_open() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let one = town.networks.comment(&post, "Testborger", "Hvornår åbner I?");
        let other = town.networks.comment(&post, "Testborger", "Og hvornår lukker I?");
        town.turn().await;
        let (one, _) = town.held(Network::Facebook, &one).await.unwrap();
        let (other, _) = town.held(Network::Facebook, &other).await.unwrap();
        let mut keys = town.vault.keys.read().await.unwrap();

        for at in [0, 5, one.sealed.len() / 2, one.sealed.len() - 1] {
            let mut changed = one.clone();
            changed.sealed[at] ^= 1;
            let opened = town.vault.open(&mut keys, &town.organisation, &changed).await;
            assert!(matches!(opened, Err(Error::NotOpened)), "{engine:?}: byte {at}");
        }
        let moved = store::inquiry::Row { sealed: other.sealed.clone(), ..one.clone() };
        let opened = town.vault.open(&mut keys, &town.organisation, &moved).await;
        assert!(matches!(opened, Err(Error::NotOpened)), "{engine:?}: moved");
        let cut = store::inquiry::Row { sealed: Vec::new(), ..one };
        assert!(matches!(town.vault.open(&mut keys, &town.organisation, &cut).await, Err(Error::NotOpened)));
    }
}

#[tokio::test]
async fn keys_that_a_dead_worker_left_without_a_row_are_swept_and_no_other() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", "Hvornår åbner I?");
        town.turn().await;
        let orphan = InquiryId::new(town.now());
        let mut keys = town.vault.keys.write().await.unwrap();
        let key = Key {
            inquiry: orphan.clone(),
            key_version: 1,
            account: name(Network::Facebook),
            fence: 0,
            month: town.now().month(),
            wrapped: vec![1, 2, 3],
            blind_name: None,
            blind_handle: None,
        };
        store::keys::insert(&mut keys, &town.organisation, &key).await.unwrap();
        keys.commit().await.unwrap();

        let town = {
            town.later(hours(1));
            let town = town.restart().await;
            town.turn().await;
            town
        };

        let mut keys = town.vault.keys.read().await.unwrap();
        let found = store::keys::get(&mut keys, &town.organisation, &orphan, 1).await.unwrap();
        assert!(found.is_none(), "{engine:?}: swept");
        assert!(town.held(Network::Facebook, &comment).await.is_some(), "{engine:?}: the other opens");
    }
}

#[tokio::test]
async fn a_restored_backup_is_cleaned_by_the_ledger_before_anything_starts() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", "Hvornår åbner I?");
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        // A deletion whose rows a restore brought back: the ledger is newer than the databases.
        let entry = Entry {
            at: town.now(),
            run: "a run".into(),
            organisation: town.organisation.clone(),
            inquiry: row.id.clone(),
            phase: Phase::Done,
        };
        town.vault.ledger.write(&[entry]).unwrap();

        let town = town.restart().await;

        assert_eq!(town.count().await, 0, "{engine:?}");
        let mut keys = town.vault.keys.read().await.unwrap();
        let key = store::keys::get(&mut keys, &town.organisation, &row.id, row.key_version).await.unwrap();
        assert!(key.is_none(), "{engine:?}: its key is gone again");
    }
}

#[test]
fn a_ledger_line_cut_by_a_crash_is_passed_over_and_a_damaged_one_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deletions.jsonl");
    let entry = |id: &str| Entry {
        at: Stamp::from_ms(1),
        run: "run".into(),
        organisation: ordstyrer::model::OrganisationId::from_text("by"),
        inquiry: InquiryId::from_text(id),
        phase: Phase::Intent,
    };
    Ledger::open(&path).unwrap().write(&[entry("a")]).unwrap();
    let whole = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{whole}{{\"at\":1,\"ru")).unwrap();
    let ledger = Ledger::open(&path).unwrap();
    ledger.write(&[entry("b")]).unwrap();
    let gone: Vec<_> = ledger.meant_to_go().unwrap().into_iter().map(|(_, id)| id.to_string()).collect();
    assert_eq!(gone, ["a", "b"]);

    fs::write(&path, format!("{whole}garbage\n")).unwrap();
    let damaged = Ledger::open(&path).unwrap().meant_to_go();
    assert!(matches!(damaged, Err(Error::Ledger { line: 2, .. })), "{damaged:?}");
}

#[tokio::test]
async fn an_edit_destroys_the_key_of_the_words_before_it() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", "Hvornår åbner I?");
        town.turn().await;
        let (before, _) = town.held(Network::Facebook, &comment).await.unwrap();
        town.networks.edit(&comment, "Hvornår åbner I i morgen?");
        town.later(hours(2));
        town.turn().await;
        let (after, kept) = town.held(Network::Facebook, &comment).await.unwrap();

        assert_eq!(kept.text.unwrap().expose(), "Hvornår åbner I i morgen?");
        assert_eq!(after.key_version, before.key_version + 1, "{engine:?}");
        let mut keys = town.vault.keys.read().await.unwrap();
        let opened = town.vault.open(&mut keys, &town.organisation, &before).await;
        assert!(matches!(opened, Err(Error::KeyGone)), "{engine:?}: a copy of the old row");
    }
}

#[tokio::test]
async fn the_blind_index_finds_a_name_on_one_account_and_links_nobody_across() {
    let town = Town::new(ordstyrer::store::Engine::Sqlite).await;
    let (fb, bsky) = (name(Network::Facebook), name(Network::Bluesky));
    let found = |account: &AccountName, name: &str| town.vault.blind(account, name);
    assert_eq!(found(&fb, "Åse Testborger"), found(&fb, " åse testborger"));
    assert_ne!(found(&fb, "Åse Testborger"), found(&bsky, "Åse Testborger"));
}

#[tokio::test]
async fn a_month_key_that_one_process_destroyed_is_gone_for_the_others_too() {
    let town = Town::new(ordstyrer::store::Engine::Sqlite).await;
    let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
    let comment = town.networks.comment(&post, "Testborger", "Hvornår åbner I?");
    town.turn().await;
    let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
    let org = &town.organisation;
    let mut keys = town.vault.keys.read().await.unwrap();
    let (month, wrapped) = store::keys::get(&mut keys, org, &row.id, row.key_version).await.unwrap().unwrap();
    let ring = KeyRing::open(&town.folder.path().join("keys"), &Master::InFolder).unwrap();
    let ledger = Ledger::open(&town.folder.path().join("deletions.jsonl")).unwrap();
    let other =
        Vault::new(Db::open(&town.addresses[1], Schema::Keys).await.unwrap(), ring, ledger, town.now());
    let other = other.await.unwrap();
    other.open(&mut keys, org, &row).await.unwrap();
    drop(keys);

    town.later(days(60));
    town.turn().await;
    // Even somebody who kept the wrapped key has nothing to open it with.
    let mut tx = other.keys.write().await.unwrap();
    let (inquiry, account) = (row.id.clone(), row.account.clone());
    let (key_version, fence) = (row.key_version, 0);
    let key =
        Key { inquiry, key_version, account, fence, month, wrapped, blind_name: None, blind_handle: None };
    store::keys::insert(&mut tx, org, &key).await.unwrap();
    let opened = other.open(&mut tx, org, &row).await;
    assert!(matches!(opened, Err(Error::MonthGone(_))));
}

#[tokio::test]
async fn an_empty_month_loses_its_key_and_the_month_in_use_keeps_it() {
    let town = Town::new(ordstyrer::store::Engine::Sqlite).await;
    let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
    town.networks.comment(&post, "Testborger", "Hvornår åbner I?");
    town.turn().await;
    let first = town.now().month();
    assert_eq!(town.vault.ring.months().unwrap(), std::slice::from_ref(&first));

    town.later(days(20));
    town.turn().await;
    assert!(town.count().await == 0 || town.vault.ring.months().unwrap().contains(&first));

    town.later(days(40));
    town.turn().await;
    assert_eq!(town.count().await, 0);
    assert!(!town.vault.ring.months().unwrap().contains(&first));
    assert_eq!(retain::dry_run(&town.db, &town.organisation, town.now()).await.unwrap(), 0);
}
