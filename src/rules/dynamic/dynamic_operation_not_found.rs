use crate::connector::Dynamic;
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let Some(id) = dynamic.node.get("operationId") else { return };
    let Some(name) = id.str() else { return };
    if dynamic.target().is_some() {
        return;
    }
    let help = match dynamic.connector.nearest_operation(&name) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "name an operation of this definition; it may be internal".to_owned(),
    };
    report.dangling(id, format!("`{}` calls `{name}`, but there is no such operation", dynamic.name())).help(help);
}
