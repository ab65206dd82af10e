use crate::connector::{Dynamic, DynamicKind};
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    // The newer extensions do not know the key, which another rule reports.
    let place = match dynamic.kind {
        DynamicKind::TreeOpen => "`open` of a tree",
        DynamicKind::Values | DynamicKind::Schema => dynamic.name(),
        _ => return,
    };
    for argument in dynamic.node.get("parameters").into_iter().flat_map(|list| list.members()) {
        if let Some(member) = argument.value.member("selectedItemValuePath") {
            report
                .at_key(member, format!("`selectedItemValuePath` in {place}, where no item is selected"))
                .help("only `browse` of `x-ms-dynamic-tree` has a selected item");
        }
    }
}
