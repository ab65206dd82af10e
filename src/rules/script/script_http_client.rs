use crate::connector::Connector;
use crate::rule::Report;
use crate::text::document::File;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(script) = connector.csharp() else { return };
    for at in script.all(&["new"]) {
        let name = if script.has(at + 1, &["System", ".", "Net", ".", "Http", "."]) { at + 7 } else { at + 1 };
        if script.text(name) == "HttpClient" && ["(", "{"].contains(&script.text(name + 1)) {
            report
                .in_file(File::Script, script.span(at, name), "the script creates its own `HttpClient`")
                .help("send with `await this.Context.SendAsync(request, this.CancellationToken)`");
        }
    }
}
