use crate::connector::grammar::Kind;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::rule::view::Entry;
use regex::Regex;
use std::sync::LazyLock;

/// An environment ID; the one of a tenant's default environment begins with `Default-`.
static ID: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("^(?:Default-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$").ok());

pub fn check(entry: &Entry, report: &mut Report) {
    if entry.kind != Kind::Settings || !entry.member.key.key_is("environment") {
        return;
    }
    let is_id = |text: &str| ID.as_ref().is_some_and(|id| id.is_match(text));
    let Some(value) = entry.member.value.str().filter(|value| !is_id(value)) else { return };
    let lower = value.to_lowercase().replace("default-", "Default-");
    let finding = report.at(entry.member.value, format!("`{value}` is not an environment ID"));
    if is_id(&lower) {
        finding.help("write it in lower case").fix(Fix::safe("write it in lower case").replace_str(entry.member.value, &lower));
    } else {
        finding.help("copy the ID from the URL of the maker portal: `/environments/…/`");
    }
}
