use crate::connector::grammar::{self, IGNORED_EXTENSIONS, Kind};
use crate::rule::fix::Fix;
use crate::rule::view::Entry;
use crate::rule::{Report, Severity};

pub fn check(entry: &Entry, report: &mut Report) {
    if !matches!(entry.meaning, grammar::Member::Extension) {
        return;
    }
    let name = entry.member.name();
    // An extension that the platform ignores everywhere is no worse here.
    if !name.starts_with("x-ms-") || IGNORED_EXTENSIONS.contains(&&*name) || is_said_elsewhere(entry.kind, &name) {
        return;
    }
    let mut homes: Vec<&str> = grammar::homes(&name).map(|home| home.general().object().name).collect();
    homes.dedup();
    if homes.is_empty() {
        return;
    }
    if (entry.kind, &*name) == (Kind::Operation, "x-ms-summary") {
        return on_operation(entry, report);
    }
    report
        .at_key(entry.member, format!("`{name}` has no effect in {}", entry.owner()))
        .help(format!("remove it, or move it to where it is read: {}", homes.join(", ")));
}

/// The name of an operation is its `summary`.
fn on_operation(entry: &Entry, report: &mut Report) {
    let finding = report.at_key(entry.member, format!("`x-ms-summary` has no effect in {}", entry.owner()));
    match entry.object.has("summary") {
        // Published 166 times without an objection.
        true => {
            finding.help("remove it: the operation has a `summary`").fix(Fix::safe("remove it").remove_member(entry.member));
            finding.severity = Severity::Info;
        }
        false => drop(finding.help("write `summary`").fix(Fix::safe("write `summary`").rename(entry.member.key, "summary"))),
    }
}

fn is_said_elsewhere(kind: Kind, name: &str) -> bool {
    match name {
        "x-ms-notification-content" => kind == Kind::Operation,
        "x-ms-url-encoding" | "x-ms-notification-url" => kind.general() == Kind::Parameter,
        _ if name.starts_with("x-ms-dynamic-") => kind == Kind::BodyParameter,
        _ => false,
    }
}
