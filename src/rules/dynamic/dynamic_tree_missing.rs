use crate::connector::Dynamic;
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let Some(capability) = dynamic.node.get("capability").filter(|capability| capability.is("file-picker")) else { return };
    if !dynamic.holder.has("x-ms-dynamic-tree") {
        report
            .at(capability, "the file picker has no `x-ms-dynamic-tree`")
            .help("add `x-ms-dynamic-tree` with `open`, `browse` and `settings`");
    }
}
