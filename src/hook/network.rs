//! The networks that send webhooks of this kind: Meta's two.

/// A network that sends webhooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Network {
    Facebook,
    Instagram,
}

impl Network {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Facebook, Self::Instagram];

    /// As the configuration writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Facebook => "facebook",
            Self::Instagram => "instagram",
        }
    }

    /// Where it sends its webhooks: the secret must be known before a byte of the body is believed,
    /// so the path says whose it is. No secret stands in the path.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Facebook => "/hook/facebook",
            Self::Instagram => "/hook/instagram",
        }
    }
}
