//! The ways in which strangers, and old recordings, call a hook. None of them may leave a row.

use std::net::SocketAddr;
use std::time::Duration;

use crate::cli::caller::{self, Caller, SECRET};
use crate::hook::Network;

/// Between two bytes of somebody who is slow on purpose.
const TRICKLE: Duration = Duration::from_millis(50);
/// More than any hook reads.
const TOO_LARGE: usize = (1 << 20) + 1;
/// Deep enough to end a parser that calls itself.
const DEEP: usize = 50_000;

/// One way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Attack {
    WrongKey,
    Unsigned,
    OtherAlgorithm,
    CutShort,
    /// Really signed once, and recorded.
    Old,
    /// Really signed, and delivered already or in the same moment.
    Doubled,
    /// Really signed, and no JSON.
    NotJson,
    /// Really signed, and brackets without end.
    Deep,
    DeclaredTooLarge,
    ChunkedTooLarge,
    SlowBody,
    SlowHeaders,
}

impl Attack {
    /// All, each with how many of a thousand calls are of it. What is left are genuine calls.
    pub(super) const SHARES: [(Self, usize); 12] = [
        (Self::WrongKey, 250),
        (Self::Unsigned, 100),
        (Self::OtherAlgorithm, 100),
        (Self::CutShort, 100),
        (Self::Old, 100),
        (Self::Doubled, 200),
        (Self::NotJson, 50),
        (Self::Deep, 10),
        (Self::DeclaredTooLarge, 39),
        (Self::ChunkedTooLarge, 20),
        (Self::SlowBody, 15),
        (Self::SlowHeaders, 15),
    ];

    /// The attack of the n-th call; `None` when that is a genuine one.
    pub(super) fn of(number: usize) -> Option<Self> {
        let mut place = number % 1000;
        for (attack, share) in Self::SHARES {
            match place.checked_sub(share) {
                None => return Some(attack),
                Some(rest) => place = rest,
            }
        }
        None
    }

    /// Whether somebody made it who does not know the secret.
    pub(super) fn is_forged(self) -> bool {
        matches!(self, Self::WrongKey | Self::Unsigned | Self::OtherAlgorithm | Self::CutShort)
    }

    /// Whether it holds a connection for as long as it is let.
    pub(super) fn is_slow(self) -> bool {
        matches!(self, Self::SlowBody | Self::SlowHeaders)
    }

    /// Whether the hook may answer so; `None` is a connection that was closed.
    pub(super) fn may_end(self, status: Option<u16>) -> bool {
        match self {
            Self::WrongKey | Self::Unsigned | Self::OtherAlgorithm | Self::CutShort => status == Some(401),
            // The network is told that it was heard, or it would send it again.
            Self::Old | Self::Doubled | Self::NotJson | Self::Deep => status == Some(200),
            Self::DeclaredTooLarge => status == Some(413),
            // Or there was no room for one more body, or the answer came while it still wrote.
            Self::ChunkedTooLarge => matches!(status, None | Some(413 | 503)),
            Self::SlowBody => matches!(status, None | Some(408)),
            Self::SlowHeaders => matches!(status, None | Some(408)),
        }
    }

    /// The bytes of a call that is made at once. `genuine` is the body of an event that is new, or was
    /// just before; `old` one of last month.
    pub(super) fn call(self, genuine: &str, old: &str) -> Vec<u8> {
        let network = Network::Facebook;
        let right = caller::sign(SECRET, genuine);
        let signed = |body: &str| caller::call(network, body, &caller::sign(SECRET, body));
        match self {
            Self::WrongKey => caller::call(network, genuine, &caller::sign("a guess", genuine)),
            Self::Unsigned => {
                let headers = format!("content-length: {}\r\n", genuine.len());
                (caller::head(network, &headers) + genuine).into_bytes()
            }
            Self::OtherAlgorithm => caller::call(network, genuine, &right.replacen("sha256", "sha1", 1)),
            Self::CutShort => {
                let cut: String = right.chars().take(right.len() - 8).collect();
                caller::call(network, genuine, &cut)
            }
            Self::Old => signed(old),
            Self::Doubled => signed(genuine),
            Self::NotJson => signed("object=page&entry=1"),
            Self::Deep => signed(&format!("{{\"entry\":{}", "[".repeat(DEEP))),
            Self::DeclaredTooLarge => {
                let headers = format!("x-hub-signature-256: {right}\r\ncontent-length: {TOO_LARGE}\r\n");
                caller::head(network, &headers).into_bytes()
            }
            Self::ChunkedTooLarge => {
                let headers = format!("x-hub-signature-256: {right}\r\ntransfer-encoding: chunked\r\n");
                let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
                (caller::head(network, &headers) + &chunk.repeat(TOO_LARGE / 0x10000 + 1)).into_bytes()
            }
            Self::SlowBody => {
                let headers =
                    format!("x-hub-signature-256: {right}\r\ncontent-length: {}\r\n", genuine.len());
                caller::head(network, &headers).into_bytes()
            }
            Self::SlowHeaders => caller::head(network, "x-slow: ").trim_end().as_bytes().to_vec(),
        }
    }

    /// Says the beginning, and then a byte now and then, until the hook has had enough of it.
    pub(super) async fn trickle(self, to: SocketAddr, call: &[u8]) -> Option<u16> {
        let mut caller = Caller::connect(to).await.ok()?;
        caller.say(call).await.ok()?;
        let mut beat = tokio::time::interval(TRICKLE);
        loop {
            tokio::select! {
                answer = caller.answer() => return answer.ok().map(|(status, _)| status),
                _ = beat.tick() => {}
            }
            caller.say(b"x").await.ok()?;
        }
    }
}
