//! From findings to text: one module per output format.
pub mod docs;
pub mod escape;
pub mod excerpt;
pub mod page;

use crate::rule::finding::{Finding, counting};
use crate::rule::fix::Safety;
use crate::rule::subject::Subject;
use crate::rule::{Rule, Severity};
use crate::text::document::{File, Position};
use crate::text::json::Span;
use std::borrow::Cow;
use std::collections::BTreeMap;

pub mod anchor;
pub mod azure;
pub mod checklist;
pub mod checkstyle;
pub mod concise;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod markup;
pub mod merge;
pub mod rdjson;
pub mod rendered;
pub mod sarif;
pub mod statistics;
pub mod text;

/// A report format: how to write the part of each subject while its texts are in memory, and how to combine these parts.
pub struct Format {
    pub name: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    pub part: fn(&dyn Subject, &[Finding], text::Style) -> Part,
    pub whole: for<'p> fn(&'p [Part], &Summary) -> Pieces<'p>,
}

/// A whole report, to be written piece by piece: for a catalog, it is too long to hold it a second time as one text.
pub type Pieces<'p> = Vec<Cow<'p, str>>;

/// All formats. The first is the one for people at a terminal.
pub static FORMATS: &[Format] = &[
    Format {
        name: "text",
        about: "Code frames for people",
        part: text::part,
        whole: |parts, summary| one(text::whole(parts, summary)),
    },
    Format {
        name: "concise",
        about: "One line per finding",
        part: |subject, findings, _| concise::part(subject, findings),
        whole: |parts, _| one(concise::whole(parts)),
    },
    Format {
        name: "summary",
        about: "Only the summary line",
        part: |_, _, _| Part::default(),
        whole: |_, summary| one(text::summary(summary)),
    },
    Format {
        name: "json",
        about: "For programs",
        part: |subject, findings, _| json::part(subject, findings),
        whole: json::pieces,
    },
    Format {
        name: "sarif",
        about: "SARIF 2.1.0, for code scanning",
        part: |subject, findings, _| sarif::part(subject, findings),
        whole: |parts, summary| one(sarif::whole(parts, summary)),
    },
    Format {
        name: "github",
        about: "Annotations for GitHub Actions",
        part: |subject, findings, _| github::part(subject, findings),
        whole: |parts, summary| one(github::whole(parts, summary)),
    },
    Format {
        name: "azure",
        about: "Issues for Azure Pipelines",
        part: |subject, findings, _| azure::part(subject, findings),
        whole: |parts, summary| one(azure::whole(parts, summary)),
    },
    Format {
        name: "gitlab",
        about: "GitLab code quality report",
        part: |subject, findings, _| gitlab::part(subject, findings),
        whole: |parts, _| one(gitlab::whole(parts)),
    },
    Format {
        name: "junit",
        about: "JUnit XML, for test reports",
        part: |subject, findings, _| junit::part(subject, findings),
        whole: |parts, summary| one(junit::whole(parts, summary)),
    },
    Format {
        name: "checkstyle",
        about: "Checkstyle XML",
        part: |subject, findings, _| checkstyle::part(subject, findings),
        whole: |parts, _| one(checkstyle::whole(parts)),
    },
    Format {
        name: "markdown",
        about: "A table for a comment on a pull request",
        part: |subject, findings, _| markdown::part(subject, findings),
        whole: |parts, summary| one(markdown::whole(parts, summary)),
    },
    Format {
        name: "html",
        about: "A self-contained page with filters",
        part: |subject, findings, _| html::part(subject, findings),
        whole: |parts, summary| one(html::whole(parts, summary)),
    },
    Format {
        name: "checklist",
        about: "A checklist for submission",
        part: |subject, findings, _| checklist::part(subject, findings),
        whole: |parts, summary| one(checklist::whole(parts, summary)),
    },
    Format {
        name: "rdjson",
        about: "For reviewdog",
        part: |subject, findings, _| rdjson::part(subject, findings),
        whole: |parts, _| one(rdjson::whole(parts)),
    },
];

/// The number of findings per rule instead of the findings.
pub static STATISTICS: Format = Format {
    name: "statistics",
    about: "Number of findings per rule",
    part: |_, findings, _| statistics::part(findings),
    whole: |parts, summary| one(statistics::whole(parts, summary)),
};

/// A report as a single text.
fn one(text: String) -> Pieces<'static> {
    vec![Cow::Owned(text)]
}

impl Format {
    /// The format of this name.
    pub fn named(name: &str) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.name == name)
    }
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The maximum number of bytes per subject in one format. Findings beyond it are only counted.
const MOST_BYTES: usize = 64 << 20;

/// The part of one subject in one format. It contains only text, so that a run over a catalog keeps no documents.
#[derive(Debug, Default)]
pub struct Part {
    /// The text about the subject itself.
    pub about: Vec<String>,
    /// The texts of its findings.
    pub findings: Vec<Said>,
    /// How many findings are omitted because the report would become too long.
    pub left_out: usize,
}

impl Part {
    /// A part with the text of each finding, as long as there is room.
    pub fn of<T>(about: Vec<String>, findings: impl Iterator<Item = T>, mut said: impl FnMut(T) -> Said) -> Part {
        let mut part = Part { about, ..Part::default() };
        let mut bytes = 0;
        for finding in findings {
            if bytes >= MOST_BYTES {
                part.left_out += 1;
                continue;
            }
            let said = said(finding);
            bytes += said.text.len();
            part.findings.push(said);
        }
        part
    }
}

/// How many findings are omitted in all parts.
pub fn left_out(parts: &[Part]) -> usize {
    parts.iter().map(|part| part.left_out).sum()
}

