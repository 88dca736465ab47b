//! The other end of a webhook: signs as Meta does, and speaks HTTP/1.1 by hand, so that a drill can
//! also speak it badly and a measurement costs little.

use std::io;
use std::net::SocketAddr;

use aws_lc_rs::hmac;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::hook::Network;

/// An app secret that is no secret: drills only.
pub(super) const SECRET: &str = "a drill's app secret";
/// As above, for the handshake.
pub(super) const TOKEN: &str = "a drill's verify token";

/// `sha256=…` over these bytes.
pub(super) fn sign(secret: &str, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let mut signature = "sha256=".to_owned();
    for byte in hmac::sign(&key, body.as_bytes()).as_ref() {
        for digit in [byte >> 4, byte & 15] {
            signature.extend(char::from_digit(u32::from(digit), 16));
        }
    }
    signature
}

/// The body of a webhook about one comment, of the size and in the shape that Meta sends; the words
/// are invented. `time` in seconds.
pub(super) fn body(page: &str, post: &str, comment: &str, verb: &str, time: i64) -> Value {
    json!({"object": "page", "entry": [{"id": page, "time": time, "changes": [{"field": "feed", "value": {
        "from": {"id": "100000000000001", "name": "Bo Eksempel"},
        "post": {"status_type": "mobile_status_update", "is_published": true,
            "permalink_url": "https://www.facebook.com/permalink.php?story_fbid=77001&id=1234567890321",
            "promotion_status": "inactive", "id": post},
        "message": "Tak for en dejlig dag i parken, vi kommer gerne igen til næste år",
        "item": "comment", "verb": verb, "comment_id": comment, "post_id": post, "parent_id": post,
        "created_time": time
    }}]}]})
}

/// Everything before a body.
pub(super) fn head(network: Network, headers: &str) -> String {
    format!(
        "POST {} HTTP/1.1\r\nhost: hook.example\r\nuser-agent: facebookexternalua\r\naccept: */*\r\n\
         content-type: application/json\r\n{headers}\r\n",
        network.path()
    )
}

/// A whole call.
pub(super) fn call(network: Network, body: &str, signature: &str) -> Vec<u8> {
    let headers = format!("x-hub-signature-256: {signature}\r\ncontent-length: {}\r\n", body.len());
    (head(network, &headers) + body).into_bytes()
}

/// A connection to a hook.
pub(super) struct Caller {
    stream: TcpStream,
    heard: Vec<u8>,
}

impl Caller {
    pub(super) async fn connect(to: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, heard: Vec::with_capacity(1024) })
    }

    /// Says these bytes.
    pub(super) async fn say(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await
    }

    /// Makes a call and gives the answer's status.
    pub(super) async fn ask(&mut self, call: &[u8]) -> io::Result<u16> {
        self.say(call).await?;
        self.answer().await.map(|(status, _)| status)
    }

    /// The status and the body of the next answer.
    pub(super) async fn answer(&mut self) -> io::Result<(u16, Vec<u8>)> {
        loop {
            if let Some((status, start, end)) = whole(&self.heard) {
                let body = self.heard.get(start..end).unwrap_or_default().to_vec();
                self.heard.drain(..end);
                return Ok((status, body));
            }
            if self.stream.read_buf(&mut self.heard).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// Status, and where the body begins and ends; `None` while it is not all there.
fn whole(heard: &[u8]) -> Option<(u16, usize, usize)> {
    let start = memchr::memmem::find(heard, b"\r\n\r\n")? + 4;
    let said = std::str::from_utf8(heard.get(..start)?).ok()?;
    let status = said.get(9..12)?.parse().ok()?;
    let length = said.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let end = start + length.unwrap_or(0);
    (heard.len() >= end).then_some((status, start, end))
}
