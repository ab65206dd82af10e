//! What a rule says about a connector: a message at a place.
use crate::rule::fix::Fix;
use crate::rule::{Rule, Severity};
use crate::text::document::{File, Node};
use crate::text::json::Span;

/// Where in a connector something is: which file, which bytes, and Microsoft's `ValuePath`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub file: File,
    /// Bytes of the document's text to underline.
    pub span: Span,
    /// JSON pointer: the parent object when a property is missing, the value itself when a value is bad, `""` for the root
    /// and in files that are not JSON.
    pub pointer: String,
}

impl Place {
    /// The place of a value. A pointer that is longer than any that people write ends in `...`.
    pub fn of(node: Node) -> Place {
        Place { file: node.doc.file, span: node.span(), pointer: shortened(node.pointer()) }
    }
}

/// Longest pointer or message, in bytes. Names of a file can be as long as the file: each of its findings would hold them.
const LONGEST: usize = 4096;

/// A text of which no more than the first bytes are kept.
pub(crate) fn shortened(mut text: String) -> String {
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push_str("...");
        text.shrink_to_fit();
    }
    text
}

/// A second place that helps to understand a finding ("first defined here").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub at: Place,
    pub text: String,
}

/// One fault, at one place, found by one rule.
#[derive(Clone, Debug)]
pub struct Finding {
    pub rule: &'static Rule,
    /// The official validator's code: one of the rule's, where it has any.
    pub code: Option<&'static str>,
    pub severity: Severity,
    pub at: Place,
    /// What is wrong here, lower case, names in backticks, no full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    pub labels: Vec<Label>,
    pub fix: Option<Fix>,
    /// Why it does not count, when somebody said so.
    pub suppressed: Option<Suppressed>,
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suppressed {
    /// `connsmith.toml` says to ignore it, for this reason.
    Ignored { reason: String },
    /// It is in the baseline.
    Baseline,
}

impl Finding {
    /// Says what to do.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Finding {
        self.help = Some(help.into());
        self
    }

    /// Chooses the official code, for a rule that carries several. It must be one of those of the rule's page.
    pub fn code(&mut self, code: &'static str) -> &mut Finding {
        debug_assert!(self.rule.codes.contains(&code), "{code} is not on the page of {}", self.rule.id);
        self.code = Some(code);
        self
    }

    /// Points at a second place.
    pub fn label(&mut self, node: Node, text: impl Into<String>) -> &mut Finding {
        self.labels.push(Label { at: Place::of(node), text: text.into() });
        self
    }

    /// Adds the edits that mend it, if they can be told ([`Fix::is_possible`]).
    pub fn fix(&mut self, fix: Fix) -> &mut Finding {
        self.fix = Some(fix).filter(Fix::is_possible);
        self
    }
}
