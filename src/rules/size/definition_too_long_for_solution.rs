use crate::connector::facts;
use crate::rule::Report;
use crate::text::document::{Document, File};
use crate::text::json::Span;
use std::sync::LazyLock;

static LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("definition-in-solution"));
static FILE_LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("definition-file"));

pub fn check(document: &Document, report: &mut Report) {
    let size = document.size();
    // A file that is too large altogether has a rule of its own.
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
        .help("remove white space and definitions that nothing uses before you make the solution for certification");
}
