//! Azure Connector Namespaces: what is sent to them, planned and checked.
pub mod invoke;
pub mod mcp;
pub mod ops;
mod report;
pub mod trigger;
