//! JSON for programs. Its shape is an interface: version 1.
use super::{Part, Said, Subject, Summary};
use crate::connector::Connector;
use crate::document::File;
use crate::document::Position;
use crate::finding::{Finding, Place};
use crate::fix::Safety;
use serde::Serialize;
use serde_json::json;

#[derive(Serialize)]
struct Found<'a> {
    rule: &'a str,
    code: Option<&'a str>,
    severity: crate::rule::Severity,
    confidence: crate::rule::Confidence,
    file: String,
    pointer: &'a str,
    range: Range,
    message: &'a str,
    help: Option<&'a str>,
    url: String,
    related: Vec<Related<'a>>,
    fix: Option<Mend<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    file: String,
    pointer: &'a str,
    range: Range,
    message: &'a str,
}

#[derive(Serialize)]
struct Mend<'a> {
    title: &'a str,
    safety: &'a str,
    edits: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    file: String,
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
    offset: u32,
}

impl From<Position> for Point {
    fn from(position: Position) -> Point {
        Point { line: position.line, column: position.column, offset: position.offset }
    }
}

fn range(subject: &dyn Subject, file: File, span: crate::json::Span) -> Range {
    match subject.document(file) {
        Some(document) => Range { start: document.position(span.start).into(), end: document.position(span.end).into() },
        None => Range { start: Point { line: 1, column: 1, offset: 0 }, end: Point { line: 1, column: 1, offset: 0 } },
    }
}

/// What programs are told of a connector.
fn about(connector: &Connector) -> String {
    json!({
        "path": connector.file_name(File::Folder),
        "title": connector.title(),
        "publisher": connector.publisher,
        "publisherFrom": connector.because,
        "operations": connector.operations().len(),
    })
    .to_string()
}

/// Writes one subject's part of the report: an object for each connector and for each finding.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let place = |at: &Place| (subject.file_name(at.file), range(subject, at.file, at.span));
    let text = |finding: &Finding| {
        let (file, range) = place(&finding.at);
        let found = Found {
            rule: finding.rule.id,
            code: finding.code,
            severity: finding.severity,
            confidence: finding.rule.confidence,
            file,
            pointer: &finding.at.pointer,
            range,
            message: &finding.message,
            help: finding.help.as_deref(),
            url: finding.rule.url(),
            related: finding
                .labels
                .iter()
                .map(|label| {
                    let (file, range) = place(&label.at);
                    Related { file, pointer: &label.at.pointer, range, message: &label.text }
                })
                .collect(),
            fix: finding.fix.as_ref().map(|fix| Mend {
                title: &fix.title,
                safety: match fix.safety {
                    Safety::Safe => "safe",
                    Safety::Unsafe => "unsafe",
                },
                edits: fix
                    .edits
                    .iter()
                    .map(|edit| Change {
                        file: subject.file_name(edit.file),
                        range: self::range(subject, edit.file, edit.span),
                        text: &edit.text,
                    })
                    .collect(),
            }),
        };
        Said::of(finding, serde_json::to_string(&found).unwrap_or_default()) // strings and numbers only: cannot fail
    };
    Part { about: subject.connectors().into_iter().map(about).collect(), findings: super::counting(findings).map(text).collect() }
}

/// The whole report: one connector and one finding a line, so that it can be read and compared.
pub fn whole(parts: &[Part], summary: &Summary) -> String {
    document(
        &mut parts.iter().flat_map(|part| part.about.iter().map(String::as_str)),
        &mut parts.iter().flat_map(|part| part.findings.iter().map(|said| said.text.as_str())),
        summary,
    )
}

/// The report with these connectors and findings, each a JSON object.
pub fn document<'t>(
    connectors: &mut dyn Iterator<Item = &'t str>,
    findings: &mut dyn Iterator<Item = &'t str>,
    summary: &Summary,
) -> String {
    let tool = json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") });
    let join = |texts: &mut dyn Iterator<Item = &str>| {
        let mut joined = String::new();
        for text in texts {
            joined.push_str(if joined.is_empty() { "\n    " } else { ",\n    " });
            joined.push_str(text);
        }
        if joined.is_empty() { joined } else { joined + "\n  " }
    };
    let summary = json!({
        "connectors": summary.connectors,
        "files": summary.files,
        "errors": summary.errors,
        "warnings": summary.warnings,
        "info": summary.info,
        "suppressed": summary.suppressed,
    });
    format!(
        "{{\n  \"version\": 1,\n  \"tool\": {tool},\n  \"connectors\": [{}],\n  \"findings\": [{}],\n  \"summary\": {summary}\n}}\n",
        join(connectors),
        join(findings),
    )
}
