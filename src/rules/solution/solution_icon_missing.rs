use crate::connector::package::Package;
use crate::rule::Report;

pub fn check(package: &Package, report: &mut Report) {
    for part in package.solutions.iter().filter(|_| package.is_certification()) {
        for connector in part.connectors().into_iter().filter(|connector| connector.get("iconblob").is_none()) {
            let name = connector.text_of("name").unwrap_or_default();
            let (file, span) = part.in_customizations(connector);
            let message = format!("the connector `{name}` has no icon");
            report.in_file(file, span, message).help("add an icon to the connector, and export the solution again");
        }
    }
}
