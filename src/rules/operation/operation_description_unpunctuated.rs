use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::prose;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(description) = operation.get("description").filter(|_| !operation.is_internal()) else { return };
    let Some(text) = description.str() else { return };
    // A period after a URL would become part of it.
    let Some(last) = prose::unpunctuated_end(&text).filter(|last| !prose::is_address(&text[last.clone()])) else { return };
    let end = description.part(last.end..last.end);
    report
        .at(description, format!("description of operation {} does not end like a sentence", operation.display()))
        .help("add a period")
        .fix(Fix::safe("add a period").text(description, end, "."));
}
