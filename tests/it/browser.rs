//! A real Chromium, found and driven by the tests themselves: `tests/browser/` holds the scenes.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::LazyLock;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;

const SCENES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser");
/// A scene takes seconds; on a busy machine a minute.
const PATIENCE: Duration = Duration::from_mins(5);

/// Node and Chromium, with the scenes beside their packages; or why there are none.
struct Stage {
    chromium: PathBuf,
    folder: PathBuf,
}

static STAGE: LazyLock<Result<Stage, String>> = LazyLock::new(set_up);

/// True when scenes can be played; says so when not, and fails on CI.
pub(crate) fn is_there() -> bool {
    if let Err(reason) = &*STAGE {
        let on_ci = std::env::var_os("CI").is_some();
        assert!(!on_ci, "on CI nothing is skipped: {reason}");
        println!("skipped in the browser: {reason}");
    }
    STAGE.is_ok()
}

/// Plays a scene of `tests/browser/scenes.mjs` against the desk at `given.origin`.
pub(crate) async fn play(scene: &str, mut given: Value) {
    let stage = STAGE.as_ref().unwrap_or_else(|reason| panic!("the caller asked first: {reason}"));
    given["chromium"] = stage.chromium.to_str().unwrap().into();
    given["screenshots"] = screenshots().to_str().unwrap().into();
    let mut node = Command::new("node")
        .args(["desk.mjs", scene])
        .current_dir(&stage.folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    node.stdin.take().unwrap().write_all(given.to_string().as_bytes()).await.unwrap();
    let ended = tokio::time::timeout(PATIENCE, node.wait_with_output()).await;
    let ended = ended.expect("the scene ends").unwrap();
    let said = String::from_utf8_lossy(&ended.stdout);
    let wrong = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "the scene {scene} failed:\n{said}{wrong}");
    println!("{said}");
}

#[tokio::test]
async fn the_demo_prints_a_sign_in_that_works_once_and_shows_what_the_town_wrote() {
    if !is_there() {
        return;
    }
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Command::new(env!("CARGO_BIN_EXE_ordstyrer"))
        .args(["demo", "--listen", &port.to_string(), "--data"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut said = BufReader::new(demo.stdout.take().unwrap()).lines();
    let mut link = None;
    while link.is_none() {
        let printed = said.next_line().await.unwrap().expect("it prints a sign-in before it ends");
        link = printed.split_once(&format!("{port}/engang/")).map(|(_, code)| format!("/engang/{code}"));
    }
    // Whoever does not read what it says would stop it when the pipe is full.
    tokio::spawn(async move { while let Ok(Some(_)) = said.next_line().await {} });

    play("demo", serde_json::json!({ "origin": format!("http://{port}"), "link": link })).await;
}

fn set_up() -> Result<Stage, String> {
    let chromium = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path);
    let chromium = chromium.ok_or("chromium is missing (Debian: chromium)")?;
    for tool in ["node", "npm"] {
        on_path(tool).ok_or_else(|| format!("{tool} is missing (Debian: nodejs npm)"))?;
    }
    let folder = target().join("browser");
    install(&folder).map(|()| Stage { chromium, folder })
}

/// Puts the scenes beside their packages, which are asked of the registry once.
fn install(folder: &Path) -> Result<(), String> {
    std::fs::create_dir_all(folder).unwrap();
    for file in std::fs::read_dir(SCENES).unwrap().map(Result::unwrap) {
        if file.path().extension().is_some_and(|kind| kind == "mjs") {
            std::fs::copy(file.path(), folder.join(file.file_name())).unwrap();
        }
    }
    let wanted = std::fs::read_to_string(Path::new(SCENES).join("package.json")).unwrap();
    let installed = folder.join("installed.json");
    if std::fs::read_to_string(&installed).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    std::fs::write(folder.join("package.json"), &wanted).unwrap();
    let npm = std::process::Command::new("npm")
        .args(["install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund"])
        .current_dir(folder)
        .output()
        .map_err(|error| format!("npm does not start: {error}"))?;
    if !npm.status.success() {
        return Err(format!("npm could not install: {}", String::from_utf8_lossy(&npm.stderr)));
    }
    std::fs::write(installed, wanted).unwrap();
    Ok(())
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Where the build puts what it makes.
fn target() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_ordstyrer"));
    program.ancestors().nth(2).expect("the program stands in target/<profile>").to_owned()
}

fn screenshots() -> PathBuf {
    let folder = target().join("browser-screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
