use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((old, new)) = change.inputs() else { return };
    if let (None, Some(list)) = (old.allowed(), new.allowed()) {
        let count = match list.items().count() {
            1 => "one".to_owned(),
            2 => "two".to_owned(),
            count => count.to_string(),
        };
        report
            .changed(
                change.spot_of("enum"),
                format!("{} accepted any value and now accepts {count}: flows may hold another one", change.display()),
            )
            .help("suggest values with `x-ms-dynamic-values` instead, which still allows others");
    }
}
