//! The hook as a process of its own: it opens no key, no token and no other database, its user may
//! insert hints and nothing else, and what it answered survives `kill -9`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use ordstyrer::model::{Clock, SystemClock};
use ordstyrer::store::{Db, Engine, Schema, hint};
use serde_json::json;
use sqlx::Connection;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::ears::{PAGE, SECRET, TOKEN, comment, signature};
use crate::harness::{engines, postgres};

/// `SQLSTATE` of a statement that the user may not run.
const NOT_ALLOWED: &str = "42501";

/// An installation of which the hook may read the configuration and its own secrets, and nothing else.
fn install(folder: &Path, address: &str, main: &str) -> SocketAddr {
    let listen = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (file, secret) in [("app-secret", SECRET), ("verify-token", TOKEN)] {
        fs::write(folder.join(file), secret).unwrap();
        fs::set_permissions(folder.join(file), fs::Permissions::from_mode(0o600)).unwrap();
    }
    let config = format!(
        "[store]\nmain = \"{main}\"\nmain_password = \"file:nobody-gave-it-this\"\nkeys = \"sqlite:nor-this.db\"\n\
         hook = \"{address}\"\n\
         [vault]\nfolder = \"nor-this\"\n\
         [hook]\nlisten = \"{listen}\"\n\
         facebook = {{ app_secrets = [\"file:app-secret\"], verify_tokens = [\"file:verify-token\"] }}\n\
         [[organisations]]\nid = \"by\"\nname = \"By\"\nunit = \"By\"\nlanguage = \"da\"\n\
         [[organisations.accounts]]\nname = \"by-facebook\"\nnetwork = \"facebook\"\n\
         base_url = \"https://graph.facebook.com/v25.0\"\npage = \"{PAGE}\"\n"
    );
    fs::write(folder.join("ordstyrer.toml"), config).unwrap();
    listen
}

fn start(folder: &Path) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ordstyrer"))
        .args(["serve", "--role", "hook"])
        .current_dir(folder)
        .env_clear()
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut said = String::new();
    while !said.contains("the hook listens") {
        said += &lines.next().unwrap_or_else(|| panic!("it ended: {said}")).unwrap();
    }
    (child, said)
}

/// Calls, and gives the answer's first line.
async fn send(to: SocketAddr, number: u32) -> String {
    let mut body = comment(number);
    body["entry"][0]["time"] = json!(SystemClock.now().ms() / 1000);
    let body = body.to_string();
    let call = format!(
        "POST /hook/facebook HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\
         x-hub-signature-256: {}\r\n\r\n{body}",
        body.len(),
        signature(SECRET, &body)
    );
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream.write_all(call.as_bytes()).await.unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).await.unwrap();
    said.lines().next().unwrap_or_default().to_owned()
}

/// The main database, and its address as the hook's own user.
async fn databases(engine: Engine, folder: &Path) -> (Db, String, String) {
    match engine {
        Engine::Sqlite => {
            let main = format!("sqlite:{}", folder.join("main.db").display());
            (Db::open(&main, Schema::Main).await.unwrap(), main.clone(), main)
        }
        Engine::Postgres => {
            let main = postgres::database().await;
            let db = Db::open(&main, Schema::Main).await.unwrap();
            (db, user(&main).await, main)
        }
    }
}

/// Makes the hook's user as `ordstyrer hook grants` says; the address with it.
async fn user(main: &str) -> String {
    let name = format!("hook_{}", main.chars().filter(char::is_ascii_digit).collect::<String>());
    let printed = Command::new(env!("CARGO_BIN_EXE_ordstyrer"))
        .args(["hook", "grants", "--user", &name])
        .output()
        .unwrap();
    let sql = String::from_utf8(printed.stdout).unwrap();
    assert!(sql.contains("GRANT INSERT ON TABLE hint"), "{sql}");
    let mut admin = sqlx::PgConnection::connect(main).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut admin).await.unwrap();
    admin.close().await.unwrap();
    main.replace("user=postgres", &format!("user={name}"))
}

