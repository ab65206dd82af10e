use crate::connector::versions::{Comparison, shown};
use crate::rule::Report;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let change = comparison.property("tier");
    let premium = |tier: crate::Node| tier.str().is_some_and(|tier| tier.eq_ignore_ascii_case("premium"));
    if let Some((Some(old), Some(new))) =
        change.changed().filter(|(old, new)| !old.is_some_and(premium) && new.is_some_and(premium))
    {
        report
            .changed(change.spot(), format!("the tier changed from {} to {}", shown(Some(old)), shown(Some(new))))
            .help("ask Microsoft to keep the tier");
    }
}
