use super::info_title_publisher_suffix::without_suffix;
use crate::connector::Definition;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("title"));

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("title") else { return };
    let title = node.str().unwrap_or_default();
    // A suffix that does not belong there has its own rule.
    let counted = without_suffix(&title).unwrap_or(&title);
    // The validator runs on .NET, where a text's length is in UTF-16 units.
    let length = counted.encode_utf16().count();
    if length > *LIMIT {
        report
            .at(node, format!("title has {length} characters, but at most {} are allowed", *LIMIT))
            .help("shorten it to the name of the service");
    }
}
