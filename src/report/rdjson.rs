//! Reviewdog's diagnostics in JSON (<https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>, read 2026-11).
use super::{Part, Said, escape};
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::rule::subject::Subject;
use crate::text::document::File;
use crate::text::json::Span;
use serde_json::{Value, json};

/// A diagnostic for each finding.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let said = |finding: &Finding| Said::of(finding, escape::json(&diagnostic(subject, finding).to_string()).into_owned());
    Part::of(Vec::new(), super::counting(findings), said)
}

fn diagnostic(subject: &dyn Subject, finding: &Finding) -> Value {
    let mut diagnostic = json!({
        "message": message(finding),
        "location": {
            "path": subject.file_name(finding.at.file),
            "range": range(subject, finding.at.file, finding.at.span),
        },
        "severity": match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        "code": { "value": finding.rule.id, "url": finding.rule.url() },
    });
    // Suggestions are alternatives, so a fix with several edits, each incomplete on its own, is omitted.
    if let Some([edit]) = finding.fix.as_ref().map(|fix| fix.edits.as_slice())
        && edit.file == finding.at.file
    {
        diagnostic["suggestions"] = json!([{ "range": range(subject, edit.file, edit.span), "text": edit.text }]);
    }
    diagnostic
}

/// Reviewdog renders messages as Markdown in comments.
fn message(finding: &Finding) -> String {
    let message = escape::markdown(&finding.message);
    match &finding.help {
        Some(help) => format!("{message}\n{}", escape::markdown(help)),
        None => message,
    }
}

/// Lines and columns from 1; columns are bytes here.
fn range(subject: &dyn Subject, file: File, span: Span) -> Value {
    let point = |offset: u32| match subject.document(file) {
        Some(document) => {
            let line = document.position(offset).line;
            let start = document.lines().get(line as usize - 1).copied().unwrap_or(0);
            json!({ "line": line, "column": offset.saturating_sub(start) + 1 })
        }
        None => json!({ "line": 1, "column": 1 }),
    };
    json!({ "start": point(span.start), "end": point(span.end) })
}

/// One object with one diagnostic per line.
pub fn whole(parts: &[Part]) -> String {
    let diagnostics: Vec<&str> = parts.iter().flat_map(|part| &part.findings).map(|said| said.text.as_str()).collect();
    let source = json!({ "name": env!("CARGO_PKG_NAME"), "url": crate::text::address::REPOSITORY });
    format!("{{\n  \"source\": {source},\n  \"diagnostics\": [{}]\n}}\n", super::lines(&diagnostics, "  "))
}
