use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let arguments = definition.test_connection().and_then(|test| test.get("parameters"));
    for argument in arguments.into_iter().flat_map(|arguments| arguments.members()) {
        let reference = ["parameter", "parameterReference", "value-property"].iter().find(|key| argument.value.has(key));
        if let Some(key) = reference {
            let name = argument.name();
            report
                .at(argument.value, format!("`{name}` of `testConnection` is a reference by `{key}`, not a fixed value"))
                .help("write the value itself: nobody has filled in anything when a connection is tested");
        }
    }
}
