use crate::connector::{Dynamic, DynamicKind};
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let Some(older) = dynamic.twin().filter(|_| dynamic.kind == DynamicKind::Properties) else { return };
    if older.target() != dynamic.target() {
        return;
    }
    let theirs = older.value().and_then(|path| path.str()).unwrap_or_default();
    let expected = match older.is_of_properties() {
        true => theirs.trim_end_matches("properties").trim_end_matches('/'),
        false => &theirs,
    };
    let ours = dynamic.node.get("itemValuePath");
    if ours.is_some_and(|path| !path.is_string()) {
        return;
    }
    let path = ours.and_then(|path| path.str()).unwrap_or_default();
    if path == expected {
        return;
    }
    let fix = Fix::risky(format!("set `{expected}`"));
    let (finding, fix) = match ours {
        Some(node) => (
            report.at(node, format!("`itemValuePath` is `{path}`, but the older extension reads `{theirs}`")),
            fix.replace_str(node, expected),
        ),
        None => (
            report.missing(dynamic.node, format!("there is no `itemValuePath`, but the older extension reads `{theirs}`")),
            fix.add_member(dynamic.node, "itemValuePath", &crate::text::edit::quote(expected)),
        ),
    };
    finding.help(format!("write `{expected}`: both must describe the same schema")).label(older.key, "the older one").fix(fix);
}
