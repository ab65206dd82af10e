use crate::connector::Connector;
use crate::rule::Report;
use crate::text::document::File;

/// What blocks, the number of its last underlined token, and the token required before it: `.Result` is a common
/// name for a property, and only the result of a call is certain to be a task.
const BLOCKING: [(&[&str], usize, &str, &str); 4] = [
    (&[".", "Result"], 1, ")", "`.Result`"),
    (&[".", "Wait", "(", ")"], 1, "", "`.Wait`"),
    (&[".", "GetAwaiter", "(", ")", ".", "GetResult"], 5, "", "`.GetAwaiter().GetResult`"),
    (&["Thread", ".", "Sleep"], 2, "", "`Thread.Sleep`"),
];

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(script) = connector.csharp() else { return };
    for (tokens, last, before, name) in BLOCKING {
        for at in script.all(tokens).filter(|&at| before.is_empty() || script.before(at) == before) {
            let help = if tokens[0] == "." { "`await` the task" } else { "write `await Task.Delay(…)`, or remove the pause" };
            report.in_file(File::Script, script.span(at, at + last), format!("{name} blocks the script")).help(help);
        }
    }
}
