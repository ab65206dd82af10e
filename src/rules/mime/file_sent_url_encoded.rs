use super::consumes_missing::is_file;
use super::mime_type_not_valid::without_parameters;
use crate::connector::Operation;
use crate::rule::Report;

const URL_ENCODED: &str = "application/x-www-form-urlencoded";

pub fn check(operation: Operation, report: &mut Report) {
    let Some(types) = operation.consumes() else { return };
    let has = |wanted: &str| {
        types.items().any(|item| item.str().is_some_and(|name| without_parameters(&name).eq_ignore_ascii_case(wanted)))
    };
    // If both are offered, the file is sent as multipart.
    if !has(URL_ENCODED) || has("multipart/form-data") {
        return;
    }
    let Some(file) = operation.parameters().find(|&parameter| is_file(parameter)) else { return };
    let message = format!("file `{}` of operation {} cannot be sent as `{URL_ENCODED}`", file.name(), operation.display());
    let finding = match operation.get("consumes") {
        Some(own) => report.at(own, message),
        None => report.missing(operation.node(), message),
    };
    finding.help("use `multipart/form-data` if the service accepts it");
}
