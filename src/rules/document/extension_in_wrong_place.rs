use crate::connector::grammar::{self, IGNORED_EXTENSIONS, Kind};
use crate::rule::Report;
use crate::rule::view::Entry;

pub fn check(entry: &Entry, report: &mut Report) {
    if !matches!(entry.meaning, grammar::Member::Extension) {
        return;
    }
    let name = entry.member.name();
    // What the platform ignores everywhere is no more wrong here.
    if !name.starts_with("x-ms-") || IGNORED_EXTENSIONS.contains(&&*name) || is_said_elsewhere(entry.kind, &name) {
        return;
    }
    let mut homes: Vec<&str> = grammar::homes(&name).map(|home| home.general().object().name).collect();
    homes.dedup();
    if homes.is_empty() {
        return;
    }
    report
        .at_key(entry.member, format!("`{name}` has no effect in {}", entry.owner()))
        .help(format!("remove it, or move it to where it is read: {}", homes.join(", ")));
}

fn is_said_elsewhere(kind: Kind, name: &str) -> bool {
    match name {
        "x-ms-notification-content" => kind == Kind::Operation,
        "x-ms-url-encoding" | "x-ms-notification-url" => kind.general() == Kind::Parameter,
        _ if name.starts_with("x-ms-dynamic-") => kind == Kind::BodyParameter,
        _ => false,
    }
}
