use crate::connector::{Parameter, PathItem};
use crate::rule::Report;

pub fn check(path_item: PathItem, report: &mut Report) {
    let bodies = path_item.parameters().filter(|parameter| parameter.is_in("body"));
    repeated(bodies, "PathParametersContainMultipleBodyParameters", report);
    for verb in path_item.verbs() {
        let Some(operation) = report.connector.operation_at(verb.value) else { continue };
        // The path item's come last, but a reader sees them first; two of them were reported above.
        let list = operation.get("parameters");
        let own = |parameter: &Parameter| parameter.entry.parent() == list;
        let bodies = || operation.parameters().filter(|parameter| parameter.is_in("body"));
        let inherited = bodies().find(|parameter| !own(parameter));
        repeated(inherited.into_iter().chain(bodies().filter(own)), "OperationParametersContainMultipleBodyParameters", report);
    }
}

/// Reports every body but the first. One with the same name is a duplicate, which `parameter-duplicate` reports.
fn repeated<'a>(mut bodies: impl Iterator<Item = Parameter<'a>>, code: &'static str, report: &mut Report) {
    let Some(first) = bodies.next() else { return };
    for second in bodies.filter(|second| second.name() != first.name()) {
        report
            .at(second.entry, format!("`{}` is a second body parameter", second.name()))
            .help("use one body whose schema has both as properties")
            .label(first.entry, "the first body parameter")
            .code(code);
    }
}
