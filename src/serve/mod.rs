//! Servers and protocols: calls of an API, tools for language models, a gateway and a listener on this machine, the language server,
//! and the preview page.
pub mod calls;
pub mod gateway;
mod halves;
mod http;
pub mod listener;
pub mod lsp;
pub mod mcp;
pub mod network;
pub mod preview;
pub mod recording;
mod stdio;
