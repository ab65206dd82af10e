//! connsmith gives the verdict of Microsoft's connector certification offline, at the exact byte.
//!
//! The way of the data: [`discover`] finds connectors in folders, [`connector::Connector`] holds their documents, which
//! [`json`] reads and [`document`] makes navigable; [`walk`] hands each check of [`rules`] its view and collects
//! [`finding::Finding`]s; [`report`] writes them. [`change`] compares two versions. [`mend`] applies their fixes, [`fmt`] brings a
//! file into canonical form, and [`write`](mod@write) puts the result in the place of the file. `platform` uploads and downloads
//! connectors. The features `platform` and `packages` can be left out. ARCHITECTURE.md has the map.
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, clippy::exit))]

pub mod call;
pub mod connector;
pub mod judge;
pub mod make;
pub mod report;
pub mod rule;
pub mod rules;
pub mod ship;
pub mod text;

pub use connector::Connector;
pub use rule::finding::Finding;
pub use rule::{Rule, Severity};
pub use text::document::{Document, Node};
