//! A mail server on loopback that speaks SMTP (RFC 5321) as far as a client needs it, and keeps what it
//! is given.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// One mail as it came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letter {
    pub from: String,
    pub to: Vec<String>,
    /// Headers and body as they came over the wire.
    pub data: String,
}

impl Letter {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> String {
        let start = format!("{}:", name.to_lowercase());
        let line = self.data.lines().find(|line| line.to_lowercase().starts_with(&start));
        line.and_then(|line| line.get(start.len()..)).map(|value| value.trim().to_owned()).unwrap_or_default()
    }

    /// The body, with quoted-printable or base64 taken off.
    pub(crate) fn text(&self) -> String {
        let (_, body) = self.data.split_once("\r\n\r\n").unwrap();
        match self.header("Content-Transfer-Encoding").as_str() {
            "quoted-printable" => {
                let joined = body.replace("=\r\n", "");
                let mut bytes = Vec::new();
                let mut rest = joined.as_bytes();
                while let Some((first, after)) = rest.split_first() {
                    if *first == b'=' && after.len() >= 2 {
                        let hex = std::str::from_utf8(&after[..2]).unwrap();
                        bytes.push(u8::from_str_radix(hex, 16).unwrap());
                        rest = &after[2..];
                    } else {
                        bytes.push(*first);
                        rest = after;
                    }
                }
                String::from_utf8(bytes).unwrap()
            }
            "base64" => {
                use base64::Engine;
                let packed: String = body.split_whitespace().collect();
                let bytes = base64::engine::general_purpose::STANDARD.decode(packed).unwrap();
                String::from_utf8(bytes).unwrap()
            }
            _ => body.to_owned(),
        }
    }
}

/// The server.
pub(crate) struct Smtp {
    pub port: u16,
    letters: Arc<Mutex<Vec<Letter>>>,
    /// How long it waits before it says that it has a mail, in milliseconds.
    slow: Arc<AtomicU64>,
    /// So many mails are refused for now.
    refuses: Arc<AtomicU64>,
}

impl Smtp {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let letters = Arc::<Mutex<Vec<Letter>>>::default();
        let (slow, refuses) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
        let (kept, wait, busy) = (Arc::clone(&letters), Arc::clone(&slow), Arc::clone(&refuses));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (kept, wait, busy) = (Arc::clone(&kept), Arc::clone(&wait), Arc::clone(&busy));
                tokio::spawn(async move {
                    // A client that hangs up is no business of the server's.
                    converse(stream, &kept, &wait, &busy).await.ok();
                });
            }
        });
        Self { port, letters, slow, refuses }
    }

    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.letters.lock().unwrap().clone()
    }

    /// From now on it takes a mail and does not say so for so long.
    pub(crate) fn answers_after(&self, wait: Duration) {
        self.slow.store(u64::try_from(wait.as_millis()).unwrap(), SeqCst);
    }

    /// The next mails are refused for now.
    pub(crate) fn refuses_next(&self, many: u64) {
        self.refuses.store(many, SeqCst);
    }
}

async fn converse(
    stream: TcpStream,
    kept: &Mutex<Vec<Letter>>,
    wait: &AtomicU64,
    busy: &AtomicU64,
) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 loopback ESMTP\r\n").await?;
    let mut letter = Letter::default();
    while let Some(line) = lines.next_line().await? {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let address = || line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(to, _)| to);
        let answer = match verb.as_str() {
            "EHLO" => "250-loopback\r\n250-8BITMIME\r\n250 SIZE 10000000\r\n",
            "HELO" | "NOOP" | "RSET" => "250 OK\r\n",
            "MAIL" if busy.load(SeqCst) > 0 => {
                busy.fetch_sub(1, SeqCst);
                "451 try again later\r\n"
            }
            "MAIL" => {
                letter = Letter { from: address().unwrap_or_default().to_owned(), ..Letter::default() };
                "250 OK\r\n"
            }
            "RCPT" => {
                letter.to.extend(address().map(str::to_owned));
                "250 OK\r\n"
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    letter.data += line.strip_prefix('.').unwrap_or(&line);
                    letter.data += "\r\n";
                }
                kept.lock().unwrap().push(letter.clone());
                let wait = Duration::from_millis(wait.load(SeqCst));
                if !wait.is_zero() {
                    tokio::time::sleep(wait).await;
                }
                "250 taken\r\n"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "502 not here\r\n",
        };
        write.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}
