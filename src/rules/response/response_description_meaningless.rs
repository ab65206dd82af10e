use crate::connector::Response;
use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;
use std::sync::LazyLock;

static EMPTY: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("http-status", "empty-descriptions", "texts"));

pub fn check(response: Response, report: &mut Report) {
    let (Some(description), Some(status)) = (response.get("description"), response.status()) else { return };
    let Some(text) = description.str() else { return };
    // For `default`, the description "default" is good enough.
    if (status == "default" && !text.trim().is_empty()) || !is_meaningless(&text, &status) {
        return;
    }
    let finding = report.at(description, format!("description of response `{status}` is meaningless"));
    finding.help("say what the response means, such as \"OK\"");
    if let Some(reason) = reason(&status) {
        finding.fix(Fix::safe(format!("write \"{reason}\"")).replace_str(description, reason));
    }
}

/// Whether a description is meaningless for a response with this status.
pub(super) fn is_meaningless(text: &str, status: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text == status || EMPTY.iter().any(|empty| empty.eq_ignore_ascii_case(text))
}

/// The usual name of a status.
fn reason(status: &str) -> Option<&'static str> {
    let code = status.parse().ok()?;
    let entry = facts::entries("http-status", "status")
        .find(|entry| entry.get("code").and_then(facts::Value::as_integer) == Some(code))?;
    entry.get("reason")?.as_str()
}
