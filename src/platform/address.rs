//! Which addresses may be called at all: `https` to a public host, or loopback. It must never let a
//! name lead into the machine's own network, whatever the name server says.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::connect::ConnectError;

/// Where a connection may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// This machine only (the demo and the tests).
    Loopback,
    /// Public addresses only.
    Public,
    /// This machine, or the municipality's own network: an outside model.
    Near,
}

/// Checks the address of a network's API once, before anything is sent.
pub(super) fn check(base: &Url) -> Result<Reach, ConnectError> {
    if !base.username().is_empty() || base.password().is_some() {
        return Err(ConnectError::Address("must hold no user name or password"));
    }
    if base.query().is_some() || base.fragment().is_some() {
        return Err(ConnectError::Address("must hold no query or fragment"));
    }
    let (is_loopback, literal) = match base.host() {
        None => return Err(ConnectError::Address("has no host")),
        Some(Host::Domain(name)) => (name == "localhost", None),
        Some(Host::Ipv4(ip)) => (ip.is_loopback(), Some(IpAddr::V4(ip))),
        Some(Host::Ipv6(ip)) => (ip.is_loopback(), Some(IpAddr::V6(ip))),
    };
    match (base.scheme(), is_loopback) {
        ("http" | "https", true) => return Ok(Reach::Loopback),
        ("https", false) => {}
        _ => return Err(ConnectError::Address("must be https")),
    }
    if base.port_or_known_default() != Some(443) {
        return Err(ConnectError::Address("must use port 443"));
    }
    if literal.is_some_and(|ip| !is_public(ip)) {
        return Err(ConnectError::Address("must be a public address"));
    }
    Ok(Reach::Public)
}

/// Checks the address of an outside model: this machine or a private address, by `http` or `https`. A name
/// may lead there too; with `allow_public` it leads to a public host instead, by `https`.
pub(super) fn near(url: &Url, allow_public: bool) -> Result<Reach, ConnectError> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(ConnectError::Address("must hold no user name or password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(ConnectError::Address("must hold no query or fragment"));
    }
    if !matches!(url.scheme(), "http" | "https") {
        return Err(ConnectError::Address("must be http or https"));
    }
    let literal = match url.host() {
        None => return Err(ConnectError::Address("has no host")),
        Some(Host::Domain(_)) => None,
        Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
    };
    let is_named_near = matches!(url.host(), Some(Host::Domain("localhost")));
    if is_named_near || literal.is_some_and(is_near) {
        return Ok(Reach::Near);
    }
    match (allow_public, literal) {
        (false, None) => Ok(Reach::Near),
        (false, Some(_)) => Err(ConnectError::Address(
            "must lead to this machine or a private address, or model.allow_public be true",
        )),
        (true, literal) if url.scheme() == "https" && literal.is_none_or(is_public) => Ok(Reach::Public),
        (true, _) => Err(ConnectError::Address("must be https where it is not a private address")),
    }
}

impl Resolve for Reach {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = *self;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|address| reach.allows(address.ip())).collect();
            if allowed.is_empty() {
                return Err("the name leads to no allowed address".into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

impl Reach {
    fn allows(self, ip: IpAddr) -> bool {
        match self {
            Self::Loopback => ip.is_loopback(),
            Self::Public => is_public(ip),
            Self::Near => is_near(ip),
        }
    }
}

/// Loopback and the private ranges (RFC 1918, RFC 4193). Link-local is not among them: cloud machines
/// answer there with their own secrets.
fn is_near(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

/// The IANA special-purpose registries, RFC 6890.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19))
        || a >= 224;
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // Mapped, compatible and translated addresses lead where the IPv4 address in them leads.
        [0, 0, 0, 0, 0, 0xffff | 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => v4(high, low),
        [0x2001, second, ..] => second >= 0x200 && second != 0xdb8,
        // Only 2000::/3 is global unicast.
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    // Here and not in tests/it, because no public door lets a test choose what a name leads to.
    use super::{Reach, Resolve};

    #[tokio::test]
    async fn a_public_name_that_leads_into_the_machine_is_not_followed() {
        let localhost = || "localhost".parse().expect("a name");

        assert!(Reach::Public.resolve(localhost()).await.is_err());

        let found = Reach::Loopback.resolve(localhost()).await.expect("this machine");
        assert!(found.map(|address| address.ip()).all(|ip| ip.is_loopback()));
    }
}
