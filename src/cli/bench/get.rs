//! A connection to the desk that costs little: HTTP/1.1 by hand, one page after the other.

use std::net::SocketAddr;

use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The end of the head.
const END: &[u8] = b"\r\n\r\n";

/// A browser without anything.
pub(super) struct Getter {
    stream: TcpStream,
    host: String,
    cookie: String,
}

/// What came back.
pub(super) struct Page {
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Getter {
    pub(super) async fn to(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await.context("calling the desk")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, host: address.to_string(), cookie: String::new() })
    }

    /// Signs in by a single-use link.
    pub(super) async fn sign_in(&mut self, link: &str) -> anyhow::Result<()> {
        let page = self.ask("POST", link).await?;
        let cookie = page.head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("set-cookie").then(|| value.trim().split(';').next())?
        });
        cookie.context("no session was begun")?.clone_into(&mut self.cookie);
        Ok(())
    }

    /// Gets a page that must be there.
    pub(super) async fn get(&mut self, path: &str) -> anyhow::Result<Page> {
        let page = self.ask("GET", path).await?;
        if !page.head.starts_with("HTTP/1.1 200") {
            bail!("{path} is not there: {}", page.head.lines().next().unwrap_or_default());
        }
        Ok(page)
    }

    async fn ask(&mut self, method: &str, path: &str) -> anyhow::Result<Page> {
        let (host, cookie) = (&self.host, &self.cookie);
        let asked = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\nsec-fetch-site: same-origin\r\ncookie: {cookie}\r\n\
             content-length: 0\r\n\r\n"
        );
        self.stream.write_all(asked.as_bytes()).await?;
        let mut answer = Vec::with_capacity(64 * 1024);
        let at = loop {
            if let Some(at) = answer.windows(END.len()).position(|part| part == END) {
                break at + END.len();
            }
            self.more(&mut answer).await?;
        };
        let head = String::from_utf8_lossy(answer.get(..at).unwrap_or_default()).into_owned();
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        let end = at + length.context("the desk does not say how long its page is")?;
        while answer.len() < end {
            self.more(&mut answer).await?;
        }
        Ok(Page { head, body: answer.split_off(at) })
    }

    async fn more(&mut self, answer: &mut Vec<u8>) -> anyhow::Result<()> {
        if self.stream.read_buf(answer).await? == 0 {
            bail!("the desk hung up");
        }
        Ok(())
    }
}
