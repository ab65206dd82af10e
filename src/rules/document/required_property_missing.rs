use crate::connector::grammar::{self, Kind, Property};
use crate::connector::publisher::Publisher;
use crate::rule::view::Object;
use crate::rule::{Report, Severity};
use crate::text::document::{File, Node};
use crate::text::json;
use std::sync::LazyLock;

/// What each kind needs, and whether a `$ref` replaces all of it.
static REQUIRED: LazyLock<Vec<(Vec<&'static Property>, bool)>> = LazyLock::new(|| {
    let of = |kind: Kind| kind.object().properties.iter().filter(|property| property.required).collect();
    Kind::all().map(|kind| (of(kind), kind.general().object().property("$ref").is_some())).collect()
});

pub fn check(object: Object, report: &mut Report) {
    let Some((required, by_reference)) = REQUIRED.get(object.kind as usize) else { return };
    if required.is_empty() || !object.node.doc.is_whole() || (*by_reference && object.node.has("$ref")) {
        return;
    }
    for property in required {
        let is_set = |value: Node| value.kind() != json::Kind::Null || value.doc.file == File::Definition;
        if object.node.get(property.name).is_some_and(is_set) || exempt(object, property.name) {
            continue;
        }
        let is_private = report.settings.publisher == Publisher::Custom;
        let finding = report.missing(object.node, format!("{} has no `{}`", object.display(), property.name));
        finding.help(format!("add `{}`", property.name));
        match (object.node.doc.file, object.kind, property.name) {
            (File::Definition, Kind::BodyParameter, "schema") => drop(finding.code("BodyParameterSchemaRequired")),
            (File::Definition, ..) => {}
            // A private connector is made without it, and gets the usual color.
            (_, _, "iconBrandColor") if is_private => (finding.code, finding.severity) = (None, Severity::Warning),
            // Microsoft's schema requires it, but one published connector lacks it.
            (_, Kind::OAuthProperties, _) => (finding.code, finding.severity) = (None, Severity::Warning),
            _ => finding.code = None,
        }
    }
}

fn exempt(object: Object, name: &str) -> bool {
    let described_by_path = |path: Node| path.has("x-ms-notification-content");
    match (object.kind, name) {
        // These have their own rules.
        (Kind::Swagger, "swagger") | (Kind::EnumValue, "displayName") => true,
        (kind, "type") if kind.general() == Kind::Parameter && object.node.has("schema") => true,
        // Published webhooks have none: the path item describes what is sent.
        (Kind::Operation, "responses") if object.node.parent().is_some_and(described_by_path) => true,
        // Neither do operations that nobody sees.
        (Kind::Operation, "responses") if object.operation.is_some_and(|operation| operation.is_internal()) => true,
        _ => is_misspelt(object, name),
    }
}

/// Whether a member looks like a misspelling of this one, which the rule about unknown names reports.
fn is_misspelt(object: Object, wanted: &str) -> bool {
    let grammar = object.kind.object();
    object.node.members().any(|member| {
        let name = member.name();
        matches!(grammar.member(&name), grammar::Member::Unknown) && grammar::suggest(grammar, &name) == Some(wanted)
    })
}
