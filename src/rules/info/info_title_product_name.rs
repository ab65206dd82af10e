use crate::connector::Definition;
use crate::connector::facts::{self, Phrases};
use crate::rule::Report;
use std::sync::LazyLock;

static NAMES: LazyLock<Phrases> = LazyLock::new(|| facts::restricted_words("title-product-names"));

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("title") else { return };
    let title = node.str().unwrap_or_default();
    let Some(name) = NAMES.find(&title) else { return };
    let publisher = definition.connector.api_properties().and_then(|properties| properties.get("publisher")?.str());
    if publisher.is_some_and(|publisher| publisher.starts_with("Microsoft")) {
        return;
    }
    report
        .within(node, name.range(), format!("title contains the product name `{}`", name.as_str()))
        .help("use the name of your service; Power Platform product names are not allowed in a title");
}
