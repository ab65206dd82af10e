use crate::connector::Dynamic;
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let Some(capability) = dynamic.node.get("capability").filter(|capability| capability.is("file-picker")) else { return };
    if !dynamic.holder.has("x-ms-dynamic-tree") {
        report
            .at(capability, "file picker without `x-ms-dynamic-tree` beside it")
            .help("add `x-ms-dynamic-tree` with `open`, `browse` and `settings`");
    }
}
