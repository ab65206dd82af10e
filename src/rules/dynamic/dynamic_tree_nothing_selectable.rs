use crate::connector::{Dynamic, DynamicKind};
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    // Once for each tree.
    let Some(tree) = dynamic.node.parent().filter(|_| dynamic.kind == DynamicKind::TreeOpen) else { return };
    let Some(settings) = tree.get("settings") else { return };
    let forbids = |key: &str| settings.get(key).and_then(|value| value.bool()) == Some(false);
    if forbids("canSelectParentNodes") && forbids("canSelectLeafNodes") {
        report
            .at(settings, "neither parents nor leaves of the tree can be selected")
            .help("set `canSelectParentNodes` or `canSelectLeafNodes` to true");
    }
}
