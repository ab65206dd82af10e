//! A table for a comment on a pull request or a job's summary, in GitHub's Markdown.
use super::{Part, Said, Summary, escape, text};
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::rule::subject::Subject;

/// How many findings are visible before the list is expanded.
const SHOWN: usize = 10;
/// The maximum size of the report in bytes: a comment on GitHub can have 65,536 characters.
const MOST_BYTES: usize = 60_000;

/// A row per finding.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let said = |finding: &Finding| Said::of(finding, row(subject, finding));
    Part::of(Vec::new(), super::counting(findings), said)
}

fn row(subject: &dyn Subject, finding: &Finding) -> String {
    let (start, _) = super::range(subject, finding.at.file, finding.at.span);
    let level = match finding.severity {
        Severity::Error => "❌ error",
        Severity::Warning => "⚠️ warning",
        Severity::Info => "ℹ️ info",
    };
    let place = format!("{}:{}", super::file_name(subject, finding.at.file), start.line);
    let mut what = escape::markdown(&finding.message);
    if let Some(help) = &finding.help {
        what.push_str(&format!("<br>{}", escape::markdown(help)));
    }
    let (rule, url) = (finding.rule.id, finding.rule.url());
    format!("| {level} | {} | {what} | [{rule}]({url}) |\n", escape::markdown_code(&place))
}

/// Errors first; the first few visible, the others collapsed, as many as fit into a comment.
pub fn whole(parts: &[Part], summary: &Summary) -> String {
    let total = text::summary(summary);
    // A bot finds its comment again by this line.
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
    let left_out = folded.len() - fits.len() + super::left_out(parts);
    if left_out > 0 {
        report.push_str(&format!("\n{left_out} findings are omitted because they do not fit into a comment\n"));
    }
    report
}
