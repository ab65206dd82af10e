use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(id) = operation.get("x-ms-notification").and_then(|notification| notification.get_str("operationId")) else {
        return;
    };
    let Some(subscribe) = operation.connector.operation(&id).filter(|other| *other != operation) else { return };
    for parameter in operation.parameters() {
        let Some(twin) = subscribe.parameter(&parameter.name()).filter(|twin| twin.node != parameter.node) else { continue };
        for key in ["type", "x-ms-visibility"] {
            if parameter.node.get_str(key) != twin.node.get_str(key) {
                let name = parameter.name();
                report
                    .at(parameter.entry, format!("`{key}` of parameter `{name}` differs from the one in `{id}`"))
                    .help("give both parameters the same `type` and `x-ms-visibility`")
                    .label(twin.entry, "the other parameter");
            }
        }
    }
}
