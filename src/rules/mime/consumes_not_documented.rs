use super::consumes_not_supported::{consumes, is_supported};
use super::mime_type_not_valid::is_mime_type;
use crate::rule::Report;
use crate::rule::view::Entry;

pub fn check(entry: &Entry, report: &mut Report) {
    let Some(types) = consumes(*entry) else { return };
    // If none is supported, `consumes-not-supported` reports it.
    if !types.items().any(is_supported) {
        return;
    }
    for item in types.items().filter(|&item| !is_supported(item)) {
        if let Some(name) = item.str().filter(|name| is_mime_type(name)) {
            report.at(item, format!("`consumes` lists `{name}`, which the platform never sends")).help("remove it");
        }
    }
}
