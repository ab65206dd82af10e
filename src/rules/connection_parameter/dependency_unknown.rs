use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(all) = parameter.node.parent() else { return };
    for member in parameter.constraint("dependencies").into_iter().flat_map(Node::members) {
        let other = member.name();
        if !all.has(&other) {
            report
                .at_key(member, format!("`{}` depends on `{other}`, which is not a connection parameter", parameter.name()))
                .help("use the exact name of another connection parameter");
        }
    }
}
