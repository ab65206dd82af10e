//! Shipping connectors: solutions, and the Power Platform service.
#[cfg(feature = "platform")]
pub mod dataverse;
#[cfg(feature = "platform")]
pub mod namespace;
pub mod pack;
#[cfg(feature = "platform")]
pub mod platform;
pub mod unpack;
#[cfg(feature = "platform")]
pub mod wire;
