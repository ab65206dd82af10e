//! What the servers on this machine share: connections and bodies within limits, and who may ask.
use axum::Router;
use axum::body::{Body, HttpBody};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;

/// The bounds of a server's connections.
#[derive(Clone, Copy)]
struct Limits {
    /// How long the head of a request may take, and how long a connection may be idle.
    head: Duration,
    /// How long a client may take to read the next part of an answer.
    reading: Duration,
    /// How many may be open at once.
    connections: usize,
}

const LIMITS: Limits = Limits { head: Duration::from_secs(10), reading: Duration::from_secs(60), connections: 256 };

/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 64 << 10;

/// How long a client that is turned away may take to read why.
const PARTING: Duration = Duration::from_secs(1);

/// Serves until the program ends.
pub(super) async fn serve(listener: TcpListener, router: Router) {
    within(listener, router, LIMITS).await;
}

async fn within(listener: TcpListener, router: Router, limits: Limits) {
    let open = Arc::new(Semaphore::new(limits.connections));
    let turned_away = Arc::new(Semaphore::new(limits.connections.div_ceil(4)));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(LONGEST_HEAD);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // The client has gone, or no file descriptor is free.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        if let Ok(place) = Arc::clone(&open).try_acquire_owned() {
            let mut stream = TimeoutStream::new(stream);
            stream.set_write_timeout(Some(limits.reading));
            let io = TokioIo::new(Box::pin(stream));
            let connection = http.serve_connection(io, TowerToHyperService::new(router.clone()));
            tokio::spawn(async move {
                let _ = connection.await; // a fault of the client concerns nobody else
                drop(place);
            });
        } else if let Ok(place) = Arc::clone(&turned_away).try_acquire_owned() {
            tokio::spawn(async move {
                let _ = tokio::time::timeout(PARTING, turn_away(stream)).await; // either way, it is closed
                drop(place);
            });
        }
    }
}

/// Says that there are too many connections. What the client sends is read, because closing earlier would take the answer away from it.
async fn turn_away(mut stream: TcpStream) -> io::Result<()> {
    stream.write_all(b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").await?;
    stream.shutdown().await?;
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer).await? > 0 {}
    Ok(())
}

/// How many bytes all bodies of a server's requests may take in memory together.
const MOST_UNDER_WAY: usize = 64 << 20;
/// The unit in which they are counted, in bytes.
const UNIT: usize = 1 << 10;
/// What a parsed value of JSON takes, in bytes.
const VALUE: usize = 400;

/// The memory for the bodies of a server's requests. Copies share it.
#[derive(Clone)]
pub(super) struct Budget(Arc<Semaphore>);

impl Default for Budget {
    fn default() -> Budget {
        Budget(Arc::new(Semaphore::new(MOST_UNDER_WAY / UNIT)))
    }
}

/// A part of a [`Budget`], given back when it is dropped.
#[derive(Debug, Default)]
pub struct Held(Option<OwnedSemaphorePermit>);

impl Held {
    fn bytes(&self) -> usize {
        self.0.as_ref().map_or(0, OwnedSemaphorePermit::num_permits) * UNIT
    }

    fn add(&mut self, more: OwnedSemaphorePermit) {
        match &mut self.0 {
            Some(held) => held.merge(more),
            None => self.0 = Some(more),
        }
    }
}

impl Budget {
    /// Holds at least this number of bytes.
    fn grow(&self, held: &mut Held, bytes: usize) -> Result<(), NotTaken> {
        let more = bytes.saturating_sub(held.bytes()).div_ceil(UNIT);
        if more > 0 {
            let more = u32::try_from(more).map_err(|_| NotTaken::Busy)?;
            held.add(Arc::clone(&self.0).try_acquire_many_owned(more).map_err(|_| NotTaken::Busy)?);
        }
        Ok(())
    }

    /// Holds what so many values of JSON take once they are parsed.
    pub(super) fn values(&self, values: usize) -> Result<Held, NotTaken> {
        let mut held = Held::default();
        self.grow(&mut held, values * VALUE)?;
        Ok(held)
    }
}

/// Why a body was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotTaken {
    Late,
    TooLarge,
    /// It is not encoded as HTTP says, or ended early.
    Broken,
    /// Too much is under way.
    Busy,
}

