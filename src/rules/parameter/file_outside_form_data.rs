use crate::connector::Parameter;
use crate::rule::Report;

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(kind) = parameter.get("type").filter(|kind| kind.is("file")) else { return };
    let location = parameter.location();
    // A body has no type: `body-parameter-with-type`.
    if matches!(&*location, "query" | "header" | "path") {
        report
            .at(kind, format!("{location} parameter `{}` cannot be a file", parameter.name()))
            .help("send the file as form data, or as a body of type `string` and format `binary`");
    }
}
