use crate::connector::Definition;
use crate::document::Node;
use crate::fix::{Fix, quote};
use crate::rule::Report;
use rustc_hash::FxHashSet;

pub fn check(definition: Definition, report: &mut Report) {
    let mut seen = FxHashSet::default();
    for operation in definition.connector.operations() {
        for url in operation.body_notification_urls() {
            let Some(optional) = url.optional.filter(|optional| seen.insert(optional.id)) else { continue };
            let (operation, name) = (operation.display(), url.node.name().unwrap_or_default());
            let message = match optional.name() {
                _ if optional == url.node => format!("notification URL `{name}` of {operation} is not required"),
                Some(around) => format!("`{around}`, which holds the notification URL `{name}` of {operation}, is not required"),
                None => format!("the body, which holds the notification URL `{name}` of {operation}, is not required"),
            };
            let finding = report.missing(optional, message);
            finding.help("the platform always sends it: make it and everything around it required");
            if let Some(fix) = require(optional) {
                finding.fix(fix);
            }
        }
    }
}

/// Makes a body parameter or a property required.
fn require(node: Node) -> Option<Fix> {
    let fix = Fix::safe("make it required");
    if node.has("in") && node.has("schema") {
        return Some(match node.get("required") {
            Some(required) => fix.replace(required, "true"),
            None => fix.add_member(node, "required", "true"),
        });
    }
    let (owner, name) = (node.parent()?.parent()?, quote(&node.name()?));
    Some(match owner.get("required") {
        Some(required) if required.is_array() => fix.add_item(required, &name),
        Some(_) => return None,
        None => fix.add_member(owner, "required", &format!("[{name}]")),
    })
}
