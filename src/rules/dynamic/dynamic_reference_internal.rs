use crate::connector::{Dynamic, Input};
use crate::rule::fix::Fix;
use crate::rule::{Report, Severity};
use crate::text::document::Node;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let mut sources = None;
    for (argument, reference) in dynamic.references() {
        let name = reference.str().unwrap_or_default();
        let sources = sources.get_or_insert_with(|| dynamic.sources());
        let found = sources.iter().find_map(|source| Some((*source, hidden(source.input(&name))?)));
        let Some((source, node)) = found else { continue };
        let finding = report.at(reference, format!("`{name}` of {} is internal: its value cannot be passed", source.display()));
        finding.help("pass a fixed value, or make it visible");
        if let Some(default) = node.get("default") {
            // Published this way: there is a value to pass.
            finding.severity = Severity::Warning;
            finding.fix(Fix::safe("pass its default").replace(argument.value, literal(dynamic, default)));
        }
    }
}

fn hidden(input: Input) -> Option<Node> {
    match input {
        Input::Parameter(parameter) => parameter.is_internal().then_some(parameter.node),
        Input::Property(property) => property.internal.then_some(property.written.node),
        Input::Unknown | Input::Nothing => None,
    }
}

fn literal(dynamic: Dynamic, value: Node) -> String {
    match dynamic.is_old() {
        true => value.text().to_owned(),
        false => format!("{{ \"value\": {} }}", value.text()),
    }
}
