//! JSON for programs. Its shape is an interface: version 1.
use super::{Part, Pieces, Said, Summary, escape, range};
use crate::rule::finding::Finding;
use crate::rule::fix::{Fix, Safety};
use crate::rule::subject::{Listed, Subject};
use crate::rule::{Confidence, Severity};
use crate::text::document::{File, Position};
use crate::text::json::{Span, write_string};
use serde_json::json;

/// Writes the objects of findings. A report has tens of thousands of them, and writing them directly more than halves the time.
struct Writer<'s> {
    subject: &'s dyn Subject,
    text: String,
}

impl Writer<'_> {
    fn string(&mut self, before: &str, value: &str) {
        self.text.push_str(before);
        write_string(value, &mut self.text);
    }

    fn optional(&mut self, before: &str, value: Option<&str>) {
        match value {
            Some(value) => self.string(before, value),
            None => self.text.extend([before, "null"]),
        }
    }

    fn finding(&mut self, finding: &Finding) {
        let severity = match finding.severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let confidence = match finding.rule.confidence {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        };
        self.string("{\"rule\":", finding.rule.id);
        self.optional(",\"code\":", finding.code);
        self.string(",\"severity\":", severity);
        self.string(",\"confidence\":", confidence);
        self.file(",\"file\":", finding.at.file);
        self.string(",\"pointer\":", &finding.at.pointer);
        self.range(finding.at.file, finding.at.span);
        self.string(",\"message\":", &finding.message);
        self.optional(",\"help\":", finding.help.as_deref());
        self.string(",\"url\":", &finding.rule.url());
        self.text.push_str(",\"related\":[");
        for (at, label) in finding.labels.iter().enumerate() {
            self.file(if at == 0 { "{\"file\":" } else { ",{\"file\":" }, label.at.file);
            self.string(",\"pointer\":", &label.at.pointer);
            self.range(label.at.file, label.at.span);
            self.string(",\"message\":", &label.text);
            self.text.push('}');
        }
        self.text.push_str("],\"fix\":");
        match &finding.fix {
            Some(fix) => self.fix(fix),
            None => self.text.push_str("null"),
        }
        self.text.push('}');
    }

    fn fix(&mut self, fix: &Fix) {
        let safety = match fix.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
        };
        self.string("{\"title\":", &fix.title);
        self.string(",\"safety\":", safety);
        self.text.push_str(",\"edits\":[");
        for (at, edit) in fix.edits.iter().enumerate() {
            self.file(if at == 0 { "{\"file\":" } else { ",{\"file\":" }, edit.file);
            self.range(edit.file, edit.span);
            self.string(",\"text\":", &edit.text);
            self.text.push('}');
        }
        self.text.push_str("]}");
    }

    fn file(&mut self, before: &str, file: File) {
        match self.subject.document(file) {
            Some(document) => self.string(before, &document.name),
            None => self.string(before, &self.subject.file_name(file)),
        }
    }

    fn range(&mut self, file: File, span: Span) {
        let (start, end) = range(self.subject, file, span);
        self.position(",\"range\":{\"start\":", start);
        self.position(",\"end\":", end);
        self.text.push('}');
    }

    fn position(&mut self, before: &str, position: Position) {
        let mut number = itoa::Buffer::new();
        self.text.extend([before, "{\"line\":", number.format(position.line)]);
        self.text.extend([",\"column\":", number.format(position.column)]);
        self.text.extend([",\"offset\":", number.format(position.offset), "}"]);
    }
}

/// The JSON of a connector.
fn about(Listed { connector, publisher, because }: Listed) -> String {
    let about = json!({
        "path": connector.file_name(File::Folder),
        "title": connector.title(),
        "publisher": publisher,
        "publisherFrom": because,
        "operations": connector.operations().len(),
    });
    escape::json(&about.to_string()).into_owned()
}

/// Writes one subject's part of the report: an object per connector and per finding.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let mut writer = Writer { subject, text: String::new() };
    let text = |finding: &Finding| {
        writer.text.clear();
        writer.finding(finding);
        Said::of(finding, escape::json(&writer.text).into_owned())
    };
    Part::of(subject.connectors().into_iter().map(about).collect(), super::counting(findings), text)
}

/// The whole report, with one connector or finding per line, so that it can be read and compared.
pub fn pieces<'p>(parts: &'p [Part], summary: &Summary) -> Pieces<'p> {
    document(
        parts.iter().flat_map(|part| part.about.iter().map(String::as_str)),
        parts.iter().flat_map(|part| part.findings.iter().map(|said| said.text.as_str())),
        summary,
        super::left_out(parts),
    )
}

/// The same as one text.
pub fn whole(parts: &[Part], summary: &Summary) -> String {
    pieces(parts, summary).concat()
}

/// The report with these connectors and findings, each a JSON object, and the number of omitted findings.
pub fn document<'p>(
    connectors: impl Iterator<Item = &'p str>,
    findings: impl Iterator<Item = &'p str>,
    summary: &Summary,
    left_out: usize,
) -> Pieces<'p> {
    let tool = json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") });
    let mut summary = json!({
        "connectors": summary.connectors,
        "files": summary.files,
        "errors": summary.errors,
        "warnings": summary.warnings,
        "info": summary.info,
        "suppressed": summary.suppressed,
    });
    if left_out > 0 {
        summary["leftOut"] = left_out.into();
    }
    let mut pieces: Pieces<'p> = vec![format!("{{\n  \"version\": 1,\n  \"tool\": {tool},\n  \"connectors\": [").into()];
    let list = |pieces: &mut Pieces<'p>, items: &mut dyn Iterator<Item = &'p str>| {
        let before = pieces.len();
        for item in items {
            pieces.push(if pieces.len() == before { "\n    ".into() } else { ",\n    ".into() });
            pieces.push(item.into());
        }
        pieces.push(if pieces.len() == before { "]".into() } else { "\n  ]".into() });
    };
    list(&mut pieces, &mut { connectors });
    pieces.push(",\n  \"findings\": [".into());
    list(&mut pieces, &mut { findings });
    pieces.push(format!(",\n  \"summary\": {summary}\n}}\n").into());
    pieces
}
