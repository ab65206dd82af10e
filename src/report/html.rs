//! A self-contained page: a summary, filters, and the findings of each connector with the affected lines.
use super::concise::level;
use super::markup::escaped;
use super::{Part, Said, Summary, escape, text};
use crate::report::page::{page, sentence};
use crate::rule::Rule;
use crate::rule::finding::Finding;
use crate::rule::subject::{Heading, Subject};
use crate::text::document::Document;
use crate::text::json::Span;
use std::cmp::Reverse;
use std::collections::BTreeMap;

const SCRIPT: &str = include_str!("html.js");

/// How many findings of a rule are shown with their lines per connector; for the others, only the places are listed.
const SHOWN: usize = 3;
/// How many such places are listed.
const LISTED: usize = 100;
/// How many characters of a line are shown.
const LONG_LINE: usize = 160;
/// With more connectors than this, their findings are collapsed.
const OPEN_UP_TO: usize = 3;

/// A section for the subject with a group per rule, the most severe first.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let mut findings: Vec<&Finding> = super::counting(findings).collect();
    let Some(_) = findings.first() else { return Part::default() };
    findings.sort_by_key(|finding| (Reverse(finding.severity), finding.rule.id));
    let Heading { name, about } = subject.heading();
    let (name, about) = (escape::visible(&name), escape::visible(&about));
    let opening = format!(
        " data-connector=\"{name}\">\n<summary>{name} <span class=\"counts faint\">{}</span></summary>\n<p class=\"faint\">{}</p>\n",
        counts(&findings),
        escaped(about.trim_start_matches([' ', ':'])),
        name = escaped(&name),
    );
    let mut part = Part { about: vec![opening], ..Part::default() };
    for group in findings.chunk_by(|a, b| a.rule.id == b.rule.id) {
        for (at, finding) in group.iter().enumerate() {
            let mut text = if at == 0 { group_head(finding, group.len()) } else { String::new() };
            if at < SHOWN {
                text.push_str(&shown(subject, finding));
            } else if at < SHOWN + LISTED {
                text.push_str(if at == SHOWN { "<p class=\"faint\">also at " } else { ", " });
                text.push_str(&escaped(&place(subject, finding)));
            }
            if at + 1 == group.len() {
                match group.len().saturating_sub(SHOWN + LISTED) {
                    _ if group.len() <= SHOWN => {}
                    0 => text.push_str("</p>\n"),
                    more => text.push_str(&format!(" and {more} more</p>\n")),
                }
                text.push_str("</section>\n");
            }
            part.findings.push(Said::of(finding, text));
        }
    }
    part
}

fn counts(findings: &[&Finding]) -> String {
    let groups = findings.chunk_by(|a, b| a.severity == b.severity);
    let counts = groups.map(|group| {
        let level = level(group[0].severity);
        let plural = if level == "info" || group.len() == 1 { "" } else { "s" };
        format!("<span class=\"{level}\">{} {level}{plural}</span>", group.len())
    });
    counts.collect::<Vec<_>>().join(", ")
}

fn group_head(finding: &Finding, count: usize) -> String {
    let Rule { id, title, .. } = finding.rule;
    let level = level(finding.severity);
    let code = finding.code.map(|code| format!(" <span class=\"faint\">{code}</span>")).unwrap_or_default();
    format!(
        "<section class=\"group\" data-rule=\"{id}\" data-level=\"{level}\" data-count=\"{count}\">\n\
         <h3><span class=\"level {level}\">{level}</span> {} <a href=\"{}\">{id}</a>{code}</h3>\n",
        escaped(title),
        escaped(&finding.rule.url()),
    )
}

fn place(subject: &dyn Subject, finding: &Finding) -> String {
    let (start, _) = super::range(subject, finding.at.file, finding.at.span);
    let name = super::file_name(subject, finding.at.file);
    let name = name.rsplit('/').next().unwrap_or(&name);
    format!("{name}:{}:{}", start.line, start.column)
}

fn shown(subject: &dyn Subject, finding: &Finding) -> String {
    let help =
        super::help(finding).map(|help| format!("<br><span class=\"faint\">{}</span>", sentence(&help))).unwrap_or_default();
    let lines = match subject.document(finding.at.file) {
        Some(document) if finding.at.span.start < finding.at.span.end => excerpt(document, finding.at.span),
        _ => String::new(),
    };
    let place = escaped(&place(subject, finding));
    format!("<p><span class=\"place\">{place}</span> {}{help}</p>\n{lines}", sentence(&super::message(finding)))
}

