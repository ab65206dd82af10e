use super::schema_ref_not_local::definition_name;
use crate::connector::Schema;
use crate::rule::Report;
use crate::text::document::{Member, Node};

pub fn check(schema: Schema, report: &mut Report) {
    let Some(reference) = schema.get("$ref") else { return };
    let Some(text) = reference.str() else { return };
    let Ok(name) = definition_name(&text) else { return };
    if schema.connector.definition_node(&text).is_some() {
        return;
    }
    let definitions = reference.doc.root().get("definitions");
    // A very long list is not searched in full: there may be as many references.
    let names = definitions.into_iter().flat_map(Node::members).take(1000).map(|member: Member| member.name());
    let help = match names.into_iter().find(|known| known.eq_ignore_ascii_case(&name)) {
        Some(known) => format!("did you mean `{known}`? names are case-sensitive"),
        None => "add it to `definitions`, or name an existing definition".into(),
    };
    report.dangling(reference, format!("there is no definition `{name}`")).help(help);
}
