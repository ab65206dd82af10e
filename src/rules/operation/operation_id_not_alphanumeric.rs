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
        let finding = report.at(id, format!("`operationId` `{name}` contains `{bad}`"));
        finding.help("use only letters and digits, unless flows already use it: renaming breaks them");
        let names = names.get_or_insert_with(|| definition.connector.operation_names());
        if let Some(fix) = rename(definition.connector, names, &name, &pascal_case(&name)) {
            finding.fix(fix);
        }
    }
}

/// Every string that names an operation, keyed by that name.
pub(super) type Names<'a> = FxHashMap<Cow<'a, str>, Vec<Node<'a>>>;

/// Renames an operation wherever the files name it, unless there is a script, which may name it too.
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

/// `list-tasks_V2` as `ListTasks_V2`, `GET_OPEN_ALERTS` as `GetOpenAlerts`: words in capitals become lowercase,
/// because without the separators they would be one run of capitals. A short one may be an abbreviation.
pub(super) fn pascal_case(name: &str) -> String {
    let head = without_version(name);
    let capitals = !head.bytes().any(|letter| letter.is_ascii_lowercase());
    let mut result = String::with_capacity(name.len());
    for word in head.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        result.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        match (capitals && word.len() > 1) || (word.len() > 2 && word.bytes().all(|letter| letter.is_ascii_uppercase())) {
            true => result.push_str(&letters.as_str().to_ascii_lowercase()),
            false => result.push_str(letters.as_str()),
        }
    }
    result.push_str(name.get(head.len()..).unwrap_or_default());
    result
}
