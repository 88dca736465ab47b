//! What a connection may be made of.

use ordstyrer::platform::{ConnectError, Secrets, connect, needs, networks as names};
use secrecy::SecretString;
use url::Url;

use super::network::{Network, connection, networks};

fn refusal(network: &dyn Network, address: &str) -> Option<ConnectError> {
    let mut tried = connection(network, "https://api.example");
    tried.base_url = Url::parse(address).expect("an address");
    connect(network.name(), tried).err()
}

#[test]
fn every_network_of_the_list_passes_the_contract() {
    let tested: Vec<_> = networks().iter().map(|network| network.name()).collect();
    assert_eq!(names(), tested);
}

#[test]
fn an_unknown_network_or_option_is_named() {
    for network in networks() {
        let known = connection(&*network, "https://api.example");
        assert_eq!(connect("myspace", known.clone()).err(), Some(ConnectError::UnknownNetwork));
        let mut strange = known;
        strange.options.insert("messages".to_owned(), toml::Value::Boolean(true));
        let error = connect(network.name(), strange).err().expect("it is refused");
        assert!(error.to_string().contains("`messages`"), "{error}");
    }
}

#[test]
fn only_https_to_a_public_host_or_loopback_is_called() {
    for network in networks() {
        for allowed in [
            "https://graph.facebook.com/v25.0",
            "https://bsky.social",
            "https://bsky.social:443",
            "https://93.184.216.34",
            "https://[2a00:1450:400f::1]",
            "http://127.0.0.1:2583",
            "http://127.9.9.9:1",
            "http://[::1]:1",
            "http://localhost:1",
            "https://localhost:1",
        ] {
            assert_eq!(refusal(&*network, allowed), None, "{} {allowed}", network.name());
        }
        for refused in [
            "http://graph.facebook.com",
            "http://93.184.216.34",
            "ftp://graph.facebook.com",
            "file:///etc/passwd",
            "data:text/plain,hej",
            "unix:/run/x",
            "https://user@graph.facebook.com",
            "https://user:secret@graph.facebook.com",
            "https://graph.facebook.com/?access_token=1",
            "https://graph.facebook.com/#x",
            "https://graph.facebook.com:8443",
            "https://graph.facebook.com:22",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example",
            "http://0.0.0.0",
            "https://0.0.0.0",
            "https://10.0.0.1",
            "https://172.16.5.4",
            "https://192.168.1.1",
            "https://169.254.169.254",
            "https://100.64.0.1",
            "https://192.0.0.8",
            "https://198.18.0.1",
            "https://224.0.0.1",
            "https://255.255.255.255",
            "https://240.0.0.1",
            "https://0x0a000001",
            "https://167772161",
            "https://012.0.0.1",
            "https://10.1",
            "https://[::]",
            "https://[::ffff:10.0.0.1]",
            "https://[::ffff:169.254.169.254]",
            "https://[::10.0.0.1]",
            "https://[64:ff9b::a00:1]",
            "https://[2002:a00:1::]",
            "https://[2001:db8::1]",
            "https://[2001::1]",
            "https://[fe80::1]",
            "https://[fc00::1]",
            "https://[fd12:3456::1]",
            "https://[fec0::1]",
            "https://[ff02::1]",
        ] {
            let error = refusal(&*network, refused);
            assert!(
                matches!(error, Some(ConnectError::Address(_))),
                "{} {refused}: {error:?}",
                network.name()
            );
        }
    }
}

#[test]
fn a_token_that_no_header_can_carry_is_refused_without_being_quoted() {
    for network in networks() {
        let mut empty = connection(&*network, "https://api.example");
        empty.secrets = Secrets::token(SecretString::from(""));
        assert!(matches!(connect(network.name(), empty).err(), Some(ConnectError::Token(_))));
    }
    let facebook = &networks()[0];
    let mut broken = connection(&**facebook, "https://api.example");
    broken.secrets = Secrets::token(SecretString::from("hemmelig\n"));
    let error = connect("facebook", broken).err().expect("it is refused");
    assert!(!error.to_string().contains("hemmelig"), "{error}");
}

#[test]
fn a_page_that_cannot_be_one_is_refused() {
    for (network, pages) in [
        ("facebook", ["testkommune", "", "12 34", "12/34", "../me"]),
        ("instagram", ["testkommune", "", "12 34", "12/34", "../me"]),
        ("bluesky", ["@kommune.test", "", "kommune", "did:", "kommune.test/x"]),
        ("mastodon", ["@kommune", "", "kommune", "12/34", "../me"]),
        ("youtube", ["@kommune", "", "UCkort", "UCkommune/../me/kommune1", "UUkommunekommunekommune1"]),
    ] {
        let wire = networks().into_iter().find(|wire| wire.name() == network).expect("it is known");
        for page in pages {
            let mut tried = connection(&*wire, "https://api.example");
            page.clone_into(&mut tried.page);
            let error = connect(network, tried).err();
            assert!(matches!(error, Some(ConnectError::Page(_))), "{network} {page}: {error:?}");
        }
    }
}

#[test]
fn every_network_says_what_it_needs_and_refuses_private_messages() {
    for name in names() {
        let needs = needs(name).expect("a network of the list");
        assert!(!needs.needed.is_empty(), "{name}");
        assert!(!needs.refused.is_empty(), "{name}");
        assert!(needs.needed.iter().all(|scope| !needs.refused.contains(scope)), "{name}");
    }
    assert!(needs("facebook").expect("known").refused.contains(&"pages_messaging"));
    assert!(needs("instagram").expect("known").refused.contains(&"instagram_manage_messages"));
    assert!(needs("bluesky").expect("known").refused.contains(&"com.atproto.appPassPrivileged"));
    assert!(needs("mastodon").expect("known").refused.contains(&"write:conversations"));
    assert!(needs("youtube").expect("known").refused.contains(&"https://mail.google.com/"));
    assert_eq!(needs("myspace"), None);
}
