use crate::connector::PathItem;
use crate::rule::Report;

pub fn check(path_item: PathItem, report: &mut Report) {
    let path = path_item.path();
    let mut from = 0;
    while let Some(start) = path[from..].find('{').map(|at| from + at) {
        let Some(end) = path[start..].find('}').map(|at| start + at + 1) else { return };
        let variable = &path[start..end];
        if variable.contains('=') {
            report
                .within(path_item.key, start..end, format!("`{variable}` in path `{path}` sets a default"))
                .help("write only the name and set `default` on the parameter");
        }
        from = end;
    }
}