/// The line on which a span begins, with the span marked, and a line on either side.
fn excerpt(document: &Document, span: Span) -> String {
    let starts = document.lines();
    let at = starts.partition_point(|&start| start <= span.start) - 1;
    let line = |number: usize| -> &str {
        let end = starts.get(number + 1).map_or(document.text.len(), |&next| next as usize);
        let text = document.text.get(starts[number] as usize..end).unwrap_or("");
        text.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}')
    };
    let numbers = at.saturating_sub(1)..(at + 2).min(starts.len());
    let lines: Vec<&str> = numbers.clone().map(line).collect();
    let margin = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start().len()).min();
    let margin = margin.unwrap_or(0);
    let mut text = String::new();
    for (number, line) in numbers.zip(lines) {
        let line = line.get(margin..).unwrap_or("");
        text.push_str(&format!("{:>4}  ", number + 1));
        if number == at {
            let mark = document.text.get(span.start as usize..span.end as usize).unwrap_or("");
            let mark = mark.split(['\n', '\r']).next().unwrap_or("");
            let before = document.text.get(starts[at] as usize..span.start as usize).unwrap_or("");
            let before = before.trim_start_matches('\u{feff}').get(margin..).unwrap_or("");
            let after = line.get(before.len() + mark.len()..).unwrap_or("");
            let skipped = before.chars().count().saturating_sub(LONG_LINE / 2);
            let ellipsis = if skipped > 0 { "…" } else { "" };
            let before: String = before.chars().skip(skipped).collect();
            let mark = cut(mark, LONG_LINE);
            let room = LONG_LINE.saturating_sub(before.chars().count() + mark.chars().count());
            text.push_str(&format!(
                "{ellipsis}{}<mark>{}</mark>{}",
                escaped(&before),
                escaped(&mark),
                escaped(&cut(after, room))
            ));
        } else {
            text.push_str(&escaped(&cut(line, LONG_LINE)));
        }
        text.push('\n');
    }
    format!("<pre>{text}</pre>\n")
}

/// A limited number of characters of a text.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The page.
pub fn whole(parts: &[Part], summary: &Summary) -> String {
    let parts: Vec<&Part> = parts.iter().filter(|part| !part.findings.is_empty()).collect();
    let mut rules: BTreeMap<(Reverse<crate::Severity>, &str), (&Rule, usize, usize)> = BTreeMap::new();
    for part in &parts {
        for group in part.findings.chunk_by(|a, b| a.rule.id == b.rule.id) {
            let first = &group[0];
            let entry = rules.entry((Reverse(first.severity), first.rule.id)).or_insert((first.rule, 0, 0));
            (entry.1, entry.2) = (entry.1 + group.len(), entry.2 + 1);
        }
    }
    let total = text::summary(summary);
    let mut body = format!("<h1>connsmith</h1>\n<p>{}</p>\n", escaped(total.trim_end()));
    body.push_str(&filters(&rules));
    body.push_str("<h2>By connector</h2>\n");
    let open = if parts.len() <= OPEN_UP_TO { " open" } else { "" };
    for part in &parts {
        body.push_str(&format!("<details class=\"connector\"{open}"));
        part.about.iter().for_each(|about| body.push_str(about));
        part.findings.iter().for_each(|said| body.push_str(&said.text));
        body.push_str("</details>\n");
    }
    if parts.is_empty() {
        body.push_str("<p>No findings.</p>\n");
    }
    body.push_str("<h2>By rule</h2>\n<table>\n<thead><tr><th>Rule</th><th class=\"count\">Findings</th><th class=\"count\">Connectors</th></tr></thead>\n<tbody>\n");
    for ((Reverse(severity), id), (rule, findings, connectors)) in &rules {
        let level = level(*severity);
        body.push_str(&format!(
            "<tr><td><span class=\"level {level}\">{level}</span> <a href=\"{}\">{id}</a><br><span class=\"faint\">{}</span></td>\
             <td class=\"count\">{findings}</td><td class=\"count\">{connectors}</td></tr>\n",
            escaped(&rule.url()),
            escaped(rule.title),
        ));
    }
    body.push_str("</tbody>\n</table>\n");
    page("connsmith report", &body, SCRIPT)
}

/// The filters; the script shows them.
fn filters(rules: &BTreeMap<(Reverse<crate::Severity>, &str), (&Rule, usize, usize)>) -> String {
    let mut levels: Vec<&str> = rules.keys().map(|(Reverse(severity), _)| level(*severity)).collect();
    levels.dedup();
    let mut text = String::from("<form class=\"filters\" id=\"filters\" hidden>\n");
    for level in levels {
        text.push_str(&format!(
            "<label><input type=\"checkbox\" name=\"level\" value=\"{level}\" checked> <span class=\"{level}\">{level}</span></label>\n"
        ));
    }
    text.push_str("<select name=\"rule\" aria-label=\"Rule\">\n<option value=\"\">all rules</option>\n");
    for ((_, id), (_, findings, _)) in rules {
        text.push_str(&format!("<option value=\"{id}\">{id} ({findings})</option>\n"));
    }
    text.push_str(
        "</select>\n<input type=\"search\" name=\"connector\" placeholder=\"connector\" aria-label=\"Connector\">\n\
         <button type=\"button\" id=\"open\">Open all</button>\n<span id=\"count\" class=\"faint\" role=\"status\"></span>\n</form>\n",
    );
    text
}
