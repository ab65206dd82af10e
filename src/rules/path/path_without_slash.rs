use crate::connector::PathItem;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;

pub fn check(path_item: PathItem, report: &mut Report) {
    let path = path_item.path();
    if path.starts_with('/') {
        return;
    }
    let right = format!("/{}", path.trim());
    let finding = report
        .at_key(Member { key: path_item.key, value: path_item.node }, format!("path `{path}` does not begin with `/`"))
        .help(format!("write `{right}`"));
    if path_item.node.parent().is_some_and(|paths| !paths.has(&right)) {
        finding.fix(Fix::safe(format!("write `{right}`")).rename(path_item.key, &right));
    }
}