impl NotTaken {
    /// The status, a name for programs, and a message. `longest` is the largest size of a body in bytes.
    pub(super) fn said(self, longest: usize) -> (StatusCode, &'static str, String) {
        match self {
            NotTaken::Late => (StatusCode::REQUEST_TIMEOUT, "Timeout", "the body did not arrive in time".to_owned()),
            NotTaken::TooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, "TooLarge", format!("the body must be at most {} MiB", longest >> 20))
            }
            NotTaken::Broken => (StatusCode::BAD_REQUEST, "BadRequest", "the body is malformed or not complete".to_owned()),
            NotTaken::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Busy",
                "the requests under way are too large together; try again later".to_owned(),
            ),
        }
    }

    /// An answer in plain text.
    pub(super) fn plain(self, longest: usize) -> Response<Body> {
        let (status, _, message) = self.said(longest);
        plain(status, &message)
    }
}

/// Takes a body of at most `longest` bytes, which arrives within `patience`. What it takes of the budget is held as long as the second
/// value.
pub(super) async fn take(
    mut body: Body,
    longest: usize,
    patience: Duration,
    budget: &Budget,
) -> Result<(Vec<u8>, Held), NotTaken> {
    let size = body.size_hint();
    if size.lower() > longest as u64 {
        return Err(NotTaken::TooLarge);
    }
    let all = async {
        let (mut bytes, mut held) = (Vec::new(), Held::default());
        while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            // Trailers mean nothing to us.
            let Ok(data) = frame.map_err(|_| NotTaken::Broken)?.into_data() else { continue };
            if bytes.len() + data.len() > longest {
                return Err(NotTaken::TooLarge);
            }
            budget.grow(&mut held, bytes.len() + data.len())?;
            bytes.extend_from_slice(&data);
        }
        Ok((bytes, held))
    };
    tokio::time::timeout(patience, all).await.unwrap_or(Err(NotTaken::Late))
}

/// An answer with the headers that keep it on this machine and out of other sites.
pub(super) fn answer(status: StatusCode, kind: &'static str, body: String, policy: &str) -> Response<Body> {
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = status;
    let headers = [
        ("content-type", kind),
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cache-control", "no-store"),
    ];
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            answer.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    answer
}

/// The content security policy of what is no page.
pub(super) const NOTHING_ALLOWED: &str = "default-src 'none'; frame-ancestors 'none'";

/// An answer in plain text.
pub(super) fn plain(status: StatusCode, text: &str) -> Response<Body> {
    answer(status, "text/plain; charset=utf-8", format!("{text}\n"), NOTHING_ALLOWED)
}

/// The host names accepted by a server on this machine, which exclude other names that resolve to it.
pub(super) fn hosts(port: u16) -> Vec<String> {
    ["localhost", "127.0.0.1", "[::1]"].iter().map(|host| format!("{host}:{port}")).collect()
}

/// The value of a header; an error if it is given twice, or is not text.
fn single<'h>(headers: &'h HeaderMap, name: &str) -> Result<Option<&'h str>, ()> {
    let mut all = headers.get_all(name).iter();
    match (all.next(), all.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(|_| ()),
        (Some(_), Some(_)) => Err(()),
    }
}

