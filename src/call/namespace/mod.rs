//! Azure Connector Namespaces: prepares and checks what is sent to them.
pub mod invoke;
pub mod judged;
pub mod mcp;
pub mod ops;
pub mod payload;
mod report;
pub mod resource;
pub mod sandbox;
pub mod template;
pub mod trigger;
