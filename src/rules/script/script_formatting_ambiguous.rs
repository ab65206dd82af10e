use crate::connector::Connector;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(script) = connector.csharp() else { return };
    if script.all(&["using", "Formatting", "="]).next().is_some() {
        return;
    }
    for at in script.all(&["Formatting", "."]) {
        let member = script.text(at + 2);
        if !["None", "Indented"].contains(&member) || script.before(at) == "." {
            continue;
        }
        let span = script.span(at, at);
        let fix = Fix::safe("write `Newtonsoft.Json.Formatting`").text(
            script.document.root(),
            Span { end: span.start, ..span },
            "Newtonsoft.Json.",
        );
        report
            .in_file(File::Script, span, "`Formatting` exists in both `Newtonsoft.Json` and `System.Xml`")
            .help(format!("write `Newtonsoft.Json.Formatting.{member}`"))
            .fix(fix);
    }
}
