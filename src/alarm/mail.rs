//! Mail by SMTP (RFC 5321), over TLS unless the server is this machine. An error never holds what the
//! server said: it can quote addresses and passwords.

use std::time::Duration;

use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};

/// How the way to the server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte, usually port 465.
    Tls,
    /// `STARTTLS`, and nothing without it; usually port 587.
    StartTls,
    /// None: a server on this machine.
    None,
}

/// The server that takes our mail, and as whom we write.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is protected.
    pub security: Security,
    /// User name and password, if it wants them.
    pub credentials: Option<(String, SecretString)>,
    /// Our address.
    pub from: String,
    /// A step of the conversation may take so long.
    pub deadline: Duration,
}

/// A way to send mail.
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mail {
    /// Makes it ready. Nothing is sent.
    ///
    /// # Errors
    /// A sentence: an address of ours that is none, or no TLS.
    pub fn new(server: &Server) -> Result<Self, String> {
        let from: Mailbox = mailbox(&server.from)?;
        let tls = || {
            TlsParameters::new(server.host.clone()).map_err(|_| "TLS for mail cannot be set up".to_owned())
        };
        let tls = match server.security {
            Security::Tls => Tls::Wrapper(tls()?),
            Security::StartTls => Tls::Required(tls()?),
            Security::None => Tls::None,
        };
        let domain = from.email.domain().to_owned();
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
            .port(server.port)
            .tls(tls)
            .hello_name(ClientId::Domain(domain))
            .timeout(Some(server.deadline));
        if let Some((user, password)) = &server.credentials {
            let password = password.expose_secret().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self { transport: builder.build(), from })
    }

    /// Hands one mail to the server. `id` becomes its Message-ID: the same for the same message, so that a
    /// second delivery can be known.
    ///
    /// # Errors
    /// A sentence of ours.
    pub(super) async fn send(
        &self,
        to: &[String],
        id: &str,
        subject: &str,
        text: String,
    ) -> Result<(), &'static str> {
        let id = format!("<{id}@{}>", self.from.email.domain());
        let mut message =
            lettre::Message::builder().from(self.from.clone()).message_id(Some(id)).subject(subject);
        for address in to {
            message = message.to(mailbox(address).map_err(|_| "an address in the line is none")?);
        }
        let message = message
            .header(ContentType::TEXT_PLAIN)
            .body(text)
            .map_err(|_| "the mail could not be composed")?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err("the mail server refuses the mail"),
            Err(error) if error.is_timeout() => Err("the mail server does not answer in time"),
            Err(error) if error.is_tls() => Err("no safe connection to the mail server"),
            Err(_) => Err("the mail server cannot be reached or has us wait"),
        }
    }
}

/// An address, as `vagt@kommune.dk`.
pub(super) fn mailbox(address: &str) -> Result<Mailbox, String> {
    address.parse().map_err(|_| format!("`{address}` is no mail address"))
}

impl Server {
    /// Whether every address is one. Nothing is sent.
    ///
    /// # Errors
    /// A sentence.
    pub fn check(&self, line: &[Vec<String>]) -> Result<(), String> {
        mailbox(&self.from)?;
        line.iter().flatten().try_for_each(|address| mailbox(address).map(drop))
    }
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Mail")
    }
}
