use crate::connector::Dynamic;
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let Some(target) = dynamic.target().filter(|_| dynamic.is_old() && dynamic.twin().is_none()) else { return };
    for argument in dynamic.node.get("parameters").into_iter().flat_map(|list| list.members()) {
        let name = argument.name();
        if target.is_ambiguous(&name) {
            report
                .at_key(argument, format!("`{name}` is both a parameter of {} and a property of its body", target.display()))
                .help("add the newer extension, which writes `body/` before a property of the body")
                .label(target.key(), "this operation");
        }
    }
}
