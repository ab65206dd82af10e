use crate::connector::Connector;
use crate::connector::script::{Kind, Open};
use crate::rule::Report;
use crate::text::document::File;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(script) = connector.csharp() else { return };
    match script.code.open {
        Some(Open::Comment(span)) => {
            report.in_file(File::Script, span, "this comment is not closed").help("close it with `*/`");
            return;
        }
        Some(Open::Text(span)) => {
            report
                .in_file(File::Script, span, "this string is not closed")
                .help("close it with `\"`, on the same line unless it begins with `@\"`");
            return;
        }
        None => {}
    }
    // Both branches of an `#if` may open a bracket that is closed only once.
    if script.code.conditional {
        return;
    }
    let mut open: Vec<usize> = Vec::new();
    for at in (0..script.code.tokens.len()).filter(|&at| script.kind(at) == Some(Kind::Mark)) {
        let closes = match script.text(at) {
            "{" | "(" | "[" => {
                open.push(at);
                continue;
            }
            "}" => "{",
            ")" => "(",
            "]" => "[",
            _ => continue,
        };
        let message = match open.pop() {
            Some(opened) if script.text(opened) == closes => continue,
            Some(opened) => {
                let line = script.document.position(script.span(opened, opened).start).line;
                format!("`{}` found, but the `{}` on line {line} is still open", script.text(at), script.text(opened))
            }
            None => format!("this `{}` closes nothing", script.text(at)),
        };
        report.in_file(File::Script, script.span(at, at), message).help("count the brackets around it");
        return;
    }
    if let Some(&first) = open.first() {
        let message = format!("this `{}` is never closed", script.text(first));
        report.in_file(File::Script, script.span(first, first), message).help("add the closing bracket");
    }
}
