//! connsmith gives the verdict of Microsoft's connector certification offline, at the exact byte.
//!
//! The way of the data: [`discover`] finds connectors in folders, [`connector::Connector`] holds their documents, which
//! [`json`] reads and [`document`] makes navigable; [`walk`] hands each check of [`rules`] its view and collects
//! [`finding::Finding`]s; [`report`] writes them. [`change`] compares two versions. [`mend`] applies their fixes, [`fmt`] brings a
//! file into canonical form, and [`write`](mod@write) puts the result in the place of the file. `platform` uploads and downloads
//! connectors. The features `platform` and `packages` can be left out. ARCHITECTURE.md has the map.
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, clippy::exit))]

pub mod add;
pub mod archive;
pub mod baseline;
pub mod change;
pub mod changelog;
pub mod check;
pub mod config;
pub mod configured;
pub mod connector;
pub mod discover;
pub mod docs;
pub mod document;
pub mod encode;
pub mod facts;
pub mod finding;
pub mod fix;
pub mod fmt;
pub mod grammar;
pub mod icon;
pub mod json;
pub mod mend;
pub mod misspellings;
pub mod new;
pub mod own_rule;
pub mod pack;
pub mod package;
pub mod page;
#[cfg(feature = "platform")]
pub mod platform;
pub mod profile;
pub mod prose;
pub mod readme;
pub mod report;
pub mod resolve;
pub mod rule;
pub mod rules;
pub mod script;
pub mod shard;
mod slips;
pub mod solution;
pub mod timing;
pub mod title;
pub mod unpack;
pub mod walk;
pub mod word_hash;
pub mod write;

pub use connector::Connector;
pub use document::{Document, Node};
pub use finding::Finding;
pub use rule::{Rule, Severity};
