use crate::connector::package::{Package, Role};
use crate::rule::Report;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    for part in package.of_role(Role::Flow).filter(|_| package.is_certification()) {
        let names: Vec<String> = part.connectors().iter().filter_map(|connector| connector.text_of("name")).collect();
        let flows = package.inside_of(part).flows();
        // If there are no files, another rule reports that.
        if flows.is_empty() || flows.iter().any(|flow| flow.references().any(|(_, name)| names.contains(&name))) {
            continue;
        }
        let message = format!("no flow uses the connector `{}`", names.join("`, `"));
        let help = "add an action of the connector to a flow in the solution, and export it again";
        report.in_file(part.file(), Span::default(), message).help(help);
    }
}
