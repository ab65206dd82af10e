use crate::connector::Connector;
use crate::rule::Report;
use crate::text::document::File;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(script) = connector.csharp() else { return };
    let Some(at) = script.class().filter(|&at| script.text(at) != "Script") else { return };
    let message = format!("the script class is named `{}`, not `Script`", script.text(at));
    report.in_file(File::Script, script.span(at, at), message).help("name it `Script`");
}
