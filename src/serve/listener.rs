//! Waits for deliveries of a webhook.
use super::http::{self, Budget, Held};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response, StatusCode};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

/// A delivery.
#[derive(Debug)]
pub struct Delivery {
    pub method: String,
    pub content_type: Option<String>,
    pub bytes: Vec<u8>,
    /// What it takes of the memory for deliveries, until it is dropped.
    _held: Held,
}

/// The maximum size of a delivery in bytes.
const LONGEST: usize = 16 << 20;
const PATIENCE: Duration = Duration::from_secs(60);

struct Waiting {
    path: String,
    bodies: Budget,
    send: Box<dyn Fn(Delivery) + Send + Sync>,
}

/// Listens on this machine until the program ends; only `path` is accepted. Returns the address.
///
/// # Errors
/// If the port is in use.
pub fn listen<T: From<Delivery> + Send + 'static>(port: u16, path: String, send: Sender<T>) -> std::io::Result<SocketAddr> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let forward = move |delivery: Delivery| {
        let _ = send.send(delivery.into()); // nobody waits any more
    };
    std::thread::spawn(move || {
        runtime.block_on(async move {
            let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
            let waiting = Arc::new(Waiting { path, bodies: Budget::default(), send: Box::new(forward) });
            let router = axum::Router::new().fallback(delivered).with_state(waiting);
            http::serve(listener, router).await;
        });
    });
    Ok(address)
}

async fn delivered(State(waiting): State<Arc<Waiting>>, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let answer = |status: StatusCode| {
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = status;
        answer
    };
    // Callers that do not know the unguessable path are rejected.
    if head.uri.path() != waiting.path {
        return answer(StatusCode::NOT_FOUND);
    }
    match http::take(body, LONGEST, PATIENCE, &waiting.bodies).await {
        Ok((bytes, held)) => {
            let content_type = head.headers.get("content-type").and_then(|kind| kind.to_str().ok()).map(str::to_owned);
            (waiting.send)(Delivery { method: head.method.to_string(), content_type, bytes, _held: held });
            answer(StatusCode::ACCEPTED)
        }
        Err(why) => answer(why.said(LONGEST).0),
    }
}
