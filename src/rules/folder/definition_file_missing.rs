use crate::connector::Connector;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some((usual, near)) = connector.lacks(File::Definition) else { return };
    let (message, help) = match near {
        Some(name) => (format!("there is no `{usual}`, but `{name}`"), format!("rename `{name}` to `{usual}`")),
        None => match yaml(connector) {
            Some(name) => (
                format!("there is no `{usual}`, but `{name}`, which is YAML"),
                format!("connectors are written in JSON: run `connsmith import {name}`"),
            ),
            None => (format!("there is no `{usual}`"), "add it to the folder".to_owned()),
        },
    };
    report.in_file(File::Definition, Span { start: 0, end: 0 }, message).help(help);
}

/// A YAML file in the folder that is a definition by its name: `apiDefinition.swagger.yaml`, `openapi.yml`.
fn yaml(connector: &Connector) -> Option<&str> {
    let is_one = |name: &&String| {
        let lower = name.to_lowercase();
        let yaml = lower.ends_with(".yaml") || lower.ends_with(".yml");
        yaml && ["swagger", "openapi", "definition", "connector"].iter().any(|word| lower.contains(word))
    };
    connector.listing.iter().find(is_one).map(String::as_str)
}
