use crate::connector::versions::{OperationChange, shown};
use crate::rule::Report;

pub fn check(change: &OperationChange, report: &mut Report) {
    let Some((Some(old), new)) = change.changed("x-ms-pageable") else { return };
    let link = |node: crate::Node<'_>| node.get_str("nextLinkName").unwrap_or_default().into_owned();
    let message = match new {
        None => format!("{} is no longer paged: flows get only the first page", change.display()),
        Some(new) if link(old) != link(new) => format!(
            "the next page of {} was in {} and is now in {}",
            change.display(),
            shown(old.get("nextLinkName")),
            shown(new.get("nextLinkName"))
        ),
        Some(_) => return,
    };
    report.changed(change.spot_of("x-ms-pageable"), message).help("restore `x-ms-pageable` as it was");
}
