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
    let message = format!("the definition has {size} bytes; it must have less than {}", *LIMIT);
    // Uploads leave white space out; one that was published is larger only with it.
    let compact = fmt::compact(document.text.as_bytes()).map_or(size, |text| text.len());
    let finding = report.in_file(document.file, Span::default(), message);
    finding.help("remove definitions that nothing uses and white space, or split the connector");
    if compact < *LIMIT {
        finding.help(format!(
            "without white space it has {compact} bytes, which uploads send; remove definitions that nothing uses"
        ));
        finding.severity = Severity::Warning;
    }
}
