use crate::connector::{Schema, SchemaPlace};
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(discriminator) = schema.get("discriminator") else { return };
    let Some(name) = discriminator.str() else { return };
    if schema.is_reference() || schema.place == SchemaPlace::AllOf {
        return;
    }
    let requires = |node: Node| node.get("required").is_some_and(|required| required.items().any(|item| item.is(&name)));
    let parts = || schema.get("allOf").into_iter().flat_map(Node::items);
    let required = || requires(schema.node) || parts().any(requires);
    let fault = match schema.property(&name).map(|property| property.resolve()) {
        None => "is not one of its properties",
        Some(Some(property)) if property.type_name().is_some_and(|kind| kind != "string") => "is not a string",
        Some(_) if !required() => "is not required",
        Some(_) => return,
    };
    report
        .at(discriminator, format!("discriminator `{name}` of {} {fault}", schema.display()))
        .help("name a property of type `string` and add it to `required`");
}
