use crate::connector::Schema;
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(editor) = schema.get("x-ms-editor").filter(|editor| editor.is("dictionary")) else { return };
    let closed = schema.get("additionalProperties").is_some_and(|more| more.bool() == Some(false));
    let fault = match (schema.is_type("object"), closed) {
        (true, false) => return,
        (true, true) => "allows no additional properties",
        (false, _) => "is not an object",
    };
    if schema.is_reference() {
        return;
    }
    report
        .at(editor, format!("{} {fault} and cannot have the dictionary editor", schema.display()))
        .help("make it an object with `additionalProperties`, or remove `x-ms-editor`");
}
