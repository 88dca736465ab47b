//! A temporary `PostgreSQL` cluster, found and started by the tests themselves.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::Connection;

/// The cluster of this test run: `None` where no `PostgreSQL` is installed.
fn cluster() -> Option<&'static PathBuf> {
    static CLUSTER: OnceLock<Option<PathBuf>> = OnceLock::new();
    CLUSTER.get_or_init(start).as_ref()
}

/// True when tests can run on `PostgreSQL`; says so when not, and fails on CI.
pub(crate) fn is_there() -> bool {
    let there = cluster().is_some();
    if !there {
        let on_ci = std::env::var_os("CI").is_some();
        assert!(!on_ci, "on CI nothing is skipped: install PostgreSQL (initdb was not found)");
        println!("skipped on PostgreSQL: initdb was found neither on PATH nor in /usr/lib/postgresql/*/bin");
    }
    there
}

/// A fresh database; its address.
pub(crate) async fn database() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let folder = cluster().expect("the caller asked whether it is there");
    let name = format!("ordstyrer_{}", COUNT.fetch_add(1, Ordering::SeqCst));
    let mut admin = sqlx::PgConnection::connect(&address(folder, "postgres")).await.unwrap();
    let statement = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::query(statement).execute(&mut admin).await.unwrap();
    admin.close().await.unwrap();
    address(folder, &name)
}

/// Where the bytes of these databases and of the cluster's log are, written out first.
pub(crate) async fn folders_of(addresses: &[String]) -> Vec<PathBuf> {
    let data = cluster().expect("the caller asked whether it is there").join("data");
    let mut folders = vec![data.join("pg_wal")];
    for address in addresses {
        let mut connection = sqlx::PgConnection::connect(address).await.unwrap();
        sqlx::query("CHECKPOINT").execute(&mut connection).await.unwrap();
        let (oid,): (String,) =
            sqlx::query_as("SELECT oid::text FROM pg_database WHERE datname = current_database()")
                .fetch_one(&mut connection)
                .await
                .unwrap();
        connection.close().await.unwrap();
        folders.push(data.join("base").join(oid));
    }
    folders
}

fn address(folder: &Path, database: &str) -> String {
    format!("postgres:///{database}?host={}&user=postgres", folder.display())
}

fn binaries() -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH")
        .map(|path| std::env::split_paths(&path).collect::<Vec<_>>())
        .unwrap_or_default();
    let installed = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect::<Vec<_>>())
        .unwrap_or_default();
    // What stands on PATH may be a link to initdb alone: its real folder has the rest.
    on_path
        .into_iter()
        .chain(installed)
        .filter_map(|folder| std::fs::canonicalize(folder.join("initdb")).ok())
        .filter_map(|initdb| initdb.parent().map(Path::to_owned))
        .find(|folder| folder.join("postgres").exists())
}

/// Starts a cluster that ends when this process does: a shell holds it, and reads our end of a pipe.
#[expect(clippy::zombie_processes, reason = "it outlives every test and ends with this process")]
fn start() -> Option<PathBuf> {
    let binaries = binaries()?;
    let folder = tempfile::Builder::new().prefix("ordstyrer-pg-").tempdir().unwrap().keep();
    let is_root =
        std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    if is_root {
        // initdb refuses root.
        let done = Command::new("chown").arg("postgres").arg(&folder).status();
        assert!(done.is_ok_and(|status| status.success()), "root needs a user named postgres for the tests");
    }
    let script = format!(
        "cd {folder} && {bin}/initdb -D {folder}/data -U postgres -A trust -N >/dev/null 2>&1 || exit 1; \
         {bin}/postgres -D {folder}/data -k {folder} -c listen_addresses= -c fsync=off -c max_connections=300 \
            -c log_min_messages=panic >/dev/null 2>&1 & \
         pid=$!; \
         i=0; while [ $i -lt 200 ] && ! {bin}/pg_isready -q -h {folder}; do i=$((i+1)); sleep 0.1; done; \
         echo ready; read over; kill -INT $pid; wait $pid; rm -rf {folder}/data",
        folder = folder.display(),
        bin = binaries.display(),
    );
    let mut command = if is_root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh", "-c", &script]);
        command
    } else {
        let mut command = Command::new("sh");
        command.args(["-c", &script]);
        command
    };
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line.trim(), "ready", "the temporary PostgreSQL cluster did not start");
    // Kept open until this process ends; then the shell's `read` returns.
    std::mem::forget(child.stdin.take());
    Some(folder)
}
