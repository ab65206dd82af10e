use crate::connector::versions::OperationChange;
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    let Some((_, new)) = change.both().filter(|(old, new)| !old.is_deprecated() && new.is_deprecated()) else { return };
    let says = |key: &str| new.get_str(key).is_some_and(|text| text.to_lowercase().contains("deprecated"));
    let family = new.annotation().and_then(|annotation| annotation.get_str("family"));
    let family = family.and_then(|family| change.comparison.new.families().into_iter().find(|(name, _)| *name == family));
    let has_successor = family.is_some_and(|(_, operations)| operations.iter().any(|operation| !operation.is_deprecated()));
    let mut todo = Vec::new();
    if !says("summary") || !says("description") {
        todo.push("add \"(deprecated)\" to its summary and description");
    }
    if !has_successor {
        todo.push("add its successor: an operation of the same family in `x-ms-api-annotation`");
    }
    let todo = if todo.is_empty() {
        "announce it at least thirty days before the operation is deleted".to_owned()
    } else {
        todo.join("; ")
    };
    report.changed(change.spot_of("deprecated"), format!("{} became deprecated", change.display())).help(todo);
}
