//! Findings as editors show them.
use super::Features;
use super::session::{Loaded, Session};
use super::text::{self, Units};
use crate::connector::place::{Label, Place};
use crate::rule::Severity;
use crate::rule::finding::{Finding, counting};
use crate::text::document::Document;
use crate::text::json::Span;
use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString,
    Range, Uri,
};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;

/// The source name that editors show with findings.
pub const SOURCE: &str = "connsmith";

/// The file and range at which a finding is shown: findings about the folder, or about a file that is missing or not text, are
/// shown at the start of the main file.
pub fn place_of<'l>(loaded: &'l Loaded, at: &Place, units: Units) -> Option<(&'l PathBuf, Range)> {
    if let (Some(document), Some(path)) = (loaded.target.document(at.file), loaded.path(at.file)) {
        return Some((path, text::range(document, at.span, units)));
    }
    let (path, file) = loaded.main_file()?;
    let document = loaded.target.document(file)?;
    let start = if document.text.starts_with(text::MARK) { 3 } else { 0 };
    let length = document.text[start as usize..].chars().next().map_or(0, char::len_utf8) as u32;
    Some((path, text::range(document, Span { start, end: start + length }, units)))
}

/// The findings of a connector that count, by file; a file without findings has an empty list.
pub fn of_connector(session: &Session, loaded: &Loaded, features: &Features) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
    let mut all: BTreeMap<PathBuf, Vec<Diagnostic>> = loaded.files.keys().map(|path| (path.clone(), Vec::new())).collect();
    for finding in counting(session.findings(loaded)) {
        let Some((path, range)) = place_of(loaded, &finding.at, session.units) else { continue };
        let related = finding.labels.iter().filter_map(|label| related(session, loaded, label)).collect();
        all.entry(path.clone()).or_default().push(diagnostic(finding, range, related, features));
    }
    all
}

fn related(session: &Session, loaded: &Loaded, label: &Label) -> Option<DiagnosticRelatedInformation> {
    let (path, range) = place_of(loaded, &label.at, session.units)?;
    Some(DiagnosticRelatedInformation { location: Location { uri: session.uri(path)?, range }, message: label.text.clone() })
}

/// Problems in the configurations and baselines of the loaded connectors, by file.
pub fn of_configurations(session: &Session, features: &Features) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
    let mut all = BTreeMap::new();
    for (text, findings) in session.checker().of_configurations() {
        let path = session.as_opened(&session.current().join(&text.document.name));
        let list: &mut Vec<Diagnostic> = all.entry(path).or_default();
        for finding in counting(&findings) {
            let range = text::range(&text.document, finding.at.span, session.units);
            list.push(diagnostic(finding, range, Vec::new(), features));
        }
    }
    all
}

/// One finding.
pub fn diagnostic(
    finding: &Finding,
    range: Range,
    related: Vec<DiagnosticRelatedInformation>,
    features: &Features,
) -> Diagnostic {
    let severity = match finding.severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
    };
    let message = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let described = features.code_description.then(|| Uri::from_str(&finding.rule.url()).ok()).flatten();
    Diagnostic {
        range,
        severity: Some(severity),
        code: Some(NumberOrString::String(finding.rule.id.to_owned())),
        code_description: described.map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message,
        related_information: (features.related_information && !related.is_empty()).then_some(related),
        tags: tag(finding.rule.id).filter(|_| features.tags).map(|tag| vec![tag]),
        data: finding.code.map(|code| serde_json::json!({ "code": code })),
    }
}

/// Unused things are shown faded, deprecated ones struck through.
fn tag(id: &str) -> Option<DiagnosticTag> {
    const NO_USE: [&str; 3] = ["-unused", "-superfluous", "-list-duplicate"];
    if NO_USE.iter().any(|end| id.ends_with(end)) {
        return Some(DiagnosticTag::UNNECESSARY);
    }
    (id == "operation-says-deprecated").then_some(DiagnosticTag::DEPRECATED)
}

/// Whether two ranges overlap or touch.
pub fn touches(one: Range, other: Range) -> bool {
    one.start <= other.end && other.start <= one.end
}

/// The findings that are shown in a document and touch a range.
pub fn at<'s>(session: &'s Session, loaded: &'s Loaded, document: &Document, range: Range) -> Vec<&'s Finding> {
    let here = counting(session.findings(loaded)).filter(|finding| {
        let shown = place_of(loaded, &finding.at, session.units);
        shown.is_some_and(|(path, place)| loaded.files.get(path) == Some(&document.file) && touches(place, range))
    });
    here.collect()
}
