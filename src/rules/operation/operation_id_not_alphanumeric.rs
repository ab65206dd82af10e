use crate::connector::{Connector, Definition};
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

pub fn check(definition: Definition, report: &mut Report) {
    let mut names = None;
    for id in definition.connector.operations().filter_map(|operation| operation.get("operationId")) {
        let Some(name) = id.str().filter(|name| !name.trim().is_empty()) else { continue };
        let Some(bad) = without_version(&name).chars().find(|c| !c.is_ascii_alphanumeric()) else { continue };
        let finding = report.at(id, format!("`operationId` `{name}` has `{bad}` in it"));
        finding.help("use letters and digits only, unless flows use it already: renaming breaks them");
        let names = names.get_or_insert_with(|| definition.connector.operation_names());
        if let Some(fix) = rename(definition.connector, names, &name, &pascal_case(&name)) {
            finding.fix(fix);
        }
    }
}

/// Every string that names an operation, by that name.
pub(super) type Names<'a> = FxHashMap<Cow<'a, str>, Vec<Node<'a>>>;

/// Renames an operation wherever the files name it; not where there is a script, which may name it too.
pub(super) fn rename(connector: &Connector, names: &mut Names, old: &str, new: &str) -> Option<Fix> {
    if connector.script.is_some() || names.contains_key(new) || new.is_empty() {
        return None;
    }
    let fix = Fix::risky(format!("rename it to `{new}`"));
    let fix = names.get(old)?.iter().fold(fix, |fix, &place| fix.replace_str(place, new));
    // Two operations must not get the same new name.
    names.insert(Cow::Owned(new.to_owned()), Vec::new());
    Some(fix)
}

/// The name without `_V2` at its end.
pub(super) fn without_version(name: &str) -> &str {
    match name.rsplit_once(['_']) {
        Some((head, version)) if version.strip_prefix(['V', 'v']).is_some_and(is_number) => head,
        _ => name,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `list-tasks_V2` as `ListTasks_V2`, `LIST_TASKS` as `ListTasks`.
pub(super) fn pascal_case(name: &str) -> String {
    let head = without_version(name);
    let mut result = String::with_capacity(name.len());
    // `GET_OPEN_ALERTS` is written in capitals throughout: then they say nothing about where words begin.
    let words = || head.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let shouted = words().nth(1).is_some() && !head.bytes().any(|byte| byte.is_ascii_lowercase());
    for word in words() {
        let (first, rest) = word.split_at(1);
        result.push_str(&first.to_ascii_uppercase());
        result.push_str(&if shouted { rest.to_ascii_lowercase() } else { rest.to_owned() });
    }
    result.push_str(name.get(head.len()..).unwrap_or_default());
    result
}
