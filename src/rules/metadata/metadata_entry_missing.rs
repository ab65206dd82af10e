use crate::connector::Definition;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| facts::strings("categories", "metadata", "names"));

pub fn check(definition: Definition, report: &mut Report) {
    let Some(list) = definition.get("x-ms-connector-metadata").filter(|list| list.is_array()) else { return };
    // An entry without a name may be the one that is missing: required-property-missing.
    if list.items().any(|entry| !entry.get("propertyName").is_some_and(|name| name.is_string())) {
        return;
    }
    let has =
        |wanted: &str| definition.metadata().any(|(name, _)| name.str().is_some_and(|name| name.eq_ignore_ascii_case(wanted)));
    for wanted in NAMES.iter().filter(|wanted| !has(wanted)) {
        let alike = |name: &str| crate::text::slips::between(&name.trim().to_lowercase(), &wanted.to_lowercase()) <= 2;
        let misspelled = definition.metadata().find_map(|(name, _)| name.str().filter(|name| alike(name)));
        report.missing(list, format!("`x-ms-connector-metadata` has no entry `{wanted}`")).help(match misspelled {
            Some(name) => format!("is `{name}` meant to be this entry?"),
            None => format!("add an object with the `propertyName` `{wanted}` and a `propertyValue`"),
        });
    }
}
