//! Servers and protocols: calls of an API, tools for language models, a gateway and a listener on this machine, the language server,
//! and the preview page.
pub mod calls;
pub mod gateway;
pub mod listener;
pub mod lsp;
pub mod mcp;
pub mod network;
pub mod preview;
pub mod recording;

/// The host names accepted by a server on this machine, which exclude other names that resolve to it.
fn hosts(port: u16) -> Vec<String> {
    ["localhost", "127.0.0.1", "[::1]"].iter().map(|host| format!("{host}:{port}")).collect()
}

/// Whether a request comes from a page of another site. Such a page reaches this machine by a name of its own, or sends its origin along;
/// an image on it sends neither, but browsers say whose it is.
fn is_stranger(headers: &axum::http::HeaderMap, hosts: &[String]) -> bool {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let known = |host: &str| hosts.iter().any(|known| known.eq_ignore_ascii_case(host));
    !header("host").is_some_and(known)
        || header("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"))
        || header("origin").is_some_and(|origin| !origin.strip_prefix("http://").is_some_and(known))
}
