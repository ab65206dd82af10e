//! A service on this machine that gives the answers of an input, one after the other. The last one is given again and again.
use connsmith::ship::platform::cloud::{Cloud, Endpoints, address};
use connsmith::ship::platform::http::{Http, Outside, Patience};
use connsmith::ship::platform::token::Token;
use connsmith::ship::platform::{Credential, Service};
use std::cell::Cell;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

/// The token of every run: nothing that is shown may hold it.
pub const TOKEN: &str = "the-token-of-this-run";

/// The answers that are left, the next one last.
type Left = Arc<Mutex<Vec<Vec<u8>>>>;

thread_local! {
    static SERVER: (u16, Left) = start();
}

fn start() -> (u16, Left) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let left = Left::default();
    let answers = left.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = answer(stream, &answers);
        }
    });
    (port, left)
}

/// Reads a request to its end, and answers: the first line of an answer has its status, and behind blanks its headers.
fn answer(stream: TcpStream, left: &Left) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut length, mut line) = (0, String::new());
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        length = line.strip_prefix("content-length: ").and_then(|length| length.parse().ok()).unwrap_or(length);
    }
    std::io::copy(&mut (&mut reader).take(length), &mut std::io::sink())?;
    let answer = {
        let mut left = left.lock().expect("no thread that failed");
        if left.len() > 1 { left.pop() } else { left.first().cloned() }
    };
    let answer = answer.unwrap_or_default();
    let end = answer.iter().position(|&byte| byte == b'\n').unwrap_or(answer.len());
    let (head, body) = (String::from_utf8_lossy(&answer[..end]), answer.get(end + 1..).unwrap_or_default());
    let (status, headers) = head.split_once(' ').unwrap_or((&head, ""));
    let status = status.parse().ok().filter(|status| (200..600).contains(status)).unwrap_or(200);
    let mut bytes = format!("HTTP/1.1 {status} Said\r\nContent-Length: {}\r\nConnection: close\r\n", body.len()).into_bytes();
    for header in headers.split("; ").filter(|header| header.contains(':')) {
        bytes.extend_from_slice(header.trim().as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    reader.get_mut().write_all(&bytes)
}

/// Lets a service that gives these answers (parted by a byte 0) be asked, at its address. Waits take no time, though the clock says so.
pub fn with(answers: &[u8], ask: impl FnOnce(&Service, &url::Url)) {
    let mut answers: Vec<Vec<u8>> = answers.split(|&byte| byte == 0).map(<[u8]>::to_vec).collect();
    answers.reverse();
    let port = SERVER.with(|(port, left)| {
        *left.lock().expect("no thread that failed") = answers;
        *port
    });
    let base = address(&format!("http://127.0.0.1:{port}")).expect("an address");
    let waited = Rc::new(Cell::new(Duration::ZERO));
    let clock = waited.clone();
    let unseen = |text: &str| assert!(!text.contains(TOKEN), "a token is shown: {text}");
    let outside = Outside {
        now: Box::new(move || SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) + clock.get()),
        sleep: Box::new(move |time| waited.set(waited.get() + time)),
        say: Box::new(unseen),
        changes: Box::new(|| ()),
        trace: Some(Box::new(unseen)),
    };
    let patience = Patience { timeout: Duration::from_secs(5), retries: 1, ..Patience::default() };
    let addresses =
        Endpoints { power_apps: base.clone(), flow: base.clone(), authority: base.clone(), ..Endpoints::of(Cloud::Public) };
    let http = Http::new(patience, addresses.hosts(), outside);
    let credential = Credential::Borrowed(Box::new(|_| Ok(Token::new(TOKEN))));
    ask(&Service::new(http, addresses, credential, Some("me".to_owned())), &base);
}
