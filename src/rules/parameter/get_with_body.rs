use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    if !operation.key().key_is("get") && !operation.key().key_is("head") {
        return;
    }
    for parameter in operation.parameters() {
        if parameter.is_in("body") || parameter.is_in("formData") {
            let (location, name, verb) = (parameter.location(), parameter.name(), operation.verb().to_uppercase());
            let what = if location == "body" { "body" } else { "form" };
            report
                .at(parameter.entry, format!("{what} parameter `{name}` is used in a {verb} operation"))
                .help("send the value in the query, or use POST");
        }
    }
}
