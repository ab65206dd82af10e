use crate::connector::Definition;
use crate::rule::fix::Fix;
use crate::rule::{Report, Severity};

pub fn check(definition: Definition, report: &mut Report) {
    for (name, value) in definition.metadata() {
        let is_url = name.str().is_some_and(|name| is_address(&name));
        let Some(node) = value.filter(|_| is_url) else { continue };
        let url = node.str().unwrap_or_default();
        // An empty one is RequiredValueEmpty.
        if url.trim().is_empty() || is_absolute(url.trim()) {
            continue;
        }
        let label = name.str().unwrap_or_default();
        let trimmed = url.trim();
        let fixed = if is_absolute(trimmed) { trimmed.to_owned() } else { format!("https://{trimmed}") };
        let finding = report
            .at(node, format!("`{label}` in the metadata is `{url}`, which is not a full URL"))
            .help("write the full URL, with `https://` and without spaces");
        // .NET accepts a space in a URL, and connectors with one were published.
        if is_absolute(&trimmed.replace(char::is_whitespace, "")) {
            finding.severity = Severity::Warning;
        }
        let bare = trimmed.split(['/', '?', '#']).next().is_some_and(|host| host.contains('.') && !host.contains([':', '@']));
        if (bare || fixed == trimmed) && is_absolute(&fixed) {
            finding.fix(Fix::safe(format!("set `{fixed}`")).replace_str(node, &fixed));
        }
    }
}

/// Whether the value of the metadata entry with this name is a URL.
pub(super) fn is_address(name: &str) -> bool {
    name.eq_ignore_ascii_case("Website") || name.eq_ignore_ascii_case("Privacy policy")
}

/// Whether it has a scheme, a host and no whitespace.
pub(super) fn is_absolute(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let scheme_is_valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    scheme_is_valid && !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':']) && !rest.contains(char::is_whitespace)
}
