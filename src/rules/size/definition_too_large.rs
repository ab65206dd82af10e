use crate::connector::facts;
use crate::connector::fmt;
use crate::rule::{Report, Severity};
use crate::text::document::{Document, File};
use crate::text::json::Span;
use std::sync::LazyLock;

static LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("definition-file"));

pub fn check(document: &Document, report: &mut Report) {
    let size = document.size();
    if document.file != File::Definition || size < *LIMIT {
        return;
    }
    let message = format!("the definition has {size} bytes; it must have fewer than {}", *LIMIT);
    // Uploads leave out whitespace; the published one is too large only with it.
    let compact = fmt::compact_size(document).unwrap_or(size);
    let finding = report.in_file(document.file, Span::default(), message);
    finding.help("remove unused definitions and whitespace, or split the connector");
    if compact < *LIMIT {
        finding
            .help(format!("without whitespace it has {compact} bytes, which is what an upload sends; remove unused definitions"));
        finding.severity = Severity::Warning;
    }
}
