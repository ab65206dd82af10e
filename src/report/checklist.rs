//! The checklist for a submission: items that are done, to do, or for a person to check.
use super::{Part, Summary, file_name, message, text};
use crate::judge::checklist::{self, Decided, Item};
use crate::rule::finding::{Finding, counting};
use crate::rule::subject::Subject;

/// How many findings are shown per item.
const SHOWN: usize = 3;

/// The list of one connector.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let mut text = String::new();
    let heading = subject.heading();
    for listed in subject.connectors() {
        let name = super::escape::visible(&heading.name);
        text.push_str(&format!("{name}{}\n", super::escape::visible(&heading.about)));
        let items: Vec<&Item> = checklist::items_of(listed.publisher).collect();
        if items.is_empty() {
            text.push_str("\nPrivate connectors are not submitted: use `--publisher certified` or `independent`\n\n");
            continue;
        }
        let of = |item: &Item| -> Vec<&Finding> {
            let here = |finding: &&Finding| {
                let found = checklist::item_of(finding.rule, finding.severity, listed.publisher);
                found.is_some_and(|found| std::ptr::eq(found, item))
            };
            counting(findings).filter(here).collect()
        };
        let (mut section, mut done, mut to_do, mut by_hand) = ("", 0, 0, 0);
        for item in items {
            if item.section != section {
                section = item.section;
                text.push_str(&format!("\n{section}\n"));
            }
            if let Decided::ByHand(command) = item.decided {
                by_hand += 1;
                let command = command.map(|command| format!(": `{command}`")).unwrap_or_default();
                text.push_str(&format!("  by hand  {}{command}\n", item.text));
                continue;
            }
            let found = of(item);
            if found.is_empty() {
                done += 1;
                text.push_str(&format!("  ✓  {}\n", item.text));
                continue;
            }
            to_do += 1;
            text.push_str(&format!("  ✗  {}\n", item.text));
            for finding in found.iter().take(SHOWN) {
                text.push_str(&format!("       {}\n", place(subject, finding)));
            }
            if found.len() > SHOWN {
                text.push_str(&format!("       and {} more\n", found.len() - SHOWN));
            }
        }
        text.push_str(&format!("\n{done} done, {to_do} to do, {by_hand} by hand\n\n"));
    }
    Part { about: vec![text], ..Part::default() }
}

/// The lists of all connectors, and the summary line.
pub fn whole(parts: &[Part], summary: &Summary) -> String {
    super::joined(parts) + &text::closing(summary)
}

/// `file:line:column: message (rule)`
fn place(subject: &dyn Subject, finding: &Finding) -> String {
    let (start, _) = super::range(subject, finding.at.file, finding.at.span);
    let file = file_name(subject, finding.at.file);
    format!("{file}:{}:{}: {} ({})", start.line, start.column, message(finding), finding.rule.id)
}
