use crate::connector::PathItem;
use crate::rule::Report;

pub fn check(path_item: PathItem, report: &mut Report) {
    let path = path_item.path();
    let Some(at) = path.find(['?', '#']) else { return };
    let query = path.as_bytes().get(at) == Some(&b'?');
    let message = format!("path `{path}` has a {} in it", if query { "query" } else { "fragment" });
    report.within(path_item.key, at..path.len(), message).help(if query {
        "declare query parameters instead; a fixed value is an internal one with a default"
    } else {
        "take it out, or write `%23` where the service means the character"
    });
}
