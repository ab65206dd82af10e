use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(responses) = operation.get("responses") else { return };
    if operation.path_item().notification_content().is_some() && operation.is_trigger() {
        return;
    }
    let mut any = false;
    for response in operation.responses() {
        let Some(status) = response.status() else { continue };
        // An invalid status, such as `2XX`, may be meant for success: `response-status-not-valid`.
        if response.is_success() || status == "default" || status.parse::<u16>().is_err() {
            return;
        }
        any = true;
    }
    if any {
        report
            .missing(responses, format!("operation {} has no successful response", operation.display()))
            .help("add the status that the service sends on success, such as `200`");
    }
}
