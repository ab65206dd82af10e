use crate::connector::PathItem;
use crate::rule::Report;

pub fn check(path_item: PathItem, report: &mut Report) {
    let path = path_item.path();
    if let Some((at, space)) = path.char_indices().find(|(_, c)| c.is_whitespace()) {
        report
            .within(path_item.key, at..at + space.len_utf8(), format!("path `{path}` contains a space"))
            .help("rename the variable, or write `%20` in a fixed part");
    }
}
