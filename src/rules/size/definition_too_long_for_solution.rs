use crate::connector::facts;
use crate::rule::Report;
use crate::text::document::{Document, File};
use crate::text::json::Span;
use std::sync::LazyLock;

static LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("definition-in-solution"));
static FILE_LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("definition-file"));

pub fn check(document: &Document, report: &mut Report) {
    let size = document.size();
    // Another rule reports a file that is too large altogether.
    if document.file != File::Definition || size <= *LIMIT || size >= *FILE_LIMIT {
        return;
    }
    let characters = document.text.chars().count();
    if characters <= *LIMIT {
        return;
    }
    let message = format!("the definition has {characters} characters; a solution takes {}", *LIMIT);
    report
        .in_file(document.file, Span::default(), message)
        .help("remove whitespace and unused definitions before you create the solution for certification");
}
