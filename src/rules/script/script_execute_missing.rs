use crate::connector::Connector;
use crate::rule::Report;
use crate::text::document::File;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(script) = connector.csharp() else { return };
    let Some(class) = script.class() else { return };
    let overrides = |at: usize| {
        // `public override async System.Threading.Tasks.Task<HttpResponseMessage> ExecuteAsync()`: few tokens are in between.
        let before = at.saturating_sub(16)..at;
        before.rev().take_while(|&at| !["{", "}", ";"].contains(&script.text(at))).any(|at| script.text(at) == "override")
    };
    if script.all(&["ExecuteAsync", "("]).any(overrides) {
        return;
    }
    report
        .in_file(
            File::Script,
            script.span(class, class),
            format!("the class `{}` does not override `ExecuteAsync`", script.text(class)),
        )
        .help("write `public override async Task<HttpResponseMessage> ExecuteAsync()`");
}