/// Whether a request comes from a page of another site. Such a page reaches this machine by a name of its own, or sends its origin along;
/// an image on it sends neither, but browsers say whose it is.
pub(super) fn is_stranger(head: &Parts, hosts: &[String]) -> bool {
    let known = |host: &str| hosts.iter().any(|known| known.eq_ignore_ascii_case(host));
    let header = |name: &str| single(&head.headers, name);
    let (Ok(Some(host)), Ok(site), Ok(origin)) = (header("host"), header("sec-fetch-site"), header("origin")) else {
        return true;
    };
    !known(host)
        || head.uri.authority().is_some_and(|authority| !known(authority.as_str()))
        || site.is_some_and(|site| !matches!(site, "same-origin" | "none"))
        || origin.is_some_and(|origin| !origin.strip_prefix("http://").is_some_and(known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;
    use std::net::Ipv4Addr;

    fn head(uri: &str, headers: &[(&'static str, &[u8])]) -> Parts {
        let mut request = Request::get(uri);
        for (name, value) in headers {
            request = request.header(*name, HeaderValue::from_bytes(value).expect("a value"));
        }
        request.body(()).expect("a request").into_parts().0
    }

    #[test]
    fn strangers_are_known_by_their_headers() {
        let hosts = hosts(80);
        let host = |value: &'static [u8]| ("host", value);
        let origin = |value: &'static [u8]| ("origin", value);
        let site = |value: &'static [u8]| ("sec-fetch-site", value);
        let own = host(b"localhost:80");
        assert!(!is_stranger(&head("/", &[own]), &hosts));
        assert!(!is_stranger(&head("/", &[own, origin(b"http://127.0.0.1:80"), site(b"none")]), &hosts));
        assert!(!is_stranger(&head("http://localhost:80/x", &[own]), &hosts));
        for (uri, headers) in [
            ("/", vec![]),
            ("/", vec![host(b"evil.example")]),
            ("http://evil.example/", vec![own]),
            ("/", vec![own, own]),
            ("/", vec![own, host(b"evil.example")]),
            ("/", vec![own, origin(b"http://localhost:80"), origin(b"http://evil.example")]),
            ("/", vec![own, origin(b"http://\xff")]),
            ("/", vec![own, site(b"cross-site")]),
            ("/", vec![own, site(b"\xff")]),
            ("/", vec![own, site(b"none"), site(b"cross-site")]),
        ] {
            assert!(is_stranger(&head(uri, &headers), &hosts), "{uri} {headers:?}");
        }
    }

    fn run(test: impl Future<Output = ()>) {
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime").block_on(test);
    }

    async fn started(limits: Limits) -> std::net::SocketAddr {
        answering("hello".to_owned(), limits).await
    }

    async fn answering(text: String, limits: Limits) -> std::net::SocketAddr {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().fallback(|| async { Response::new(Body::from(text)) });
        tokio::spawn(within(listener, router, limits));
        address
    }

    async fn answer(stream: &mut TcpStream) -> String {
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await; // what came before the end counts
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[test]
    fn heads_must_arrive_and_idle_connections_end() {
        run(async {
            let address = started(Limits { head: Duration::from_millis(50), ..LIMITS }).await;
            let mut half = TcpStream::connect(address).await.expect("a connection");
            half.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").await.expect("it is sent");
            let mut silent = TcpStream::connect(address).await.expect("a connection");
            let mut idle = TcpStream::connect(address).await.expect("a connection");
            idle.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("it is sent");
            // Each of them is closed by the server.
            assert!(!answer(&mut half).await.contains("hello"));
            assert!(!answer(&mut silent).await.contains("hello"));
            assert!(answer(&mut idle).await.contains("hello"));
        });
    }

    #[test]
    fn connections_are_limited() {
        run(async {
            let address = started(Limits { connections: 2, ..LIMITS }).await;
            let ask = async |stream: &mut TcpStream| {
                let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await; // it may be closed
                answer(stream).await
            };
            let mut first = TcpStream::connect(address).await.expect("a connection");
            let _second = TcpStream::connect(address).await.expect("a connection");
            let mut third = TcpStream::connect(address).await.expect("a connection");
            assert!(answer(&mut third).await.starts_with("HTTP/1.1 503 "));
            drop(third);
            // Where one goes, another one comes.
            assert!(ask(&mut first).await.ends_with("hello"));
            loop {
                let mut next = TcpStream::connect(address).await.expect("a connection");
                if ask(&mut next).await.ends_with("hello") {
                    break;
                }
            }
        });
    }

    #[test]
    fn a_client_that_does_not_read_is_left() {
        run(async {
            let limits = Limits { reading: Duration::from_millis(50), connections: 1, ..LIMITS };
            let address = answering("x".repeat(64 << 20), limits).await;
            let ask = async || {
                let mut stream = TcpStream::connect(address).await.expect("a connection");
                let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await; // it may be closed
                stream
            };
            let _silent = ask().await;
            // The only place is free again.
            while answer(&mut ask().await).await.len() < 64 << 20 {}
        });
    }

    #[test]
    fn bodies_are_bounded_together() {
        run(async {
            let budget = Budget(Arc::new(Semaphore::new(3)));
            let body = |length: usize| take(Body::from(vec![b'x'; length]), 4 << 10, Duration::from_secs(60), &budget);
            let (bytes, first) = body(2000).await.expect("it fits");
            assert_eq!(bytes.len(), 2000);
            assert_eq!(body(2000).await.err(), Some(NotTaken::Busy));
            let (_, second) = body(1000).await.expect("it fits");
            assert_eq!(budget.values(1).err(), Some(NotTaken::Busy));
            drop((first, second));
            assert!(body(3000).await.is_ok());
            assert_eq!(body(5000).await.err(), Some(NotTaken::TooLarge));
        });
    }
}
