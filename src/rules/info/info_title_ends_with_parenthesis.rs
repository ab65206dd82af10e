use super::info_title_publisher_suffix::without_suffix;
use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("title") else { return };
    let title = node.str().unwrap_or_default();
    if !title.ends_with(')') || without_suffix(&title).is_some() {
        return;
    }
    let end = title.len();
    report
        .within(node, end - 1..end, "title ends with `)` instead of a letter or a digit")
        .help("write it without parentheses if it reads as well that way");
}
