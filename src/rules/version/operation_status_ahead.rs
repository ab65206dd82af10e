use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let status = operation.annotation().and_then(|annotation| annotation.get("status"));
    let Some(status) = status.filter(|status| status.is("Production")) else { return };
    let info = status.doc.root().get("info").and_then(|info| info.get("x-ms-api-annotation")?.get("status"));
    let Some(info) = info.filter(|info| info.is("Preview")) else { return };
    report
        .at(status, format!("operation {} is in `Production`, but its connector is in `Preview`", operation.display()))
        .help("set `Preview` here, or move the connector to `Production` first")
        .label(info, "the connector's status");
}
