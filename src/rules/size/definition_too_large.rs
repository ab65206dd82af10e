use crate::connector::facts;
use crate::rule::Report;
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
    report
        .in_file(document.file, Span::default(), message)
        .help("remove definitions that nothing uses and white space, or split the connector");
}
