use crate::connector::package::{Package, Role};
use crate::rule::Report;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    if !package.is_certification() {
        return;
    }
    for part in package.of_role(Role::Other).filter(|part| part.customizations.is_some()) {
        let message = match (part.connectors().is_empty(), package.has_plugin()) {
            (true, _) => "holds no connector",
            (false, true) => "holds flows and a plug-in",
            (false, false) => "holds a plug-in",
        };
        let help = "export the connector alone, with a flow, or, for a connector with a plug-in, with the plug-in";
        report.in_file(part.file(), Span::default(), message).help(help);
    }
}
