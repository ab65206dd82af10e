use crate::connector::PathItem;
use crate::rule::Report;

pub fn check(path_item: PathItem, report: &mut Report) {
    let path = path_item.path();
    if let Some(at) = path.find('*') {
        report
            .within(path_item.key, at..at + 1, format!("path `{path}` contains a wildcard"))
            .help("use a path parameter in braces, such as `{file}`");
    }
}
