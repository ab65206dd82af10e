use crate::connector::PathItem;
use crate::rule::Report;

pub fn check(path_item: PathItem, report: &mut Report) {
    let path = path_item.path();
    let Some(at) = path.find(['?', '#']) else { return };
    let query = path.as_bytes().get(at) == Some(&b'?');
    let message = format!("path `{path}` contains a {}", if query { "query" } else { "fragment" });
    report.within(path_item.key, at..path.len(), message).help(if query {
        "declare query parameters instead; for a fixed value, make the parameter internal with a default"
    } else {
        "remove it, or write `%23` where the service expects the character"
    });
}
