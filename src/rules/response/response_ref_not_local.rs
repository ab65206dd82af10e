use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    for response in operation.responses().filter(|response| response.is_dangling()) {
        let Some(value) = response.get("$ref") else { continue };
        let Some(reference) = value.str() else { continue };
        let name = reference.strip_prefix("#/responses/");
        if name.is_none_or(|name| name.is_empty() || name.contains('/')) {
            report
                .at(value, format!("`{reference}` does not name a shared response"))
                .help("write `#/responses/` and the name of an entry of the definition's `responses`");
        }
    }
}
