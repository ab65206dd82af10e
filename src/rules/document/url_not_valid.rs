use crate::connector::grammar::{self, Kind, Value};
use crate::rule::fix::Fix;
use crate::rule::view::Entry;
use crate::rule::{Report, Severity};
use crate::text::document::File;

pub fn check(entry: &Entry, report: &mut Report) {
    let grammar::Member::Property(property) = entry.meaning else { return };
    if property.value != Value::Url {
        return;
    }
    let node = entry.member.value;
    let Some(url) = node.str() else { return };
    // A blank one of a sign-in is missing, as `security-property-missing` says.
    if url.trim().is_empty() && entry.kind.general() == Kind::SecurityDefinition {
        return;
    }
    if is_absolute(&url) || url.starts_with("@environmentVariables") {
        return;
    }
    let finding =
        report.at(node, format!("`{}` must be an absolute URL such as `https://fabrikam.com`, not `{url}`", property.name));
    finding.help("write it with `https://` and a host, without spaces");
    if is_domain(&url) {
        finding.fix(Fix::safe("add `https://`").replace_str(node, &format!("https://{url}")));
    }
    if node.doc.file != File::Definition {
        (finding.code, finding.severity) = (None, Severity::Warning);
    }
}

fn is_absolute(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let host = rest.strip_prefix("//").and_then(|rest| rest.split(['/', '?', '#']).next());
    named && host.is_some_and(|host| !host.is_empty()) && !url.contains(char::is_whitespace)
}

/// Whether this is a URL without its scheme, such as `fabrikam.com/support`.
fn is_domain(url: &str) -> bool {
    let host = url.split(['/', '?', '#']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let label = |label: &&str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    labels.len() >= 2
        && labels.iter().all(label)
        && labels.last().is_some_and(|top| top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic()))
        && !url.contains(char::is_whitespace)
}
