use crate::rule::Report;
use crate::text::document::{Document, File};
use crate::text::json::Kind;

pub fn check(document: &Document, report: &mut Report) {
    let root = document.root();
    // Where nothing could be read, the syntax rule reports it.
    if root.is_object() || root.kind() == Kind::Invalid {
        return;
    }
    let finding =
        report.at(root, format!("the file must contain an object, found {} {}", article(root.type_name()), root.type_name()));
    finding.help("a connector file begins with `{` and ends with `}`");
    if document.file != File::Definition {
        finding.code = None;
    }
}

fn article(name: &str) -> &'static str {
    match name {
        "array" | "integer" => "an",
        "null" => "the value",
        _ => "a",
    }
}
