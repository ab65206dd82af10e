use crate::connector::Operation;
use crate::connector::resolve;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    for response in operation.responses().filter(|response| response.is_dangling()) {
        let Some(value) = response.get("$ref") else { continue };
        let Some(reference) = value.str() else { continue };
        // `response-ref-not-local` reports any other form.
        let Some(name) = reference.strip_prefix("#/responses/").filter(|name| !name.is_empty() && !name.contains('/')) else {
            continue;
        };
        report
            .dangling(value, format!("there is no shared response `{}`", resolve::pointer_token(name)))
            .help("correct the name, or add the response to `responses` of the definition");
    }
}
