use crate::connector::fmt;
use crate::connector::package::{Package, PackageContent, Role, SolutionPart};
use crate::connector::solution::xml::Element;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;
use rustc_hash::FxHashMap;

pub fn check(package: &Package, report: &mut Report) {
    let Some(first) = package.of_role(Role::Connector).next() else { return };
    let id_of = |connector: &Element| connector.text_of("connectorid").map(|id| id.to_ascii_lowercase());
    let mut originals = FxHashMap::default();
    for connector in first.connectors() {
        if let Some(id) = id_of(connector) {
            originals.entry(id).or_insert(connector);
        }
    }
    for part in package.solutions.iter().filter(|part| matches!(part.role, Role::Flow | Role::Plugin)) {
        for connector in part.connectors() {
            let name = connector.text_of("name").unwrap_or_default();
            let Some(&original) = originals.get(&id_of(connector).unwrap_or_default()) else {
                let (file, span) = part.in_customizations(connector);
                let message = format!("the connector `{name}` does not have the same ID as in the connector solution");
                report.in_file(file, span, message).help("export both from the same environment");
                continue;
            };
            let (Some((_, wanted)), Some((number, found))) = (text(package, first, original), text(package, part, connector))
            else {
                continue;
            };
            if wanted != found {
                let message = "differs from the definition in the connector solution";
                report.in_file(File::Other(number), Span::default(), message).help("export both again after the last change");
            }
        }
    }
}

/// The definition without whitespace, and its entry.
fn text(package: &Package, part: &SolutionPart, connector: &Element) -> Option<(u16, String)> {
    let path = connector.text_of("openapidefinition")?;
    let (number, file) = package.inside_of(part).get(path.trim_start_matches('/'))?;
    let PackageContent::Text(document) = &file.content else { return None };
    Some((number, fmt::compact(document.text.as_bytes()).unwrap_or_else(|_| document.text.clone())))
}
