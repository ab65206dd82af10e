//! What a check needs to know apart from the connector itself.
use crate::connector::publisher::Publisher;
use crate::text::json::Span;
use globset::GlobSet;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// The publisher of a connector, and what a configuration allows and forbids.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub publisher: Publisher,
    /// Words that are spelled right, in lower case.
    pub known_words: Arc<FxHashSet<String>>,
    /// Hosts that must not be called, to be compared in lower case.
    pub restricted_hosts: Arc<GlobSet>,
}

impl Settings {
    /// The settings where there is no configuration.
    pub fn of(publisher: Publisher) -> Settings {
        Settings { publisher, ..Settings::default() }
    }

    /// Whether a word is one that the configuration says is right.
    pub fn knows(&self, word: &str) -> bool {
        !self.known_words.is_empty() && self.known_words.contains(&word.to_lowercase())
    }
}

/// Something in a configuration or a baseline that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
}
