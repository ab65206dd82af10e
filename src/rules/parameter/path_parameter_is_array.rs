use crate::connector::Parameter;
use crate::rule::Report;

pub fn check(parameter: Parameter, report: &mut Report) {
    if let Some(kind) = parameter.get("type").filter(|kind| kind.is("array") && parameter.is_in("path")) {
        report
            .at(kind, format!("path parameter `{}` is an array", parameter.name()))
            .help("make it a string, and say in the description how to separate the items");
    }
}
