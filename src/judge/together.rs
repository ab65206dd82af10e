//! One cause, one finding: a habit of an author or a program is reported once per file, with the other places.
use crate::connector::place::Label;
use crate::rule::finding::Finding;
use crate::rule::{Once, Severity};
use crate::text::document::File;
use rustc_hash::FxHashMap;

/// How many other places a finding names; the message counts them all.
const NAMED: usize = 8;

/// Groups findings of one rule that have the same cause. Errors are not grouped, nor are findings that do not count.
pub fn put_together(findings: Vec<Finding>) -> Vec<Finding> {
    type Key = (File, &'static str, Severity, Option<String>);
    let mut first: FxHashMap<Key, usize> = FxHashMap::default();
    let mut kept: Vec<(Finding, usize)> = Vec::with_capacity(findings.len());
    for finding in findings {
        let message = match finding.rule.once {
            Once::Message => Some(finding.message.clone()),
            Once::File => None,
            Once::Place => {
                kept.push((finding, 0));
                continue;
            }
        };
        if finding.severity == Severity::Error || finding.suppressed.is_some() {
            kept.push((finding, 0));
            continue;
        }
        match first.entry((finding.at.file, finding.rule.id, finding.severity, message)) {
            std::collections::hash_map::Entry::Vacant(new) => {
                new.insert(kept.len());
                kept.push((finding, 0));
            }
            std::collections::hash_map::Entry::Occupied(known) => {
                let (shown, more) = &mut kept[*known.get()];
                *more += 1;
                if *more <= NAMED {
                    shown.labels.push(Label { at: finding.at, text: "here, too".to_owned() });
                } else {
                    shown.unnamed += 1;
                }
                // A fix of all of them is as safe as the least safe one; the verb `fix` applies them one by one.
                match (&mut shown.fix, finding.fix) {
                    (Some(all), Some(one)) => all.join(one),
                    (None, Some(one)) => shown.fix = Some(one),
                    (_, None) => {}
                }
            }
        }
    }
    let shown = |(mut finding, more): (Finding, usize)| {
        if more > 0 {
            let places = if more == 1 { "place" } else { "places" };
            finding.message.push_str(&format!(", and the same in {more} more {places}"));
        }
        finding
    };
    kept.into_iter().map(shown).collect()
}
