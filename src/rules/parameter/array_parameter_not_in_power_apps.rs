use crate::connector::Parameter;
use crate::rule::Report;

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(kind) = parameter.get("type").filter(|kind| kind.is("array") && parameter.is_visible()) else { return };
    if matches!(&*parameter.location(), "query" | "header" | "path") {
        report
            .at(kind, format!("Power Apps cannot fill in the array parameter `{}`", parameter.name()))
            .help("use a string with comma-separated values if apps are to call the operation");
    }
}
