use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(revision) = operation.annotation().and_then(|annotation| annotation.get("revision")) else { return };
    if revision.is_integer() && revision.number().is_some_and(|number| number < 1.0) {
        report
            .at(revision, format!("revision {} of operation {} is below 1", revision.text(), operation.display()))
            .help("start at 1");
    }
}
