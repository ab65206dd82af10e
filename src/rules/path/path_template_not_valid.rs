use crate::connector::PathItem;
use crate::rule::Report;

pub fn check(path_item: PathItem, report: &mut Report) {
    let path = path_item.path();
    let Some((range, problem)) = problem(&path) else { return };
    let message = match problem {
        Problem::Open => format!("brace in path `{path}` is never closed"),
        Problem::Closed => format!("`}}` in path `{path}` closes nothing"),
        Problem::Nested => format!("variable in path `{path}` contains a brace"),
        Problem::Spans => format!("variable in path `{path}` spans several segments"),
        Problem::Nameless => format!("variable in path `{path}` has no name"),
    };
    report.within(path_item.key, range, message).help("write each variable as `{name}` within one segment");
}

enum Problem {
    Open,
    Closed,
    Nested,
    Spans,
    Nameless,
}

/// The first thing wrong with the braces, and where.
fn problem(path: &str) -> Option<(std::ops::Range<usize>, Problem)> {
    let mut open = None;
    for (at, byte) in path.bytes().enumerate() {
        match (byte, open) {
            (b'{', None) => open = Some(at),
            (b'{', Some(start)) => return Some((start..at + 1, Problem::Nested)),
            (b'/', Some(start)) => return Some((start..at + 1, Problem::Spans)),
            (b'}', None) => return Some((at..at + 1, Problem::Closed)),
            (b'}', Some(start)) if start + 1 == at => return Some((start..at + 1, Problem::Nameless)),
            (b'}', Some(_)) => open = None,
            _ => {}
        }
    }
    open.map(|start| (start..path.len(), Problem::Open))
}