#[tokio::test]
async fn what_the_hook_answered_stands_after_it_was_killed() {
    for engine in engines() {
        let folder = tempfile::tempdir().unwrap();
        let (db, address, main) = databases(engine, folder.path()).await;
        let listen = install(folder.path(), &address, &main);
        for round in 0..3 {
            let (mut child, said) = start(folder.path());
            assert!(!said.contains("may read"), "its user may not: {said}");
            for number in 0..20 {
                assert_eq!(send(listen, round * 20 + number).await, "HTTP/1.1 200 OK", "{engine:?}");
            }
            child.kill().unwrap();
            child.wait().unwrap();
            let mut tx = db.read().await.unwrap();
            let count = hint::count(&mut tx, &super::ears::organisation()).await.unwrap();
            assert_eq!(count, i64::from((round + 1) * 20), "{engine:?}");
        }
    }
}

#[tokio::test]
async fn the_hooks_user_may_insert_hints_and_nothing_else() {
    if !postgres::is_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (_, address, main) = databases(Engine::Postgres, folder.path()).await;
    let db = Db::open_to_hint(&address).await.unwrap();
    assert!(!hint::can_read(&db).await.unwrap());
    assert!(hint::can_read(&Db::open_to_hint(&main).await.unwrap()).await.unwrap(), "the owner may");

    let mut admin = sqlx::PgConnection::connect(&main).await.unwrap();
    let tables: Vec<(String, String)> = sqlx::query_as(
        "SELECT table_name::text, min(column_name::text) FROM information_schema.columns
         WHERE table_schema = 'public' GROUP BY 1",
    )
    .fetch_all(&mut admin)
    .await
    .unwrap();
    admin.close().await.unwrap();
    assert!(tables.len() > 15, "{tables:?}");
    let mut hook = sqlx::PgConnection::connect(&address).await.unwrap();
    for (table, column) in tables {
        let mut refused = vec![
            format!("SELECT 1 FROM {table}"),
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET {column} = {column}"),
            format!("TRUNCATE {table}"),
            format!("DROP TABLE {table}"),
            format!("ALTER TABLE {table} ADD COLUMN x TEXT"),
            format!("COPY {table} TO STDOUT"),
        ];
        if table == "hint" {
            // Even to look whether something is there.
            refused.push(
                "INSERT INTO hint (organisation, id, account, kind, heard_at) VALUES ('a','b','c','d',1)
                 ON CONFLICT (organisation, id) DO UPDATE SET kind = 'x'"
                    .to_owned(),
            );
            refused.push(
                "INSERT INTO hint (organisation, id, account, kind, heard_at) VALUES ('a','b','c','d',1)
                 RETURNING id"
                    .to_owned(),
            );
        } else {
            refused.push(format!("INSERT INTO {table} DEFAULT VALUES"));
        }
        for statement in refused {
            let error =
                sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone())).execute(&mut hook).await.unwrap_err();
            let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
            assert_eq!(code.as_deref(), Some(NOT_ALLOWED), "{statement}");
        }
    }
    let made = sqlx::raw_sql("CREATE TABLE public.own (x TEXT)").execute(&mut hook).await;
    assert!(made.is_err(), "it makes no table beside ours");
}

#[tokio::test]
async fn a_user_who_may_not_insert_is_told_before_anything_listens() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}", folder.path().join("main.db").display());
    install(folder.path(), &address, &address);
    let ended = Command::new(env!("CARGO_BIN_EXE_ordstyrer"))
        .args(["serve", "--role", "hook"])
        .current_dir(folder.path())
        .env_clear()
        .output()
        .unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(!ended.status.success() && said.contains("start the worker or the desk first"), "{said}");
    assert!(!folder.path().join("main.db").exists());
}
