use crate::connector::{Dynamic, DynamicKind};
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let newer = match dynamic.kind {
        DynamicKind::Values => "x-ms-dynamic-list",
        DynamicKind::Schema => "x-ms-dynamic-properties",
        _ => return,
    };
    let Some(target) = dynamic.target().filter(|_| !dynamic.holder.has(newer) && !dynamic.is_of_properties()) else { return };
    // Where the newer one is required, not only recommended, another rule reports it.
    if dynamic.arguments().any(|(argument, _)| target.is_ambiguous(&argument.name())) {
        return;
    }
    if dynamic.references().any(|(_, reference)| dynamic.is_nested(reference) || dynamic.is_ambiguous(reference)) {
        return;
    }
    let message = format!("`{}` has no matching `{newer}`", dynamic.name());
    let finding = report.at_key(Member { key: dynamic.key, value: dynamic.node }, message);
    finding.help(format!("add the same lookup as `{newer}`"));
    if let Some(fix) = Fix::twin(dynamic) {
        finding.fix(fix);
    }
}
