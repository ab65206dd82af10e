use crate::connector::Definition;
use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;
use std::sync::LazyLock;

static SUFFIXES: LazyLock<Vec<&'static str>> = LazyLock::new(|| facts::strings("restricted-words", "title-suffix", "words"));

/// The title without the suffix that Microsoft adds; `None` if it has no such suffix.
pub(super) fn without_suffix(title: &str) -> Option<&str> {
    SUFFIXES.iter().find_map(|suffix| {
        let title = title.trim_end();
        let (name, end) = title.split_at_checked(title.len().checked_sub(suffix.len())?)?;
        end.eq_ignore_ascii_case(suffix).then(|| name.trim_end()).filter(|name| !name.is_empty())
    })
}

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("title") else { return };
    let title = node.str().unwrap_or_default();
    let Some(name) = without_suffix(&title) else { return };
    let suffix = title[name.len()..].trim();
    let start = title.len() - title[name.len()..].trim_start().len();
    report
        .within(node, start..start + suffix.len(), format!("title ends with `{suffix}`, which Microsoft adds itself"))
        .help("remove it; it belongs only in the title of the pull request")
        .fix(Fix::safe(format!("set `{name}`")).replace_str(node, name));
}
