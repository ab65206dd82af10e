use crate::connector::{Schema, SchemaPlace};
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(kind) = schema.get("type").filter(|kind| kind.is("file")) else { return };
    let whole = matches!(schema.place, SchemaPlace::Response | SchemaPlace::Definition);
    // Other rules report a parameter or header of type `file`, by its place and by the types it may have.
    let typed = matches!(schema.place, SchemaPlace::Parameter | SchemaPlace::Header);
    let of_parameter = schema.place == SchemaPlace::Items && schema.node.parent().is_some_and(|array| array.has("in"));
    if whole || typed || of_parameter || schema.is_reference() {
        return;
    }
    report
        .at(kind, format!("{} cannot be a file", schema.display()))
        .help("use type `string`, with format `byte` for a part of a body or format `binary` for a whole body");
}
