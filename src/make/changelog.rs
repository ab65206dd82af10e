//! What an update changes, in Markdown for people, and which version it should have.
use crate::connector::Connector;
use crate::connector::versions::Comparison;
use crate::report::escape;
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::text::pointer;
use std::fmt::Write;

/// The part of a version that an update should raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Texts and other things that flows do not notice.
    Patch,
    /// Something was added, or changed in a way that its author should look at.
    Minor,
    /// Flows break.
    Major,
}

impl Step {
    /// The step that the findings of a comparison require, including infos; None if nothing changed.
    pub fn of(findings: &[Finding]) -> Option<Step> {
        let one = |finding: &Finding| match finding.severity {
            Severity::Error => Step::Major,
            Severity::Warning => Step::Minor,
            Severity::Info if ADDED.contains(&finding.rule.id) => Step::Minor,
            Severity::Info => Step::Patch,
        };
        findings.iter().map(one).max()
    }

    /// `major`, `minor` or `patch`.
    pub fn name(self) -> &'static str {
        match self {
            Step::Patch => "patch",
            Step::Minor => "minor",
            Step::Major => "major",
        }
    }

    /// A version raised by this step, with as many numbers as before or as many as it takes: `1.0` gives `1.1`, `1.0.1`, `2.0`.
    /// None when the version does not consist of numbers (a `v` in front stays).
    pub fn raise(self, version: &str) -> Option<String> {
        let (front, plain) = match version.strip_prefix('v') {
            Some(plain) => ("v", plain),
            None => ("", version),
        };
        let mut numbers = plain.split('.').map(|part| part.parse::<u64>().ok()).collect::<Option<Vec<u64>>>()?;
        let place = match self {
            Step::Major => 0,
            Step::Minor => 1,
            Step::Patch => 2,
        };
        numbers.resize(numbers.len().max(place + 1), 0);
        numbers[place] = numbers[place].checked_add(1)?;
        numbers[place + 1..].fill(0);
        Some(format!("{front}{}", numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(".")))
    }
}

/// Info rules that report something new.
const ADDED: [&str; 7] = [
    "operation-added",
    "optional-input-added",
    "output-field-added",
    "connection-parameter-added",
    "operation-deprecated",
    "input-enum-widened",
    "input-became-optional",
];

/// The headings of the changelog, with the rules below each: whole operations first, then the rest by severity.
const OPERATIONS: [(&str, &[&str]); 3] = [
    ("Added", &["operation-added"]),
    ("Deprecated", &["operation-deprecated"]),
    (
        "Removed",
        &[
            "operation-deleted",
            "deprecated-operation-deleted",
            "operation-renamed",
            "operation-id-case-changed",
            "connector-deleted",
        ],
    ),
];
const LEVELS: [(&str, Severity); 3] =
    [("Breaks flows", Severity::Error), ("Needs a look", Severity::Warning), ("Also changed", Severity::Info)];

/// The changelog of an update, in Markdown. `findings` are those of a comparison, including infos.
pub fn markdown(comparison: &Comparison, findings: &[Finding]) -> String {
    let version = |connector: &Connector| Some(connector.api()?.info_str("version")?.str()?.into_owned());
    let title = comparison.new.title().or_else(|| comparison.old.title()).unwrap_or_else(|| comparison.new.name.clone());
    let mut text = format!("# {}", escape::markdown_text(&title));
    match (version(comparison.old), version(comparison.new)) {
        (Some(old), Some(new)) if old != new => {
            text.push_str(&format!(" {} (was {})", escape::markdown_text(&new), escape::markdown_text(&old)))
        }
        (_, Some(new)) => text.push_str(&format!(" {}", escape::markdown_text(&new))),
        _ => {}
    }
    text.push('\n');
    let findings: Vec<&Finding> = findings.iter().filter(|finding| finding.rule.id != "version-unchanged").collect();
    if findings.is_empty() {
        text.push_str("\nNo changes that flows or people could notice.\n");
        return text;
    }
    let mut said = vec![false; findings.len()];
    for (heading, rules) in OPERATIONS {
        let mut list = String::new();
        for (finding, said) in findings.iter().zip(&mut said).filter(|(finding, _)| rules.contains(&finding.rule.id)) {
            *said = true;
            let what = if heading == "Removed" { format!(": {}", escape::markdown(&finding.message)) } else { String::new() };
            match id(finding) {
                Some(id) => list.push_str(&format!("* {}{what}\n", called(comparison, &id))),
                None => list.push_str(&format!("* {}\n", escape::markdown(&finding.message))),
            }
        }
        if !list.is_empty() {
            let _ = write!(text, "\n## {heading}\n\n{list}");
        }
    }
    for (heading, level) in LEVELS {
        // By operation, in the order in which they come; what concerns the connector as a whole first.
        let mut groups: Vec<(Option<String>, Vec<&str>)> = vec![(None, Vec::new())];
        for (finding, _) in findings.iter().zip(&said).filter(|(finding, said)| finding.severity == level && !**said) {
            let id = id(finding);
            match groups.iter_mut().find(|(known, _)| *known == id) {
                Some((_, messages)) => messages.push(&finding.message),
                None => groups.push((id, vec![&finding.message])),
            }
        }
        let mut list = String::new();
        for (id, messages) in groups.into_iter().filter(|(_, messages)| !messages.is_empty()) {
            let indent = match id {
                Some(id) => {
                    let _ = writeln!(list, "* {}", called(comparison, &id));
                    "  "
                }
                None => "",
            };
            for message in messages {
                let _ = writeln!(list, "{indent}* {}", escape::markdown(message));
            }
        }
        if !list.is_empty() {
            let _ = write!(text, "\n## {heading}\n\n{list}");
        }
    }
    text
}

/// The id of the operation of a finding.
fn id(finding: &Finding) -> Option<String> {
    let id = finding.at.pointer.strip_prefix("operation/")?.split('/').next()?;
    Some(pointer::unescaped(id).into_owned())
}

/// The display name of an operation, and its id.
fn called(comparison: &Comparison, id: &str) -> String {
    let operation = comparison.new.operation(id).or_else(|| comparison.old.operation(id));
    match operation.and_then(|operation| operation.get_str("summary")).filter(|summary| !summary.trim().is_empty()) {
        Some(summary) => format!("**{}** ({})", escape::markdown_text(summary.trim()), escape::markdown_code(id)),
        None => escape::markdown_code(id),
    }
}
