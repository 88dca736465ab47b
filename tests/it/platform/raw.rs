//! A server below HTTP: it says exactly these bytes, and then closes or keeps silent.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::network::Network;

/// What follows after the bytes.
#[derive(Clone, Copy)]
pub(crate) enum Then {
    Close,
    Silence,
}

/// Its address. Logins are answered properly; everything else gets `bytes`.
pub(crate) async fn serve(network: &dyn Network, bytes: &'static [u8], then: Then) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let login = network.login();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let login = login.clone();
            tokio::spawn(async move {
                let mut asked = Vec::new();
                while !asked.windows(4).any(|end| end == b"\r\n\r\n") {
                    let mut more = [0; 4096];
                    match stream.read(&mut more).await {
                        Ok(0) | Err(_) => return,
                        Ok(read) => asked.extend_from_slice(&more[..read]),
                    }
                }
                let asked = String::from_utf8_lossy(&asked).into_owned();
                if let Some((path, body)) = login.filter(|(path, _)| asked.contains(path)) {
                    let body = body.to_string();
                    let head = format!(
                        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                        body.len()
                    );
                    assert!(!path.is_empty());
                    stream.write_all(format!("{head}{body}").as_bytes()).await.ok();
                    return;
                }
                stream.write_all(bytes).await.ok();
                match then {
                    Then::Close => {}
                    Then::Silence => std::future::pending::<()>().await,
                }
            });
        }
    });
    address
}
