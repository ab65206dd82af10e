use crate::connector::package::Package;
use crate::{connector::facts, rule::Report};
use std::sync::LazyLock;

static TITLE: LazyLock<usize> = LazyLock::new(|| facts::limit("title"));
static NAME: LazyLock<usize> = LazyLock::new(|| facts::limit("logical-name-pac"));

pub fn check(package: &Package, report: &mut Report) {
    for part in &package.solutions {
        for connector in part.connectors() {
            for (field, limit) in [("displayname", *TITLE), ("name", *NAME)] {
                let Some(element) = connector.get(field) else { continue };
                let characters = element.text().chars().count();
                if characters > limit {
                    let (file, span) = part.in_customizations(element);
                    let message = format!("`{field}` has {characters} characters; `pac` drops connectors with more than {limit}");
                    report.in_file(file, span, message).help("shorten the title before the connector is first imported");
                }
            }
        }
    }
}
