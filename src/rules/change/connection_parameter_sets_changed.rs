use crate::Node;
use crate::connector::versions::{Comparison, Spot};
use crate::rule::Report;
use rustc_hash::FxHashSet;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let (Some(old), Some(new)) = (comparison.old.api_properties(), comparison.new.api_properties()) else { return };
    let (old, new) = (old.sets(), new.sets());
    let only = |sets: &[Node<'_>], others: &[Node]| -> Vec<usize> {
        let known: FxHashSet<_> = others.iter().map(|other| other.get_str("name")).collect();
        sets.iter().enumerate().filter(|(_, set)| !known.contains(&set.get_str("name"))).map(|(at, _)| at).collect()
    };
    let (gone, added) = (only(&old, &new), only(&new, &old));
    let gone = gone.into_iter().map(|at| (old[at], "was removed"));
    for (set, what) in gone.chain(added.into_iter().map(|at| (new[at], "was added"))) {
        let name = set.get("name").unwrap_or(set);
        let spot = if what == "was removed" { (Some(name), None) } else { (None, Some(name)) };
        let message = format!("connection parameter set `{}` {what}", name.str().unwrap_or_default());
        report
            .changed(Spot::new(set.pointer(), spot.0, spot.1), message)
            .help("make sure that existing connections still work, and say so in the pull request");
    }
}
