//! Sign-in with a browser: a page of the identity provider sends the person back to this machine (RFC 8252).
use crate::cli::note;
use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use connsmith::ship::platform::http::Http;
use connsmith::ship::platform::sign_in::{Client, Grant};
use connsmith::ship::platform::store::new_key;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

/// How long a person may take.
const PATIENCE: Duration = Duration::from_secs(300);
/// How long a browser may take to send its request.
const BROWSER: Duration = Duration::from_secs(5);
/// Bytes of that request, at most.
const LONGEST: u64 = 16 << 10;

/// Opens the page, and waits for the person to come back.
pub fn sign_in(client: &Client, http: &Http, resource: &str) -> anyhow::Result<Grant> {
    let listener = TcpListener::bind("127.0.0.1:0").context("cannot listen on this machine")?;
    listener.set_nonblocking(true).context("cannot listen on this machine")?;
    // The path and the name, not the address, are what the Azure CLI's client is registered for.
    let redirect = format!("http://localhost:{}", listener.local_addr().context("cannot listen on this machine")?.port());
    let secret = || anyhow::Ok(URL_SAFE_NO_PAD.encode(new_key().map_err(|_| anyhow::anyhow!("no random numbers"))?));
    let (verifier, state) = (secret()?, secret()?);
    let page = client.page(resource, &redirect, &verifier, &state);
    note(&format!("sign in on the page that opens in your browser, or open it yourself: {page}"));
    let _ = open::that_detached(page.as_str()); // the address was shown
    let began = Instant::now();
    loop {
        if began.elapsed() > PATIENCE {
            bail!("nobody signed in within {} seconds", PATIENCE.as_secs());
        }
        let Ok((stream, _)) = listener.accept() else {
            std::thread::sleep(Duration::from_millis(50));
            continue;
        };
        // Anything on this machine may call; only who knows the state counts.
        let Some((answer, mut stream)) = answer(stream, &state) else { continue };
        let done = match (answer.get("code"), answer.get("error")) {
            (Some(code), _) => client.code(http, resource, code, &redirect, &verifier).map_err(anyhow::Error::from),
            (None, Some(error)) => {
                let why = answer.get("error_description").unwrap_or(error);
                Err(anyhow::anyhow!("the sign-in failed: {why}"))
            }
            _ => continue,
        };
        let text =
            if done.is_ok() { "You are signed in. Close this page." } else { "The sign-in failed. The terminal says why." };
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n";
        let _ = write!(stream, "{head}Content-Length: {}\r\n\r\n{text}", text.len()); // the person sees the terminal, too
        return done;
    }
}

/// What a request asks, if it comes from the sign-in; the others are turned away.
fn answer(mut stream: TcpStream, state: &str) -> Option<(BTreeMap<String, String>, TcpStream)> {
    stream.set_nonblocking(false).ok()?;
    stream.set_read_timeout(Some(BROWSER)).ok()?;
    let (mut head, mut part) = (Vec::new(), [0; 1024]);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") && (head.len() as u64) < LONGEST {
        match stream.read(&mut part) {
            Ok(count) if count > 0 => head.extend_from_slice(&part[..count]),
            _ => break,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let target = head.strip_prefix("GET ").and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
    let query = target.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let fields: BTreeMap<String, String> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    if fields.get("state").map(String::as_str) == Some(state) {
        return Some((fields, stream));
    }
    let _ = stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    None
}
