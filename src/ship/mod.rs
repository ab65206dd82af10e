//! Shipping connectors: solutions, and the Power Platform service.
pub mod pack;
#[cfg(feature = "platform")]
pub mod platform;
pub mod unpack;
