//! A table for a comment on a pull request or a job's summary, in GitHub's Markdown.
use super::{Part, Said, Summary, text};
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::rule::subject::Subject;

/// How many findings are seen before somebody unfolds the list.
const SHOWN: usize = 10;
/// How long the report may grow, in bytes: a comment on GitHub holds 65,536 characters.
const MOST_BYTES: usize = 60_000;

/// A row for each finding.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let said = |finding: &Finding| Said::of(finding, row(subject, finding));
    Part { about: Vec::new(), findings: crate::rule::finding::counting(findings).map(said).collect() }
}

fn row(subject: &dyn Subject, finding: &Finding) -> String {
    let (start, _) = super::range(subject, finding.at.file, finding.at.span);
    let level = match finding.severity {
        Severity::Error => "❌ error",
        Severity::Warning => "⚠️ warning",
        Severity::Info => "ℹ️ info",
    };
    let place = format!("{}:{}", subject.file_name(finding.at.file), start.line);
    let mut what = inline(&finding.message);
    if let Some(help) = &finding.help {
        what.push_str(&format!("<br>{}", inline(help)));
    }
    let (rule, url) = (finding.rule.id, finding.rule.url());
    format!("| {level} | {} | {what} | [{rule}]({url}) |\n", code(&place))
}

/// The errors first; the first few in sight, the others folded, as many as a comment holds.
pub fn whole(parts: &[Part], summary: &Summary) -> String {
    let total = text::summary(summary);
    // By this line a bot finds its comment again.
    let mut report = format!("<!-- connsmith -->\n### connsmith: {}\n", total.trim_end());
    let mut rows: Vec<&Said> = parts.iter().flat_map(|part| &part.findings).collect();
    rows.sort_by_key(|said| std::cmp::Reverse(said.severity));
    let head = "\n| level | where | what | rule |\n|---|---|---|---|\n";
    let (seen, folded) = rows.split_at(rows.len().min(SHOWN));
    if !seen.is_empty() {
        report.push_str(head);
        seen.iter().for_each(|said| report.push_str(&said.text));
    }
    let mut length = report.len();
    let fits = folded.iter().take_while(|said| {
        length += said.text.len();
        length <= MOST_BYTES
    });
    let fits: Vec<&str> = fits.map(|said| said.text.as_str()).collect();
    if !fits.is_empty() {
        report.push_str(&format!("\n<details>\n<summary>{} more</summary>\n{head}{}\n</details>\n", fits.len(), fits.concat()));
    }
    if fits.len() < folded.len() {
        report.push_str(&format!("\n{} findings are left out: they do not fit into a comment\n", folded.len() - fits.len()));
    }
    report
}

/// A message: what stands in backticks is code, nothing else is markup.
fn inline(message: &str) -> String {
    let parts: Vec<&str> = message.split('`').collect();
    let plain = |text: &str| {
        let mut escaped = String::new();
        for character in text.chars() {
            match character {
                '\\' | '|' | '<' | '>' | '*' | '_' | '[' | ']' | '#' | '`' | '~' | '&' => escaped.extend(['\\', character]),
                '@' => escaped.push_str("&#64;"), // nobody is to be called
                '\n' | '\r' => escaped.push(' '),
                _ => escaped.push(character),
            }
        }
        escaped
    };
    if parts.len().is_multiple_of(2) {
        return plain(message); // an odd number of backticks: some belong to what is quoted
    }
    parts.iter().enumerate().map(|(at, part)| if at % 2 == 0 { plain(part) } else { code(part) }).collect()
}

/// Code in a cell of a table.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ").replace('`', "'").replace('|', "\\|");
    if text.trim().is_empty() { String::new() } else { format!("`{text}`") }
}
