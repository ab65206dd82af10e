use crate::connector::Connector;
use crate::rule::Report;
use crate::text::document::File;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(script) = connector.csharp() else { return };
    let calls = script.all(&["Console", "."]).chain(script.all(&["Debug", "."])).chain(script.all(&["Trace", "."]));
    for at in calls {
        let method = script.text(at + 2);
        if !method.starts_with("Write") || script.text(at + 3) != "(" {
            continue;
        }
        let message = format!("output of `{}.{method}` is lost", script.text(at));
        report.in_file(File::Script, script.span(at, at + 2), message).help("write with `this.Context.Logger`");
    }
}
