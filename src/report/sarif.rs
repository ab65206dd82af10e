//! SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>), for code scanning and editors.
use super::{Part, Said, Summary, anchor, escape};
use crate::connector::place::Place;
use crate::rule::finding::{Finding, Suppressed};
use crate::rule::fix::Fix;
use crate::rule::subject::Subject;
use crate::rule::{Confidence, Rule, Severity};
use crate::text::document::{File, Position};
use crate::text::json::Span;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Where the schema of the format is published.
pub const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What may stand in a path as it is (RFC 3986, section 3.3, without `:`, which would make a scheme of the first step).
const IN_PATH: AsciiSet =
    NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'(').remove(b')').remove(b'@');

/// A result per finding, including those that do not count, which are marked as suppressed.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let results = findings.iter().zip(anchor::fingerprints(subject, findings));
    Part::of(Vec::new(), results, |(finding, fingerprint)| {
        let result = result(subject, finding, &fingerprint).to_string();
        Said::of(finding, escape::json(&result).into_owned())
    })
}

/// A log with one run: one rule and one result a line.
pub fn whole(parts: &[Part], _: &Summary) -> String {
    let said = || parts.iter().flat_map(|part| &part.findings);
    let rules: BTreeMap<&str, &Rule> = said().map(|said| (said.rule.id, said.rule)).collect();
    let rules: Vec<String> = rules.values().map(|rule| escape::json(&descriptor(rule).to_string()).into_owned()).collect();
    let results: Vec<&str> = said().map(|said| said.text.as_str()).collect();
    log(&rules, &results, super::left_out_note(parts).as_deref())
}

/// The log with these rules and results, each a JSON object, and a note about the run.
pub fn log<T: AsRef<str>, U: AsRef<str>>(rules: &[T], results: &[U], note: Option<&str>) -> String {
    let rules = super::lines(rules, "          ");
    let results = super::lines(results, "        ");
    let notification = |note| json!([{ "executionSuccessful": true, "toolExecutionNotifications": [{ "level": "warning", "message": { "text": note } }] }]);
    let invocations = note.map(|note| format!("\n      \"invocations\": {},", notification(note))).unwrap_or_default();
    format!(
        r#"{{
  "$schema": "{SCHEMA}",
  "version": "2.1.0",
  "runs": [
    {{
      "tool": {{
        "driver": {{
          "name": "{}",
          "semanticVersion": "{}",
          "informationUri": "{}",
          "rules": [{rules}]
        }}
      }},
      "columnKind": "unicodeCodePoints",{invocations}
      "results": [{results}]
    }}
  ]
}}
"#,
        env!("CARGO_PKG_NAME"),
        env!("CARGO_PKG_VERSION"),
        crate::text::address::REPOSITORY,
    )
}

fn descriptor(rule: &Rule) -> Value {
    let prose = rule.prose();
    let first = prose.split("\n\n").next().unwrap_or(rule.title).replace('\n', " ");
    let tags: Vec<&str> =
        [rule.subject].into_iter().chain(rule.codes.iter().copied()).chain(rule.policies.iter().copied()).collect();
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": first },
        "help": { "text": format!("{first}\n{}", rule.url()), "markdown": prose },
        "helpUri": rule.url(),
        "defaultConfiguration": { "level": level(rule.severity), "enabled": rule.default },
        "properties": {
            "tags": tags,
            "precision": match rule.confidence {
                Confidence::High => "high",
                Confidence::Medium => "medium",
                Confidence::Low => "low",
            },
            "problem.severity": match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "recommendation",
            },
            "evidence": rule.evidence,
            "source": rule.source,
        },
    })
}

fn result(subject: &dyn Subject, finding: &Finding, fingerprint: &str) -> Value {
    let mut result = json!({
        "ruleId": finding.rule.id,
        "level": level(finding.severity),
        "message": { "text": message(finding) },
        "locations": [location(subject, &finding.at, None)],
        // GitHub reads only the first name, and computes its own from the line's text if it is missing.
        "partialFingerprints": { "primaryLocationLineHash": fingerprint, "connsmithPlace/v1": fingerprint },
    });
    if !finding.labels.is_empty() {
        result["relatedLocations"] = finding.labels.iter().map(|label| location(subject, &label.at, Some(&label.text))).collect();
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([self::fix(subject, fix)]);
    }
    if let Some(suppressed) = &finding.suppressed {
        let why = match suppressed {
            Suppressed::Ignored { reason } => escape::sarif(reason),
            Suppressed::Baseline => "it is in the baseline".into(),
        };
        result["suppressions"] = json!([{ "kind": "external", "status": "accepted", "justification": why }]);
    }
    if let Some(code) = finding.code {
        result["properties"] = json!({ "officialCode": code });
    }
    result
}

fn message(finding: &Finding) -> String {
    let message = escape::sarif(&finding.message);
    match &finding.help {
        Some(help) => format!("{message}\n{}", escape::sarif(help)),
        None => message,
    }
}

fn location(subject: &dyn Subject, at: &Place, message: Option<&str>) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(&subject.file_name(at.file)) } });
    if subject.document(at.file).is_some() {
        physical["region"] = region(subject, at.file, at.span);
    }
    let mut location = json!({ "physicalLocation": physical });
    if !at.pointer.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": at.pointer }]);
    }
    if let Some(message) = message {
        location["message"] = json!({ "text": escape::sarif(message) });
    }
    location
}

fn region(subject: &dyn Subject, file: File, span: Span) -> Value {
    let (start, end): (Position, Position) = super::range(subject, file, span);
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

fn fix(subject: &dyn Subject, fix: &Fix) -> Value {
    let mut files: BTreeMap<File, Vec<Value>> = BTreeMap::new();
    for edit in &fix.edits {
        let replacement =
            json!({ "deletedRegion": region(subject, edit.file, edit.span), "insertedContent": { "text": edit.text } });
        files.entry(edit.file).or_default().push(replacement);
    }
    let change = |(file, replacements): (File, Vec<Value>)| json!({ "artifactLocation": { "uri": uri(&subject.file_name(file)) }, "replacements": replacements });
    let changes: Vec<Value> = files.into_iter().map(change).collect();
    json!({ "description": { "text": escape::sarif(&fix.title) }, "artifactChanges": changes })
}

/// A file's name as a reference: relative as displayed, absolute with its scheme.
fn uri(name: &str) -> String {
    let path = utf8_percent_encode(name, &IN_PATH).to_string();
    match name.as_bytes() {
        [b'/', ..] => format!("file://{path}"),
        [_, b':', b'/', ..] => format!("file:///{}", path.replacen("%3A", ":", 1)),
        _ => path,
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
