//! From findings to text: one module per output format.
use crate::connector::Connector;
use crate::finding::Finding;
use crate::rule::Severity;

pub mod concise;
pub mod json;
pub mod text;

/// Counts over all that was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub connectors: usize,
    pub files: usize,
    pub errors: usize,
    pub warnings: usize,
    pub info: usize,
    pub suppressed: usize,
    /// Findings that carry a fix.
    pub fixable: usize,
}

impl Summary {
    /// The counts of one connector.
    pub fn of(connector: &Connector, findings: &[Finding]) -> Summary {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        Summary {
            connectors: 1,
            files: connector.file_count(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            info: count(Severity::Info),
            suppressed: 0,
            fixable: findings.iter().filter(|finding| finding.fix.is_some()).count(),
        }
    }

    /// Adds the counts of another part.
    pub fn add(&mut self, other: &Summary) {
        self.connectors += other.connectors;
        self.files += other.files;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.info += other.info;
        self.suppressed += other.suppressed;
        self.fixable += other.fixable;
    }

    /// Whether there is a finding at or above this level.
    pub fn reaches(&self, severity: Severity) -> bool {
        let counts = [(Severity::Info, self.info), (Severity::Warning, self.warnings), (Severity::Error, self.errors)];
        counts.iter().any(|&(level, count)| level >= severity && count > 0)
    }
}
