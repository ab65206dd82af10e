//! The number of findings per rule.
use super::{Part, Said, Summary, text};
use crate::report::concise::level;
use crate::rule::finding::Finding;
use crate::rule::fix::Safety;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How each finding can be fixed.
pub fn part(findings: &[Finding]) -> Part {
    let said = |finding: &Finding| {
        let mark = match finding.fix.as_ref().map(|fix| fix.safety) {
            Some(Safety::Safe) => "[*]",
            Some(Safety::Unsafe) => "[~]",
            None => "",
        };
        Said::of(finding, mark.into())
    };
    Part::of(Vec::new(), super::counting(findings), said)
}

/// One line per rule, the most frequent first, and the summary line.
pub fn whole(parts: &[Part], summary: &Summary) -> String {
    let mut rules: BTreeMap<&str, (usize, &Said)> = BTreeMap::new();
    for said in parts.iter().flat_map(|part| &part.findings) {
        let (count, first) = rules.entry(said.rule.id).or_insert((0, said));
        *count += 1;
        // Only some findings of a rule may have a fix.
        if first.text.is_empty() {
            *first = said;
        }
    }
    let mut rows: Vec<(usize, &Said)> = rules.into_values().collect();
    rows.sort_by_key(|(count, said)| (Reverse(*count), said.rule.id));
    let digits = rows.first().map_or(1, |(count, _)| count.to_string().len());
    let width = rows.iter().map(|(_, said)| said.rule.id.len()).max().unwrap_or(0);
    let row = |(count, said): &(usize, &Said)| {
        let (level, id) = (level(said.severity), said.rule.id);
        format!("{count:>digits$}  {level:7}  {id:width$}  {:3}  {}\n", said.text, super::escape::visible(said.rule.title))
    };
    let mut report: String = rows.iter().map(row).collect();
    if !report.is_empty() {
        report.push('\n');
    }
    report + &text::closing(summary)
}
