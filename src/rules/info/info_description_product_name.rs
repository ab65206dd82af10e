use crate::connector::Definition;
use crate::connector::facts::{self, Phrases};
use crate::rule::Report;
use std::sync::LazyLock;

static NAMES: LazyLock<Phrases> = LazyLock::new(|| facts::restricted_words("description-product-names"));

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("description") else { return };
    let text = node.str().unwrap_or_default();
    let Some(name) = NAMES.find(&text) else { return };
    report
        .within(node, name.range(), format!("description of the connector mentions `{}`", name.as_str()))
        .help("describe what the service does, not where the connector is used");
}
