use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(notification) = operation.get("x-ms-notification").filter(|_| operation.is_trigger()) else { return };
    let Some(id) = notification.get("operationId") else { return };
    let Some(name) = id.str() else { return };
    match operation.connector.operation(&name) {
        None => {
            let nearest = operation.connector.nearest_operation(&name);
            let help = nearest.map_or_else(
                || "name the operation that subscribes to notifications".to_owned(),
                |nearest| format!("did you mean `{nearest}`?"),
            );
            report.dangling(id, format!("there is no operation `{name}`")).help(help).code("OperationIdNotFound");
        }
        Some(target) if target.notification_urls().is_empty() => {
            report
                .at(id, format!("`{name}` is not a webhook: it takes no notification URL"))
                .help("name the operation that subscribes to notifications")
                .label(target.key(), "this operation");
        }
        Some(_) => {}
    }
}
