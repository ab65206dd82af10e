use crate::connector::versions::{Comparison, Spot};
use crate::rule::Report;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let changes = comparison.security();
    // A method that replaces another is reported where that one was removed.
    let gone = changes.iter().any(|change| change.new.is_none());
    for change in changes.iter().filter(|_| !gone) {
        let (None, Some(new)) = (change.old, change.new) else { continue };
        let kind = new.get_str("type").unwrap_or_default();
        let name = new.name().unwrap_or_default();
        report
            .changed(Spot::new(new.pointer(), None, Some(new)), format!("authentication `{kind}` (`{name}`) was added"))
            .help("make sure that existing connections still work, and say so in the pull request");
    }
}
