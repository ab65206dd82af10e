//! Azure Connector Namespaces: sends what `call` plans.
//!
//! [`address`] and [`sandbox`] make the requests; [`client`] sends them with the sign-in of the Power Apps verbs and follows what takes
//! time.
pub mod address;
pub mod client;
pub mod sandbox;
