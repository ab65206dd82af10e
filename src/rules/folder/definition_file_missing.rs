use crate::connector::Connector;
use crate::rule::{Report, Severity};
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some((usual, near)) = connector.lacks(File::Definition) else { return };
    let yaml = connector.listing.iter().find(|name| is_yaml(name));
    let (message, help) = match near {
        None if yaml.is_some() => {
            let yaml = yaml.map(String::as_str).unwrap_or_default();
            let message = format!("there is no `{usual}`, only `{yaml}`, which is YAML");
            (
                message,
                format!(
                    "connectors are written in JSON: run `connsmith import {yaml}`, or download the definition from the portal"
                ),
            )
        }
        Some(name) => (format!("there is no `{usual}`, only `{name}`"), format!("rename `{name}` to `{usual}`")),
        None => (format!("there is no `{usual}`"), "add it to the folder".to_owned()),
    };
    let finding = report.in_file(File::Definition, Span { start: 0, end: 0 }, message).help(help);
    // Three connectors were published so.
    if near.is_some() {
        finding.severity = Severity::Warning;
    }
}

/// Whether this is the name of a definition in YAML: `apiDefinition.swagger.yaml`, `openapi.yml`.
fn is_yaml(name: &str) -> bool {
    let name = name.to_lowercase();
    let ends = name.ends_with(".yaml") || name.ends_with(".yml");
    ends && ["swagger", "openapi", "apidefinition", "definition", "connector"].iter().any(|word| name.contains(word))
}
