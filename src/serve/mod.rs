//! The library behind a protocol: what an editor, an agent or a browser asks, answered with the same calls as on the command line.
pub mod lsp;
