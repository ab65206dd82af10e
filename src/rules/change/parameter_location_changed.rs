use crate::connector::versions::{FieldChange, FieldKind};
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let Some((old, new)) = change.inputs().filter(|_| change.kind == FieldKind::Parameter) else { return };
    let (before, after) = (old.get_str("in").unwrap_or_default(), new.get_str("in").unwrap_or_default());
    if !before.eq_ignore_ascii_case(&after) {
        let what = change.display();
        report
            .changed(
                change.spot_in("in"),
                format!("{what} moved from `{before}` to `{after}`: existing flows send it in `{before}`"),
            )
            .help(change.advice());
    }
}
