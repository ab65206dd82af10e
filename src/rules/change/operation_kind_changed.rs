use crate::connector::Operation;
use crate::connector::versions::OperationChange;
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    let Some((old, new)) = change.both().filter(|&(old, new)| kind(old) != kind(new)) else { return };
    report
        .changed(change.spot_of("x-ms-trigger"), format!("{} was {} and is now {}", change.display(), kind(old), kind(new)))
        .help(change.advice());
}

fn kind(operation: Operation) -> &'static str {
    let batch = operation.get("x-ms-trigger").is_some_and(|kind| kind.is("batch"));
    match (operation.is_trigger(), operation.is_webhook()) {
        (true, true) => "a webhook",
        (true, false) if batch => "a trigger that polls for many items",
        (true, false) => "a trigger that polls for one item",
        (false, _) => "an action",
    }
}
