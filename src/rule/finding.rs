//! What a rule says about a connector: a message at a place.
use crate::connector::place::{Label, Place};
use crate::rule::fix::Fix;
use crate::rule::{Rule, Severity};
use crate::text::document::Node;

/// One fault, at one place, found by one rule.
#[derive(Clone, Debug)]
pub struct Finding {
    pub rule: &'static Rule,
    /// The official validator's code: one of the rule's, where it has any.
    pub code: Option<&'static str>,
    pub severity: Severity,
    pub at: Place,
    /// What is wrong here: lower case, names in backticks, no period.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    pub labels: Vec<Label>,
    /// How many more places have the same cause, beyond those that `labels` names.
    pub unnamed: usize,
    pub fix: Option<Fix>,
    /// Why it does not count, if it is suppressed.
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

    /// Adds the edits that fix it, if they are possible ([`Fix::is_possible`]).
    pub fn fix(&mut self, fix: Fix) -> &mut Finding {
        self.fix = Some(fix).filter(Fix::is_possible);
        self
    }
}

/// The findings that count.
pub fn counting(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.suppressed.is_none())
}
