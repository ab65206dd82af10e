use crate::connector::versions::{Comparison, Spot};
use crate::rule::Report;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let changes = comparison.security();
    let replacement = changes.iter().find(|other| other.old.is_none()).and_then(|other| other.new);
    for change in &changes {
        let (Some(old), None) = (change.old, change.new) else { continue };
        let kind = old.get_str("type").unwrap_or_default();
        let name = old.name().unwrap_or_default();
        report
            .changed(Spot::new(old.pointer(), Some(old), replacement), format!("authentication `{kind}` (`{name}`) was removed"))
            .help("put it back, and add another authentication method beside it with connection parameter sets");
    }
}
