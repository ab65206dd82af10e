use crate::connector::{Dynamic, DynamicKind};
use crate::document::Member;
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let newer = match dynamic.kind {
        DynamicKind::Values => "x-ms-dynamic-list",
        DynamicKind::Schema => "x-ms-dynamic-properties",
        _ => return,
    };
    if dynamic.target().is_none() || dynamic.holder.has(newer) || dynamic.is_of_properties() {
        return;
    }
    // Where the newer one is needed, not only recommended, another rule says so.
    if dynamic.references().any(|(_, reference)| dynamic.is_nested(reference) || dynamic.is_ambiguous(reference)) {
        return;
    }
    let message = format!("`{}` without `{newer}`", dynamic.name());
    let finding = report.at_key(Member { key: dynamic.key, value: dynamic.node }, message);
    finding.help(format!("write the same look-up as `{newer}`, too"));
    if let Some(fix) = dynamic.twin_fix() {
        finding.fix(fix);
    }
}
