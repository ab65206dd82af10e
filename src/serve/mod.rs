//! Servers and protocols: calls of an API, tools for language models, a gateway and a listener on this machine, and the language
//! server.
pub mod calls;
pub mod gateway;
pub mod listener;
pub mod lsp;
pub mod mcp;
pub mod network;
pub mod recording;

/// The host names accepted by a server on this machine, which exclude other names that resolve to it.
fn hosts(port: u16) -> Vec<String> {
    ["localhost", "127.0.0.1", "[::1]"].iter().map(|host| format!("{host}:{port}")).collect()
}