/// A message about omitted findings; None if there are none.
pub fn left_out_note(parts: &[Part]) -> Option<String> {
    let count = left_out(parts);
    let findings = if count == 1 { "finding is" } else { "findings are" };
    (count > 0)
        .then(|| format!("{count} more {findings} omitted: the report of one connector is limited to {} MiB", MOST_BYTES >> 20))
}

/// A finding's message, escaped, on one line.
pub fn message(finding: &Finding) -> Cow<'_, str> {
    escape::visible(&finding.message)
}

/// The help of a finding, escaped, on one line.
pub fn help(finding: &Finding) -> Option<Cow<'_, str>> {
    finding.help.as_deref().map(escape::visible)
}

/// A finding's message and, on the next line, its help.
pub fn with_help(finding: &Finding) -> String {
    match help(finding) {
        Some(help) => format!("{}\n{help}", message(finding)),
        None => message(finding).into_owned(),
    }
}

/// The displayed name of a file, escaped, on one line.
pub fn file_name(subject: &dyn Subject, file: File) -> String {
    escape::visible(&subject.file_name(file)).into_owned()
}

/// The text of a finding in a format.
#[derive(Debug)]
pub struct Said {
    pub rule: &'static Rule,
    pub severity: Severity,
    pub text: String,
}

impl Said {
    /// A text about a finding.
    pub fn of(finding: &Finding, text: String) -> Said {
        Said { rule: finding.rule, severity: finding.severity, text }
    }
}

/// All texts of all parts, concatenated.
pub fn joined(parts: &[Part]) -> String {
    let texts = |part: &Part| {
        part.about.iter().map(String::as_str).chain(part.findings.iter().map(|said| said.text.as_str())).collect::<String>()
    };
    parts.iter().map(texts).collect()
}

/// The items of a list, one per line, between its brackets; `indent` is that of the line with the bracket.
pub fn lines<T: AsRef<str>>(items: &[T], indent: &str) -> String {
    let mut lines = String::new();
    for item in items {
        lines.push_str(if lines.is_empty() { "\n" } else { ",\n" });
        lines.push_str(indent);
        lines.push_str("  ");
        lines.push_str(item.as_ref());
    }
    if lines.is_empty() { lines } else { lines + "\n" + indent }
}

/// The start and end of a span as lines and columns; the first character if the file is missing or not text.
pub fn range(subject: &dyn Subject, file: File, span: Span) -> (Position, Position) {
    let first = Position { line: 1, column: 1, utf16: 1, offset: 0 };
    match subject.document(file) {
        Some(document) => (document.position(span.start), document.position(span.end)),
        None => (first, first),
    }
}

/// How many findings of each level a service still shows.
struct Quota {
    each: usize,
    taken: BTreeMap<Severity, usize>,
    refused: BTreeMap<&'static str, usize>,
}

impl Quota {
    fn new(each: usize) -> Quota {
        Quota { each, taken: BTreeMap::new(), refused: BTreeMap::new() }
    }

    /// Whether one more is shown.
    fn takes(&mut self, said: &Said) -> bool {
        let taken = self.taken.entry(said.severity).or_default();
        *taken += 1;
        if *taken > self.each {
            *self.refused.entry(said.rule.id).or_default() += 1;
        }
        *taken <= self.each
    }

    /// How many were not shown, by rule.
    fn rest(&self) -> Option<String> {
        let count: usize = self.refused.values().sum();
        let rules: Vec<String> = self.refused.iter().map(|(rule, count)| format!("{count} {rule}")).collect();
        (count > 0).then(|| format!("{count} more in the log: {}", rules.join(", ")))
    }
}

/// The mark of a finding that `connsmith fix` fixes: `[*]`, or `[~]` if only `--unsafe` does.
pub(crate) fn mark(finding: &Finding) -> &'static str {
    match finding.fix.as_ref().map(|fix| fix.safety) {
        Some(Safety::Safe) => "[*] ",
        Some(Safety::Unsafe) => "[~] ",
        None => "",
    }
}

/// Counts for everything that was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub connectors: usize,
    pub files: usize,
    pub errors: usize,
    pub warnings: usize,
    pub info: usize,
    pub suppressed: usize,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings with a fix that may affect running flows.
    pub fixable_unsafe: usize,
    /// Info findings that were not requested, if they were counted.
    pub hidden: Option<usize>,
    /// Whether two identical versions were compared.
    pub unchanged: bool,
}

impl Summary {
    /// The counts of one subject.
    pub fn of(subject: &dyn Subject, findings: &[Finding]) -> Summary {
        let count = |severity| counting(findings).filter(|finding| finding.severity == severity).count();
        let fix = |finding: &Finding| finding.fix.as_ref().map(|fix| fix.safety);
        let fixable = |safety| counting(findings).filter(|finding| fix(finding) == Some(safety)).count();
        Summary {
            connectors: subject.connectors().len(),
            files: subject.file_count(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            info: count(Severity::Info),
            suppressed: findings.len() - counting(findings).count(),
            fixable: fixable(Safety::Safe),
            fixable_unsafe: fixable(Safety::Unsafe),
            hidden: None,
            unchanged: false,
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
        self.fixable_unsafe += other.fixable_unsafe;
        self.hidden = self.hidden.or(other.hidden);
        self.unchanged |= other.unchanged;
    }

    /// Whether there is a finding at or above this level.
    pub fn reaches(&self, severity: Severity) -> bool {
        let counts = [(Severity::Info, self.info), (Severity::Warning, self.warnings), (Severity::Error, self.errors)];
        counts.iter().any(|&(level, count)| level >= severity && count > 0)
    }
}
