//! connsmith checks Microsoft Power Platform and Azure Logic Apps custom connectors offline, and fixes, formats, compares, packages
//! and uploads them.
//!
//! To check a connector, find it, read it, and ask for the findings:
//!
//! ```
//! use connsmith::judge::check::{Checker, Options};
//! use std::path::{Path, PathBuf};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let here = Path::new(env!("CARGO_MANIFEST_DIR"));
//! let checker = Checker::new(&Options::default());
//! for found in connsmith::connector::discover::find(&[PathBuf::from(here).join("fixtures/example")])? {
//!     let target = checker.read(&found, here)?;
//!     for finding in checker.findings(&target) {
//!         let name = target.file_name(finding.at.file);
//!         let line = target.document(finding.at.file).map_or(1, |file| file.position(finding.at.span.start).line);
//!         println!("{name}:{line}: {} [{}]", finding.message, finding.rule.id);
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Each module below is a floor and uses only the floors below it. From the bottom: [`text`] reads bytes into trees and writes them
//! back, [`connector`] models a connector, [`rule`] defines what a rule is and [`rules`] contains them all, [`judge`] runs the rules,
//! [`report`] writes findings, and [`make`], [`call`] and [`ship`] are side by side on top; `serve` offers them behind a
//! protocol, such as that of editors. ARCHITECTURE.md has the details.
//! The features `platform`, `packages` and `serve` can be left out.
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, clippy::exit))]

pub mod call;
pub mod connector;
pub mod judge;
pub mod make;
pub mod report;
pub mod rule;
pub mod rules;
#[cfg(feature = "serve")]
pub mod serve;
pub mod ship;
pub mod text;

pub use connector::Connector;
pub use rule::finding::Finding;
pub use rule::{Rule, Severity};
pub use text::document::{Document, Node};
