use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;
use crate::text::edit::quote;
use rustc_hash::FxHashSet;

pub fn check(definition: Definition, report: &mut Report) {
    let mut seen = FxHashSet::default();
    for source in definition.connector.operations() {
        for url in source.body_notification_urls() {
            let Some(optional) = url.optional.filter(|optional| seen.insert(optional.id)) else { continue };
            let (operation, name) = (source.display(), url.node.name().unwrap_or_default());
            let message = match optional.name() {
                _ if optional == url.node => format!("notification URL `{name}` of {operation} is not required"),
                Some(around) => {
                    format!("`{around}`, which contains the notification URL `{name}` of {operation}, is not required")
                }
                None => format!("the body, which contains the notification URL `{name}` of {operation}, is not required"),
            };
            let finding = report.missing(optional, message);
            finding.help("the platform always sends it: make it and everything that contains it required");
            // Other operations may send the definition too, and would then have to send it.
            let inline = (source.node().id..source.node().after()).contains(&optional.id);
            if let Some(fix) = require(optional, inline) {
                finding.fix(fix);
            }
        }
    }
}

/// Makes a body parameter or a property required.
fn require(node: Node, inline: bool) -> Option<Fix> {
    let fix = if inline { Fix::safe("make it required") } else { Fix::risky("make it required") };
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
