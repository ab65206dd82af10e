use crate::connector::PathItem;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;

pub fn check(path: PathItem, report: &mut Report) {
    // Where a part was lost or is in another file, the operations may be there.
    if path.verbs().next().is_some() || path.node.has("$ref") || !path.node.doc.is_whole() {
        return;
    }
    let member = Member { key: path.key, value: path.node };
    let finding = report.at_key(member, format!("path `{}` has no operations", path.path()));
    finding.help("remove it, or add an operation");
    // The parts that operations share may be written before the operations.
    if path.node.members().all(|member| member.value.members().next().is_none() && member.value.items().next().is_none()) {
        finding.fix(Fix::safe("remove the path").remove_member(member));
    }
}
