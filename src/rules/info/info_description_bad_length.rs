use crate::connector::Definition;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static LIMITS: LazyLock<(usize, usize)> = LazyLock::new(|| (facts::limit("description-min"), facts::limit("description-max")));

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("description") else { return };
    let text = node.str().unwrap_or_default();
    let (least, most) = *LIMITS;
    // The validator runs on .NET, where a text's length is in UTF-16 units.
    let length = text.encode_utf16().count();
    if (least..=most).contains(&length) || text.trim().is_empty() {
        return;
    }
    let limit = if length < least { format!("at least {least} are required") } else { format!("at most {most} are allowed") };
    report
        .at(node, format!("description of the connector has {length} characters, but {limit}"))
        .help("describe in a sentence or two what the service is and what the connector does with it");
}
