use crate::connector::Dynamic;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let answer = dynamic.answer();
    let places = [(dynamic.collection(), answer), (dynamic.value(), place(dynamic)), (dynamic.title(), place(dynamic))];
    for (path, within) in places {
        let Some(path) = path else { continue };
        let text = path.str().unwrap_or_default();
        let (message, right) = if let Some(rest) = text.strip_prefix('/') {
            (format!("path `{text}` begins with `/`"), rest.trim_start_matches('/').to_owned())
        } else if text.contains('.') {
            // A property may have a dot in its name.
            let right = text.replace('.', "/");
            let found = |path: &str| within.is_some_and(|within| within.at_path(path).is_ok());
            if found(&text) || !found(&right) {
                continue;
            }
            (format!("path `{text}` is separated by dots"), right)
        } else {
            continue;
        };
        let fix = Fix::safe(format!("write `{right}`")).replace_str(path, &right);
        report.at(path, message).help(format!("write `{right}`")).fix(fix);
    }
}

fn place(dynamic: Dynamic<'_>) -> Option<crate::connector::Schema<'_>> {
    if dynamic.is_list() { dynamic.item() } else { dynamic.answer() }
}
