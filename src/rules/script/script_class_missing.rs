use crate::connector::Connector;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(script) = connector.csharp() else { return };
    if script.class().is_none() {
        let start = if script.document.text.starts_with('\u{feff}') { 3 } else { 0 };
        report
            .in_file(File::Script, Span { start, end: start }, "no class in the script extends `ScriptBase`")
            .help("wrap the code in `public class Script : ScriptBase`");
    }
}
