//! The library behind a protocol: calls of an API, tools for language models, a gateway and a listener on this machine, and the
//! language server.
pub mod calls;
pub mod gateway;
pub mod listener;
pub mod lsp;
pub mod mcp;
pub mod network;
pub mod recording;

/// The names under which a server on this machine may be asked for: no other site's name that leads here.
fn hosts(port: u16) -> Vec<String> {
    ["localhost", "127.0.0.1", "[::1]"].iter().map(|host| format!("{host}:{port}")).collect()
}
