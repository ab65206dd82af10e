use crate::connector::Schema;
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(default) = schema.get("default") else { return };
    let definitions = default.doc.root().get("definitions");
    let inside = definitions.is_some_and(|definitions| (definitions.id..definitions.after()).contains(&default.id));
    if !inside || schema.is_internal() || schema.is_reference() {
        return;
    }
    report
        .at(default, format!("{} has a default inside a definition", schema.display()))
        .help("leave it out, or write the schema where it is used");
}
